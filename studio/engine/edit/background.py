"""Take the background away, or put another one there."""

import cv2
import numpy as np
from PIL import Image

from studio.engine.edit.canvas import CannotDo, Canvas, blend, box, share
from studio.engine.edit.light import contact_shadow, harmonise, shade
from studio.engine.edit.matte import own_colours, subject_of
from studio.engine.edit.steps import RemoveBackground, ReplaceBackground
from studio.engine.edit.understand.words import rgb_of
from studio.engine.models.types import Mask, Pixels

WHITE = (255, 255, 255)


def remove_background(canvas: Canvas, step: RemoveBackground) -> dict[str, object]:
    """The subject on nothing: alpha is kept, and under it lies white for formats that have no alpha."""
    alpha = _subject(canvas)
    own = own_colours(canvas.rgb, alpha)
    canvas.rgb = blend(np.full_like(canvas.rgb, 255), own, alpha) if canvas.alpha is None else own
    canvas.alpha, canvas.bare = alpha, own
    return {"kept": box(alpha), "share": share(alpha)}


def replace_background(canvas: Canvas, step: ReplaceBackground) -> dict[str, object]:
    alpha = _subject(canvas)
    own = canvas.bare if canvas.bare is not None else own_colours(canvas.rgb, alpha)
    behind, told = _behind(canvas, step)
    if step.colour:
        # A sheet of paper has no light of its own to match; only the shadow tells where the subject stands.
        behind = shade(behind, contact_shadow(alpha, 0.22))
    else:
        own = harmonise(own, alpha, behind)
        behind = shade(behind, contact_shadow(alpha, 0.5))
    canvas.put(blend(behind, own, alpha))
    canvas.alpha = canvas.bare = None
    return {"kept": box(alpha), "share": share(alpha), **told}


def cover(picture: Pixels, width: int, height: int) -> Pixels:
    """The picture filling this size, its middle kept."""
    high, wide = picture.shape[:2]
    scale = max(width / wide, height / high)
    size = (max(width, round(wide * scale)), max(height, round(high * scale)))
    large = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return np.ascontiguousarray(large[top : top + height, left : left + width]).astype(np.uint8, copy=False)


def _subject(canvas: Canvas) -> Mask:
    """The subject's matte; a mask from the person says what is background instead of the network."""
    if canvas.alpha is not None:
        return canvas.alpha
    if canvas.mask is not None:
        return (255 - canvas.mask).astype(np.uint8, copy=False)
    return subject_of(canvas)


def _behind(canvas: Canvas, step: ReplaceBackground) -> tuple[Pixels, dict[str, object]]:
    width, height = canvas.size
    if step.colour:
        return np.full_like(canvas.rgb, rgb_of(step.colour)), {"background": step.colour}
    if step.picture:
        return cover(canvas.other(step.picture), width, height), {"background": f"picture {step.picture}"}
    if canvas.scenery is None or not step.scene:
        raise CannotDo(
            "This engine cannot draw a scene here. Name a colour for the background, or add a picture of it."
        )
    drawn = canvas.scenery(step.scene, width, height, canvas.seed + canvas.variant)
    if drawn.size != (width, height):
        drawn = drawn.resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(drawn.convert("RGB")), {"background": f"drawn: {step.scene}"}
