"""Take an object out and draw over where it was."""

import cv2
import numpy as np

from studio.engine.edit import belongings
from studio.engine.edit.canvas import CannotDo, Canvas, box, share
from studio.engine.edit.fill import fill
from studio.engine.edit.find import find, spread
from studio.engine.edit.matte import glance, subject_of
from studio.engine.edit.steps import Remove
from studio.engine.models.types import Mask, u8
from studio.engine.models.weights import WeightsMissing

MOST = 0.6
"""A hole larger than this part of the picture leaves too little to draw from."""


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
        sure = np.maximum(sure, belongings.tips(sure, glance(canvas.rgb)))
        sure = np.maximum(sure, belongings.near(canvas.rgb, sure))
    sure = np.maximum(sure, belongings.limbs(canvas.rgb, sure))
    reach = max(3, max(mask.shape) // 80) * 2 + 1
    grown = u8(cv2.dilate(sure, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))))
    # What it encloses goes with it: a wheel's hub that the network left out.
    outlines, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(grown, outlines, -1, 255, cv2.FILLED)
    shadow, mirrored = belongings.shadow(canvas.rgb, u8(grown)), belongings.mirrored(canvas.rgb, u8(grown))
    return u8(np.maximum(grown, np.maximum(shadow, mirrored)))


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
