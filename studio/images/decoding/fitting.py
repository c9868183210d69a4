"""A stored picture made to fit what a backend takes: a JPEG of limited area and bytes."""

import io
import math

from PIL import Image

from studio.images.decoding.colour import to_srgb
from studio.images.decoding.opening import load, open_picture, orientation, upright
from studio.images.limits import RESULT

QUALITIES = (95, 90, 82)
SMALLER = 0.8


def fitted(content: bytes, *, max_area: int, max_bytes: int) -> tuple[bytes, int, int]:
    """(JPEG, width, height) with at most `max_area` px and `max_bytes`; what shines through lies on white."""
    source = open_picture(content, RESULT)
    turn = orientation(source, RESULT)
    load(source, RESULT)
    image = _opaque(to_srgb(upright(source, turn)))
    if image.width * image.height > max_area:
        image = _scaled(image, math.sqrt(max_area / (image.width * image.height)))
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, subsampling=0 if quality > 90 else 2)
            if out.tell() <= max_bytes or max(image.size) < 64:
                return out.getvalue(), image.width, image.height
        image = _scaled(image, SMALLER)


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    return page


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    size = (max(1, int(image.width * factor)), max(1, int(image.height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
