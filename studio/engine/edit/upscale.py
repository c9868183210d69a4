"""A larger picture: with drawn detail by SPAN where it is installed and up to what two cores do in seconds, else
resampled and made true to the source again."""

import cv2
import numpy as np

from studio.engine.edit.adjust import changed
from studio.engine.models.types import Pixels
from studio.engine.models.upscaler import FACTOR
from studio.engine.models.upscaler import upscale as drawn
from studio.engine.models.weights import WeightsMissing

MOST_PIXELS = 1_600_000
"""Sources larger than this would take the network longer than a person waits."""
WORTH = 1.15
_PASSES = 2


def upscale(rgb: Pixels, width: int, height: int) -> tuple[Pixels, dict[str, object]]:
    """The picture at this size."""
    high, wide = rgb.shape[:2]
    factor = round(width / wide, 2)
    if factor < WORTH:
        return changed(_resampled(rgb, width, height), "sharpen", 0.4), {
            "factor": factor,
            "with": "sharpening only",
        }
    if wide * high > MOST_PIXELS:
        return changed(_resampled(rgb, width, height), "sharpen", 0.6), {
            "factor": factor,
            "with": "resampling",
        }
    try:
        large = drawn(rgb)
    except WeightsMissing:
        return enlarged_alike(rgb, width, height), {
            "factor": factor,
            "with": "resampling, true to the source",
        }
    if factor > FACTOR:
        return _resampled(large, width, height), {"factor": factor, "with": "SPAN ×4, then resampling"}
    return _resampled(large, width, height), {"factor": factor, "with": "SPAN ×4"}


def enlarged_alike(rgb: Pixels, width: int, height: int) -> Pixels:
    """Back-projection (Irani & Peleg 1991): what the enlarged picture loses when made small again is put back,
    which restores the edges that a resampler rounds off."""
    large = _resampled(rgb, width, height)
    size = (rgb.shape[1], rgb.shape[0])
    for _ in range(_PASSES):
        lost = rgb.astype(np.int16) - cv2.resize(large, size, interpolation=cv2.INTER_AREA)
        back = cv2.resize(lost.astype(np.int16), (width, height), interpolation=cv2.INTER_CUBIC)
        large = cv2.add(large, back, dtype=cv2.CV_8U).astype(np.uint8, copy=False)
    return changed(large, "sharpen", 0.5)


def _resampled(rgb: Pixels, width: int, height: int) -> Pixels:
    if rgb.shape[:2] == (height, width):
        return rgb
    way = cv2.INTER_AREA if width < rgb.shape[1] else cv2.INTER_LANCZOS4
    return cv2.resize(rgb, (width, height), interpolation=way).astype(np.uint8, copy=False)
