"""Subjects of some pictures into the scene of another, standing on its ground, in its light."""

import cv2
import numpy as np

from studio.engine.edit.background import cover
from studio.engine.edit.canvas import CannotDo, Canvas, blend, box, extent
from studio.engine.edit.light import contact_shadow, harmonise, shade
from studio.engine.edit.matte import matte, own_colours
from studio.engine.edit.steps import Place, Side
from studio.engine.models.types import Mask, Pixels, u8
from studio.engine.models.weights import WeightsMissing

TALL, BROAD = 0.62, 0.7
"""A placed subject fills at most these parts of the scene's height and width."""
GROUND = 0.93
ACROSS: dict[Side | None, float] = {
    "left": 0.27,
    "right": 0.73,
    "centre": 0.5,
    "top": 0.5,
    "bottom": 0.5,
    None: 0.5,
}
CROWDED = 0.5
"""A scene's subject that fills more than this part of it leaves no place that is better than another."""
STEP = (0.0, -0.18, 0.18, -0.3)
"""Variants stand elsewhere."""


def place(canvas: Canvas, step: Place) -> dict[str, object]:
    width, height = canvas.size
    scene = cover(_picture(canvas, step.scene), width, height)
    count = len(step.subjects)
    free = _free(scene) if step.side is None and count == 1 else None
    boxes: list[object] = []
    for index, number in enumerate(step.subjects):
        cut, alpha = _cut_out(_picture(canvas, number))
        middle = ACROSS[step.side] if count == 1 else (index + 0.5) / count
        if free is not None:
            middle = free[canvas.variant % len(free)]
        elif step.side is None and count == 1:
            middle += STEP[canvas.variant % len(STEP)]
        cut, alpha = _at(cut, alpha, (width, height), middle, count + (free is not None))
        cut = harmonise(cut, alpha, scene)
        scene = blend(shade(scene, contact_shadow(alpha, 0.55)), cut, alpha)
        boxes.append(box(alpha))
    canvas.put(scene)
    canvas.alpha = canvas.bare = None
    return {"subjects": list(step.subjects), "scene": step.scene, "boxes": boxes}


def _free(scene: Pixels) -> list[float] | None:
    """Places across the scene, those first where its own subject is not; None when it has none."""
    try:
        own = matte(scene)
    except (CannotDo, WeightsMissing):
        return None
    if own.mean() > 255 * CROWDED:
        return None
    columns = (own > 127).mean(0)
    half = len(columns) * BROAD / 4

    def taken(middle: float) -> float:
        around = columns[int(max(0, middle * len(columns) - half)) : int(middle * len(columns) + half)]
        return round(float(around.mean()), 3)

    return sorted((ACROSS["right"], ACROSS["left"], ACROSS["centre"]), key=taken)


def _picture(canvas: Canvas, number: int) -> Pixels:
    return canvas.rgb if number == 1 else canvas.other(number)


def _cut_out(rgb: Pixels) -> tuple[Pixels, Mask]:
    alpha = matte(rgb)
    own = own_colours(rgb, alpha)
    top, bottom, left, right = extent(np.where(alpha > 12, alpha, 0).astype(np.uint8))
    return own[top:bottom, left:right], alpha[top:bottom, left:right]


def _at(cut: Pixels, alpha: Mask, size: tuple[int, int], middle: float, count: int) -> tuple[Pixels, Mask]:
    """The cut-out at its place on an empty sheet of the scene's size; its feet stand on the ground line."""
    width, height = size
    high, wide = alpha.shape
    # What the old frame cut off below, the new frame cuts off as well: a bust does not stand on grass.
    cropped = float((alpha[-1] > 127).mean()) > 0.3
    scale = min((0.8 if cropped else TALL) * height / high, BROAD / count * width / wide)
    new = (max(1, round(wide * scale)), max(1, round(high * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    cut, alpha = u8(cv2.resize(cut, new, interpolation=way)), u8(cv2.resize(alpha, new, interpolation=way))
    left = int(np.clip(middle * width - new[0] / 2, 0, width - new[0]))
    foot = height if cropped else int(height * GROUND)
    top = max(0, foot - new[1])
    sheet, cover_mask = np.zeros((height, width, 3), np.uint8), np.zeros((height, width), np.uint8)
    sheet[top : top + new[1], left : left + new[0]] = cut[: height - top]
    cover_mask[top : top + new[1], left : left + new[0]] = alpha[: height - top]
    return sheet, cover_mask
