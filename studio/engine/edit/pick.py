"""Selecting: the thing that words name, or that lies under a point.

There is no network here that knows things apart by a click. A click on the main subject takes the subject; one
elsewhere takes the area around it that holds together by colour, grown as far as it grows by itself: of all
tolerances, the one at which the area changes least (as in MSER, Matas et al. 2002).
"""

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo, Canvas, share
from studio.engine.edit.find import Found, find
from studio.engine.edit.matte import along_edges, subject_of
from studio.engine.edit.understand.things import thing
from studio.engine.models.types import Mask, Pixels, f32, u8
from studio.engine.models.weights import WeightsMissing

_INNER = 384
_TOLERANCES = range(4, 61, 2)
_LEAST, _MOST = 0.0006, 0.7
_UNSTEADY = 0.5  # an area that grows by half from one tolerance to the next has no edge of its own
_INSIDE = 127


def named(canvas: Canvas, words: str) -> Found:
    """Raises CannotDo, WeightsMissing."""
    return find(canvas, thing(words.lower()))


def pointed(canvas: Canvas, x: float, y: float) -> Found:
    """What lies at (x, y), 0…1 from the left and top. Raises CannotDo where nothing holds together."""
    rgb = canvas.rgb
    high, wide = rgb.shape[:2]
    column, row = min(wide - 1, int(x * wide)), min(high - 1, int(y * high))
    try:
        subject = subject_of(canvas)
    except (CannotDo, WeightsMissing):
        subject = np.zeros((high, wide), np.uint8)
    if share(subject) > _MOST:
        subject = np.zeros_like(subject)
    if subject[row, column] > _INSIDE:
        return Found(_part_at(subject, column, row), "the main subject")
    return Found(_area(rgb, subject, x, y), "an area of one colour")


def _part_at(mask: Mask, column: int, row: int) -> Mask:
    """The joined part under the point, with its soft edge."""
    _, labels = cv2.connectedComponents((mask > _INSIDE).astype(np.uint8))
    part = cv2.dilate((labels == labels[row, column]).astype(np.uint8), np.ones((9, 9), np.uint8))
    return u8(mask * part)


def _area(rgb: Pixels, subject: Mask, x: float, y: float) -> Mask:
    scale = min(1.0, _INNER / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.cvtColor(cv2.bilateralFilter(small, 7, 30, 5), cv2.COLOR_RGB2Lab)
    high, wide = smooth.shape[:2]
    barred = cv2.resize(subject, (wide, high), interpolation=cv2.INTER_AREA) > _INSIDE
    seed = (min(wide - 1, int(x * wide)), min(high - 1, int(y * high)))
    areas = [_grown(u8(smooth), barred, seed, tolerance) for tolerance in _TOLERANCES]
    sizes = np.array([area.mean() for area in areas])
    change = np.full(len(sizes), np.inf)
    change[1:-1] = (sizes[2:] - sizes[:-2]) / np.maximum(sizes[1:-1], 1e-6)
    change[(sizes < _LEAST) | (sizes > _MOST)] = np.inf
    best = int(np.argmin(change))
    if change[best] > _UNSTEADY:
        raise CannotDo(
            "Nothing here holds together by itself. Click on the middle of a thing, or paint it with the brush."
        )
    closed = cv2.morphologyEx(areas[best].astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return along_edges(rgb, f32(closed))


def _grown(lab: Pixels, barred: np.ndarray, seed: tuple[int, int], tolerance: int) -> np.ndarray:
    filled = np.zeros((lab.shape[0] + 2, lab.shape[1] + 2), np.uint8)
    filled[1:-1, 1:-1] = barred
    reach = (tolerance, max(3, tolerance // 2), max(3, tolerance // 2))
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (255 << 8)
    cv2.floodFill(lab, filled, seed, (0, 0, 0), reach, reach, flags)
    return np.asarray(filled[1:-1, 1:-1] == 255)
