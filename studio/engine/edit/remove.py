"""Take an object out and draw over where it was."""

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.engine.edit.canvas import CannotDo, Canvas, box, extent, share
from studio.engine.edit.fill import fill, smooth_fill
from studio.engine.edit.find import find, spread
from studio.engine.edit.matte import glance, subject_of
from studio.engine.edit.steps import Remove
from studio.engine.models.types import Map, Mask, Pixels, f32, u8
from studio.engine.models.weights import WeightsMissing

MOST = 0.6
"""A hole larger than this part of the picture leaves too little to draw from."""
SMALL = 320
"""Shadows are looked for at this longest side."""
LEVELS = (0.94, 0.91, 0.88, 0.85, 0.8, 0.7)
"""What is left of the light in a shadow's rim: the faintest is taken at which it has an end."""


def remove(canvas: Canvas, step: Remove) -> dict[str, object]:
    found = find(canvas, step.thing)
    hole = _grown(canvas, found.mask)
    if not hole.any():
        raise CannotDo(f"“{step.thing.words}” was not found. Mark it with the mask.")
    if share(hole) > MOST:
        raise CannotDo(
            f"“{step.thing.words}” covers {share(hole):.0%} of the picture: too little is left to draw from."
            " Mark a smaller part, or ask for another background instead."
        )
    filled = fill(canvas.rgb, hole, canvas.seed + canvas.variant, lambda: _not_to_copy(canvas, hole))
    canvas.put(filled, _feathered(hole))
    return {"found": found.how, "box": box(hole), "share": share(hole)}


def _grown(canvas: Canvas, mask: Mask) -> Mask:
    """The whole of the thing with its rim and the near shadow, but never more than the person marked."""
    sure = u8((mask > 20) * 255)
    if canvas.mask is not None:
        return np.where(canvas.mask > 127, sure, 0).astype(np.uint8)
    if canvas.seen is not None and canvas.seen[0] is canvas.rgb:
        sure = np.maximum(sure, _tips(sure, glance(canvas.rgb)))
    reach = max(3, max(mask.shape) // 80) * 2 + 1
    grown = u8(cv2.dilate(sure, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))))
    # What it encloses goes with it: a wheel's hub that the network left out.
    outlines, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(grown, outlines, -1, 255, cv2.FILLED)
    return np.maximum(grown, _shadow(canvas.rgb, u8(grown))).astype(np.uint8, copy=False)


def _tips(sure: Mask, rough: Map) -> Mask:
    """What the network half saw close by: thin ends, such as an antenna, that would be left in the air."""
    side = max(rough.shape) // 25 | 1
    small = u8(cv2.resize(sure, (rough.shape[1], rough.shape[0]), interpolation=cv2.INTER_AREA) > 127)
    near = cv2.dilate(small, np.ones((side, side), np.uint8))
    tips = u8((rough > 0.12) & (near > 0)) * 255
    return u8(cv2.resize(tips, (sure.shape[1], sure.shape[0]), interpolation=cv2.INTER_NEAREST))


def _shadow(rgb: Pixels, thing: Mask) -> Mask:
    """What touches the thing's foot and is its surroundings with less light: the shadow on the ground.

    A closing, wider than a shadow is high, gives the surroundings as they would be without it.
    """
    high, wide = thing.shape
    scale = min(1.0, SMALL / max(high, wide))
    size = (max(8, round(wide * scale)), max(8, round(high * scale)))
    small = u8(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    core = (cv2.resize(thing, size, interpolation=cv2.INTER_AREA) > 60).astype(np.uint8)
    top, bottom, left, right = extent(core)
    side = max(bottom - top, right - left)
    if not side or core.mean() > 0.5:
        return np.zeros_like(thing)
    reach, below = max(3, int(0.7 * side)), max(3, int(0.35 * side))
    ground = np.zeros_like(core)
    ground[bottom - max(1, (bottom - top) // 4) : bottom + below, max(0, left - reach) : right + reach] = 1
    bare = cv2.GaussianBlur(smooth_fill(small, u8(core)), (0, 0), 1.0)
    kernel = np.ones((max(7, int(0.65 * side)) | 1, max(3, side // 7) | 1), np.uint8)
    lit = f32(cv2.morphologyEx(bare, cv2.MORPH_CLOSE, kernel))
    ratio = f32(bare) / np.maximum(lit, 1)
    dimmed, spread_of = ratio.mean(-1), ratio.max(-1) - ratio.min(-1)
    allowed = (ground > 0) & (core == 0) & (spread_of < 0.55) & (dimmed > 0.2)
    for darkest in LEVELS:
        found = _touching(allowed & (dimmed < darkest), core)
        # What runs on to either side beyond where a shadow could end is another surface.
        runs_on = found[:, max(0, left - reach)].any() or found[:, min(size[0], right + reach) - 1].any()
        if found.sum() <= core.sum() and not runs_on:
            soft = cv2.dilate(found, np.ones((7, 7), np.uint8)) * 255
            return u8((cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR) > 127) * 255)
    return np.zeros_like(thing)


def _touching(area: NDArray[np.bool_], core: Mask) -> Mask:
    """The joined parts of the area that touch the core."""
    rim = cv2.dilate(core, np.ones((5, 5), np.uint8))
    _, labels = cv2.connectedComponents(cv2.morphologyEx(u8(area), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))
    touching = np.unique(labels[rim > 0])
    return u8(np.isin(labels, touching[touching > 0]))


def _not_to_copy(canvas: Canvas, hole: Mask) -> Mask | None:
    """The main subject and all faces, when the hole is not a part of them."""
    try:
        subject = subject_of(canvas)
    except (CannotDo, WeightsMissing):
        return None
    if cv2.mean(subject, (hole > 0).astype(np.uint8))[0] > 127:
        return None
    return spread(subject)


def _feathered(hole: Mask) -> Mask:
    """Soft at the rim, inwards only, so that nothing outside the hole changes."""
    reach = max(1, min(4, max(hole.shape) // 512))
    inner = cv2.erode(hole, np.ones((2 * reach + 1,) * 2, np.uint8))
    return np.where(hole > 0, np.maximum(cv2.GaussianBlur(inner, (0, 0), reach), 110), 0).astype(np.uint8)
