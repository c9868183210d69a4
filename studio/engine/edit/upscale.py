"""A larger picture with drawn detail: SPAN up to what two cores do in seconds, a resampler beyond."""

import cv2
import numpy as np

from studio.engine.edit.adjust import changed
from studio.engine.models.types import Pixels
from studio.engine.models.upscaler import FACTOR
from studio.engine.models.upscaler import upscale as drawn

MOST_PIXELS = 1_600_000
"""Sources larger than this would take the network longer than a person waits."""
WORTH = 1.15


def upscale(rgb: Pixels, width: int, height: int) -> tuple[Pixels, dict[str, object]]:
    """The picture at this size. Raises WeightsMissing when the network is needed and absent."""
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
    large = drawn(rgb)
    if factor > FACTOR:
        return _resampled(large, width, height), {"factor": factor, "with": "SPAN ×4, then resampling"}
    return _resampled(large, width, height), {"factor": factor, "with": "SPAN ×4"}


def _resampled(rgb: Pixels, width: int, height: int) -> Pixels:
    if rgb.shape[:2] == (height, width):
        return rgb
    way = cv2.INTER_AREA if width < rgb.shape[1] else cv2.INTER_LANCZOS4
    return cv2.resize(rgb, (width, height), interpolation=way).astype(np.uint8, copy=False)
