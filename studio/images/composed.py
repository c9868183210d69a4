"""Edits for models that take no mask: the region marked in the picture that is sent, and words that go with it."""

from io import BytesIO

import numpy as np
from PIL import Image

from studio.images.masks import grown, marked

RED = (255, 32, 32)
_TINT = 0.28  # of the mark inside its outline: what is to be changed must stay recognisable


def region_marked(original: Image.Image, mask: Image.Image) -> Image.Image:
    """The original as RGB, what the mask marks tinted and outlined in red. Raises MaskRefused."""
    where = marked(mask, original.size)
    line = max(2, round(max(original.size) / 400))
    shown = np.asarray(original.convert("RGB")).copy()
    tinted = shown[where] * (1 - _TINT) + np.array(RED) * _TINT
    shown[where] = (tinted + 0.5).astype(np.uint8)
    shown[grown(where, line) & ~where] = RED
    return Image.fromarray(shown)


def jpeg(picture: Image.Image) -> bytes:
    """For sending: nothing but pixels."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def words_for(text: str, number: int) -> str:
    """The person's words, and what the marked picture, the `number`th that is sent, is for."""
    return (
        f"{text}\n\nChange only image 1, and in it only the area that image {number} shows tinted and outlined in"
        " red. Everything outside that area stays exactly as it is in image 1: same framing, same size, same"
        " position. The red marking itself must not appear in the result."
    )
