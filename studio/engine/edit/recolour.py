"""Give a thing another colour and keep its folds, shadows and highlights (CIE Lab)."""

import cv2
import numpy as np

from studio.engine.edit.canvas import BAND, CannotDo, Canvas, box, extent, share
from studio.engine.edit.colours import COLOURFUL, has_strong_colour, main_colour
from studio.engine.edit.find import check_name, find
from studio.engine.edit.matte import glance
from studio.engine.edit.parts import meant
from studio.engine.edit.steps import Recolour, Thing
from studio.engine.edit.understand.words import rgb_of
from studio.engine.models.saliency import QUICK
from studio.engine.models.types import Mask, Pixels, lab_of, u8


def recolour(canvas: Canvas, step: Recolour) -> dict[str, object]:
    mask, how = _found(canvas, step.thing)
    if not (mask > 60).any():
        raise CannotDo(f"“{step.thing.words}” was not found. Mark it with the mask.")
    variant = 1 + 0.12 * ((canvas.variant + 1) // 2) * (-1) ** canvas.variant
    canvas.put(painted(canvas.rgb, mask, rgb_of(step.colour), variant), mask)
    return {"found": how, "box": box(mask), "share": share(mask), "colour": step.colour}


def _found(canvas: Canvas, thing: Thing) -> tuple[Mask, str]:
    """Where the thing is, narrowed to its main colour where it has one, and how that was found."""
    if canvas.mask is not None or thing.colour or thing.kind not in ("thing", "subject", "garment"):
        found = find(canvas, thing)
        return found.mask, found.how
    if thing.kind != "garment" and not thing.side and canvas.alpha is None:
        check_name(canvas.rgb, thing)
        narrowed = _at_a_glance(canvas.rgb, thing)
        if narrowed is not None:
            named = "" if thing.kind == "subject" else f", taken for “{thing.words}”"
            return narrowed, f"the main subject{named}, its main colour"
    found = find(canvas, thing)
    narrowed = main_colour(canvas.rgb, found.mask)
    if narrowed is None:
        return found.mask, found.how
    return u8(np.minimum(found.mask, narrowed)), found.how + ", its main colour"


def _at_a_glance(rgb: Pixels, thing: Thing) -> Mask | None:
    """The subject's main colour, which draws the outline by itself: roughly where the subject is will do."""
    if not has_strong_colour(rgb):
        return None
    try:
        seen = u8(glance(rgb, QUICK) * 255)
    except CannotDo:
        return None
    return main_colour(rgb, meant(seen, thing))


def painted(rgb: Pixels, mask: Mask, colour: tuple[int, int, int], richness: float = 1.0) -> Pixels:
    """The picture with what is under the mask moved to this colour; elsewhere as it was.

    Chroma keeps its ratio to the thing's own mean where it had a colour, and follows the light where it had
    none; lightness is shifted towards the target's by as much as its folds leave room; what is nearly white
    on a darker thing is a highlight and stays.
    """
    top, bottom, left, right = extent(mask)
    window = (slice(top, bottom), slice(left, right))
    step = max(1, max(bottom - top, right - left) // 256)
    sample = cv2.cvtColor(
        np.ascontiguousarray(rgb[window][::step, ::step]).astype(np.float32) / 255, cv2.COLOR_RGB2Lab
    )
    chosen = sample[mask[window][::step, ::step] > 127]
    if not len(chosen):
        return rgb
    light_from, light_spread = float(np.median(chosen[:, 0])), float(chosen[:, 0].std()) + 1
    own_chroma = float(np.median(np.hypot(chosen[:, 1], chosen[:, 2])))
    wanted = lab_of(colour)
    grey_wanted = float(np.hypot(wanted[1], wanted[2])) < 10
    reach = 0.85 if grey_wanted else 0.6
    shift = (wanted[0] - light_from) * reach
    # Room left above and below, so that a pale target does not burn out nor a dark one drown.
    gain = float(
        np.clip(
            min(
                (98 - light_from - shift) / (2 * light_spread), (light_from + shift - 3) / (2 * light_spread)
            ),
            0.45,
            1.0,
        )
    )
    out = rgb.copy()
    for row in range(top, bottom, BAND):
        rows = (slice(row, min(row + BAND, bottom)), slice(left, right))
        lab = cv2.cvtColor(rgb[rows].astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
        light = lab[..., 0]
        moved = (light - light_from) * gain + light_from + shift
        chroma = cv2.magnitude(lab[..., 1], lab[..., 2])
        if own_chroma > COLOURFUL:
            ratio = np.clip(chroma / own_chroma, 0, 1.35)
            glint = np.clip((light - light_from - 22) / 22, 0, 1) * np.clip(
                1 - chroma / (own_chroma * 0.55), 0, 1
            )
        else:
            ratio = np.clip(light / max(light_from, 8), 0.35, 1.15)
            glint = np.clip((light - max(light_from + 25, 90)) / 8, 0, 1)
        ratio = ratio * (1 - glint) * richness
        lab[..., 0] = np.clip(moved * (1 - glint) + np.maximum(light, moved) * glint, 0, 100)
        lab[..., 1], lab[..., 2] = wanted[1] * ratio, wanted[2] * ratio
        out[rows] = np.clip(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB) * 255 + 0.5, 0, 255).astype(np.uint8)
    return out
