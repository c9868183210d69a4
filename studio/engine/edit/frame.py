"""The source brought to the size that was asked, never stretched: cropped, or extended with drawn surroundings."""

import contextlib
from dataclasses import dataclass

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo
from studio.engine.edit.fill import fill
from studio.engine.edit.find import spread
from studio.engine.edit.matte import matte
from studio.engine.edit.steps import Side
from studio.engine.models.faces import faces
from studio.engine.models.reading import find_lines
from studio.engine.models.saliency import saliency
from studio.engine.models.types import Mask, Pixels, u8
from studio.engine.models.weights import WeightsMissing

SAME = 0.015
"""Aspects that differ by less than this are the same: sizes are rounded to steps."""
CARE = 0.04
"""A crop that loses more than this looks first at what matters."""
ZOOMED_OUT = 0.76
SIDES: dict[Side, tuple[float, float]] = {
    "centre": (0.5, 0.5), "left": (0, 0.5), "right": (1, 0.5), "top": (0.5, 0), "bottom": (0.5, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Framed:
    rgb: Pixels
    mask: Mask | None
    told: dict[str, object]


def crop(rgb: Pixels, mask: Mask | None, width: int, height: int) -> Framed:
    """Scaled until it fills the size; what sticks out is cut, so that faces or else the subject stay inside."""
    high, wide = rgb.shape[:2]
    scale = max(width / wide, height / high)
    broad, tall = max(1, min(wide, round(width / scale))), max(1, min(high, round(height / scale)))
    lost = 1 - broad * tall / (wide * high)
    x, y = _focus(rgb) if lost > CARE else (0.5, 0.5)
    left, top = (
        round(min(max(x * wide - broad / 2, 0), wide - broad)),
        round(min(max(y * high - tall / 2, 0), high - tall)),
    )
    rows, columns = slice(top, top + tall), slice(left, left + broad)
    told: dict[str, object] = {"fit": "whole" if lost < SAME else "cropped", "lost": round(lost, 3)}
    inner = None if mask is None else _resized(mask[rows, columns], width, height)
    return Framed(_resized(rgb[rows, columns], width, height), inner, told)


def extend(rgb: Pixels, mask: Mask | None, width: int, height: int, keep: Side, seed: int) -> Framed:
    """Scaled until it fits inside; what is missing around it is its mirror image, which meets it without a seam,
    and what cannot be there twice is drawn over.

    Where the aspect is the same already, the picture is made smaller first, as if stepping back. The drawn
    part may change further, so a mask from the person grows by it.
    """
    high, wide = rgb.shape[:2]
    scale = min(width / wide, height / high)
    if abs(wide / high * height / width - 1) < SAME:
        scale *= ZOOMED_OUT
    size = (min(width, round(wide * scale)), min(height, round(high * scale)))
    inner = _resized(rgb, *size)
    at = SIDES[keep]
    left, top = round((width - size[0]) * at[0]), round((height - size[1]) * at[1])
    sides = (top, height - size[1] - top, left, width - size[0] - left)
    single = _single(inner)
    drawn = u8(cv2.copyMakeBorder(inner, *sides, cv2.BORDER_REFLECT_101))
    twice = u8(cv2.copyMakeBorder(single, *sides, cv2.BORDER_REFLECT_101))
    within = (slice(top, top + size[1]), slice(left, left + size[0]))
    twice[within] = 0
    if twice.any():
        never = u8(cv2.copyMakeBorder(single, *sides, cv2.BORDER_CONSTANT, value=0))
        drawn = fill(drawn, twice, seed, lambda: never)
    drawn[within] = inner
    grown = None
    if mask is not None:
        grown = np.full((height, width), 255, np.uint8)
        grown[within] = _resized(mask, *size)
    share = round(1 - size[0] * size[1] / (width * height), 3)
    return Framed(
        drawn,
        grown,
        {"fit": "extended", "drawn": share, "source": [left, top, left + size[0], top + size[1]]},
    )


def _single(rgb: Pixels) -> Mask:
    """What must not be seen twice (not 0): the main subject, faces, and writing."""
    single = np.zeros(rgb.shape[:2], np.uint8)
    with contextlib.suppress(CannotDo, WeightsMissing):
        single = spread(matte(rgb)) * 255
    with contextlib.suppress(WeightsMissing):
        lines = [line.corners.astype(np.int32) for line in find_lines(rgb)]
        cv2.fillPoly(single, lines, (255,))
        for left, top, wide, high in faces(rgb):
            single[
                max(0, top - high // 2) : top + high * 2, max(0, left - wide // 2) : left + wide * 3 // 2
            ] = 255
    return u8(single)


def _focus(rgb: Pixels) -> tuple[float, float]:
    """The point, as parts of width and height, that a crop should be about."""
    high, wide = rgb.shape[:2]
    try:
        seen = faces(rgb)
        if seen:
            x = sum(left + broad / 2 for left, _, broad, _ in seen) / len(seen)
            return x / wide, sum(top + tall for _, top, _, tall in seen) / len(seen) / high
        found = saliency(rgb)
    except WeightsMissing:
        return 0.5, 0.5
    moments = cv2.moments((found > 0.5).astype(np.uint8), binaryImage=True)
    if not moments["m00"]:
        return 0.5, 0.5
    return moments["m10"] / moments["m00"] / found.shape[1], moments["m01"] / moments["m00"] / found.shape[0]


def _resized(part: Pixels, width: int, height: int) -> Pixels:
    if part.shape[:2] == (height, width):
        return part.copy()
    smaller = width * height < part.shape[0] * part.shape[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
    return cv2.resize(np.ascontiguousarray(part), (width, height), interpolation=way).astype(
        np.uint8, copy=False
    )
