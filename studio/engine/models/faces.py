"""Where faces are: MediaPipe's full-range BlazeFace."""

import cv2
import numpy as np

from studio.engine.models.held import Held
from studio.engine.models.types import Pixels
from studio.engine.models.weights import locate

SIDE, CELLS = 192, 48
SURE = 0.6
SAME = 0.3
OUTPUTS = ["reshaped_regressor_face_4", "reshaped_classifier_face_4"]

# OpenCV 5's new engine knows only the first of this network's two outputs; the classic one gives both.
_network = Held(lambda: cv2.dnn.readNetFromTFLite(str(locate("faces.tflite")), cv2.dnn.ENGINE_CLASSIC))


def faces(rgb: Pixels) -> list[tuple[int, int, int, int]]:
    """Boxes (x, y, width, height) of the faces, surest first. Raises WeightsMissing.

    The output layer has 48×48 anchors of 16 numbers (centre, size, six points, in input pixels relative to
    the anchor's centre) and a score each, as in MediaPipe's tflite_tensors_to_detections_calculator.
    """
    high, wide = rgb.shape[:2]
    scale = SIDE / max(high, wide)
    inner = cv2.resize(rgb, (max(1, round(wide * scale)), max(1, round(high * scale))))
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    square[: inner.shape[0], : inner.shape[1]] = inner
    with _network.use() as net:
        net.setInput(cv2.dnn.blobFromImage(square, 1 / 127.5, (SIDE, SIDE), (127.5,) * 3))
        boxes_out, scores_out = net.forward(OUTPUTS)
    rows = boxes_out.reshape(-1, 16)
    scores = 1 / (1 + np.exp(-np.clip(scores_out.reshape(-1), -80, 80)))
    grid = (np.arange(CELLS) + 0.5) * (SIDE / CELLS)
    anchors = np.stack(np.meshgrid(grid, grid), -1).reshape(-1, 2)
    centres = rows[:, :2] + anchors
    boxes = np.concatenate([centres - rows[:, 2:4] / 2, rows[:, 2:4]], 1) / scale
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), SURE, SAME)
    found = [boxes[index] for index in np.asarray(kept, int).reshape(-1)]
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found if w > 0 and h > 0]
