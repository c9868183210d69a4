"""Where text is and what it says: PP-OCRv4 (Baidu), detection and recognition."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.engine.models.held import onnx
from studio.engine.models.types import Map, Pixels

LONGEST, STEP = 960, 32
INK, SURE, SMALLEST, UNCLIP = 0.3, 0.5, 3, 1.6
MOST_LINES = 200
READ_HIGH, READ_LONGEST = 48, 1600

_finder, _reader = onnx("ppocr-detect.onnx"), onnx("ppocr-read.onnx")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its corners from the top left, clockwise as read, in pixels (x, y)."""

    corners: NDArray[np.float32]

    @property
    def width(self) -> float:
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The upright box (left, top, right, bottom) around it."""
        (left, top), (right, bottom) = self.corners.min(0), self.corners.max(0)
        return int(left), int(top), int(np.ceil(right)), int(np.ceil(bottom))


def find_lines(rgb: Pixels, longest: int = LONGEST) -> list[Line]:
    """The lines of text, top to bottom. Raises WeightsMissing.

    Differentiable binarization (Liao et al. 2020): the network marks shrunken text cores; each core's box is
    grown back by area × 1.6 / perimeter.
    """
    high, wide = rgb.shape[:2]
    scale = min(1.0, longest / max(high, wide))
    inner_wide = max(STEP, round(wide * scale / STEP) * STEP)
    inner_high = max(STEP, round(high * scale / STEP) * STEP)
    small = cv2.resize(rgb, (inner_wide, inner_high), interpolation=cv2.INTER_AREA)
    blob = (small[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    with _finder.use() as session:
        (out,) = session.run(None, {"x": np.ascontiguousarray(blob)})
    cores: Map = np.asarray(out, np.float32)[0, 0]
    ink = cv2.dilate((cores > INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    back = np.array([wide / inner_wide, high / inner_high], np.float32)
    lines = []
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:MOST_LINES]:
        centre, size, angle = cv2.minAreaRect(outline)
        if min(size) < SMALLEST or _score(cores, np.asarray(outline, np.int32)) < SURE:
            continue
        grow = size[0] * size[1] * UNCLIP / (2 * (size[0] + size[1]))
        corners = cv2.boxPoints((centre, (size[0] + 2 * grow, size[1] + 2 * grow), angle))
        lines.append(Line(_as_read(np.asarray(corners, np.float32)) * back))
    return sorted(lines, key=lambda line: (round(line.corners[0, 1] / 10), line.corners[0, 0]))


def read(rgb: Pixels, line: Line) -> tuple[str, float]:
    """What the line says, and how sure the reader is, 0…1. Raises WeightsMissing."""
    crop = straighten(rgb, line, READ_HIGH)[:, :READ_LONGEST]
    blob = (crop[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    with _reader.use() as session:
        (out,) = session.run(None, {"x": np.ascontiguousarray(blob)})
        alphabet = ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
    steps = np.asarray(out, np.float32)[0]
    best, sure = steps.argmax(1), steps.max(1)
    # CTC: a letter counts where it first appears; index 0 is the blank between letters.
    kept = (best != 0) & (best != np.concatenate([[0], best[:-1]]))
    if not kept.any():
        return "", 0.0
    return "".join(alphabet[index] for index in best[kept]), float(sure[kept].mean())


def straighten(rgb: Pixels, line: Line, high: int) -> Pixels:
    """The line upright, as a strip of this height."""
    wide = max(high // 2, round(line.width / max(line.height, 1) * high))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turn = cv2.getPerspectiveTransform(line.corners.astype(np.float32), target)
    return cv2.warpPerspective(
        rgb, turn, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.uint8, copy=False)


def _score(cores: Map, outline: NDArray[np.int32]) -> float:
    left, top, wide, high = cv2.boundingRect(outline)
    inside = np.zeros((high, wide), np.uint8)
    cv2.fillPoly(inside, [outline - np.array([left, top])], (1,))
    return float(cv2.mean(cores[top : top + high, left : left + wide], inside)[0])


def _as_read(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """From the top left clockwise; tall boxes are taken as text that runs along their long side."""
    by_x = corners[np.argsort(corners[:, 0])]
    left, right = by_x[:2][np.argsort(by_x[:2, 1])], by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
