"""Take an object out and draw over where it was."""

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo, Canvas, box, extent, share
from studio.engine.edit.fill import fill, smooth_fill
from studio.engine.edit.find import find, spread
from studio.engine.edit.matte import subject_of
from studio.engine.edit.steps import Remove
from studio.engine.models.types import Mask, Pixels, u8
from studio.engine.models.weights import WeightsMissing

MOST = 0.6
"""A hole larger than this part of the picture leaves too little to draw from."""


def remove(canvas: Canvas, step: Remove) -> dict[str, object]:
    found = find(canvas, step.thing)
    hole = _grown(canvas.rgb, found.mask, canvas.mask)
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


def _grown(rgb: Pixels, mask: Mask, allowed: Mask | None) -> Mask:
    """The whole of the thing with its rim and the near shadow, but never more than the person marked."""
    sure = (mask > 40).astype(np.uint8) * 255
    if allowed is not None:
        return np.where(allowed > 127, sure, 0).astype(np.uint8)
    reach = max(3, max(mask.shape) // 110) * 2 + 1
    grown = cv2.dilate(sure, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    return np.maximum(grown, _shadow(rgb, u8(grown))).astype(np.uint8, copy=False)


def _shadow(rgb: Pixels, thing: Mask) -> Mask:
    """What lies close to the thing and is much darker than the surroundings farther out: its shadow."""
    high, wide = thing.shape
    scale = min(1.0, 256 / max(high, wide))
    size = (max(8, round(wide * scale)), max(8, round(high * scale)))
    small = u8(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    core = (cv2.resize(thing, size, interpolation=cv2.INTER_AREA) > 127).astype(np.uint8)
    top, bottom, left, right = extent(core)
    reach = max(3, int(0.14 * max(bottom - top, right - left)))
    around = cv2.dilate(core, np.ones((2 * reach + 1,) * 2, np.uint8)).astype(np.uint8, copy=False)
    if around.all():
        return np.zeros_like(thing)
    lit = cv2.cvtColor(smooth_fill(small, around), cv2.COLOR_RGB2GRAY).astype(np.float32)
    dark = (cv2.cvtColor(small, cv2.COLOR_RGB2GRAY) < 0.62 * lit) & (around > 0)
    joined = cv2.morphologyEx((dark | (core > 0)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels = cv2.connectedComponents(joined)
    touching = np.unique(labels[(core > 0) & (joined > 0)])
    found = np.isin(labels, touching[touching > 0]).astype(np.uint8) * 255
    return cv2.resize(cv2.dilate(found, np.ones((5, 5), np.uint8)), (wide, high)).astype(np.uint8, copy=False)


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
