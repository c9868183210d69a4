"""Masks: where a picture may change. A grey picture of the same size; 128 and above is marked."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Marked = NDArray[np.bool_]  # (height, width)


class MaskRefused(ValueError):
    """The mask cannot be meant. `str()` is a sentence for the person."""


def marked(mask: Image.Image, size: tuple[int, int]) -> Marked:
    """Where the mask marks a picture of `size`. Raises MaskRefused for another size, for nothing, for everything."""
    if mask.size != size:
        raise MaskRefused(
            f"The mask is {mask.width} × {mask.height} pixels, the picture {size[0]} × {size[1]}: they must agree."
        )
    where: Marked = np.asarray(mask.convert("L")) >= 128
    if not where.any():
        raise MaskRefused("The mask marks nothing: paint over what should change.")
    if where.all():
        raise MaskRefused("The mask marks the whole picture: leave out what should stay.")
    return where


def grown(where: Marked, by: int) -> Marked:
    """Marked, or within `by` px of it across, down or both."""
    return _box_sum(where.astype(np.int32), by) > 0


def feathered(where: Marked, feather: int) -> NDArray[np.float64]:
    """Weights 0…1: exactly 1 where marked, exactly 0 further than `feather` px away, falling evenly between."""
    half = feather // 2
    if half == 0:
        return where.astype(np.float64)
    return _box_sum(grown(where, half).astype(np.int32), half) / _box_sum(
        np.ones(where.shape, np.int32), half
    )


def _box_sum(values: NDArray[np.int32], reach: int) -> NDArray[np.int32]:
    """The sum over the square of pixels within `reach`, cut off at the picture's edge."""
    for axis in (0, 1):
        length = values.shape[axis]
        running = np.concatenate(
            [np.zeros_like(values.take([0], axis)), values.cumsum(axis, dtype=np.int32)], axis
        )
        place = np.arange(length)
        values = running.take(np.minimum(place + reach + 1, length), axis) - running.take(
            np.maximum(place - reach, 0), axis
        )
    return values
