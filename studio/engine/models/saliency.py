"""What stands out in a picture: U²-Net (small), Qin et al. 2020."""

import cv2
import numpy as np

from studio.engine.models.held import onnx
from studio.engine.models.types import Map, Pixels, f32

SIDE = 320
MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

_network = onnx("u2netp.onnx")


def saliency(rgb: Pixels) -> Map:
    """How much each of 320×320 cells belongs to the subject, 0…1. Raises WeightsMissing."""
    small = cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    small = (small / max(float(small.max()), 1.0) - MEAN) / SPREAD
    with _network.use() as session:
        (found,) = session.run(["1959"], {"input.1": small.transpose(2, 0, 1)[None].astype(np.float32)})
    return f32(np.clip(np.asarray(found)[0, 0], 0, 1))
