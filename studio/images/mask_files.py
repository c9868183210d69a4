"""Masks as files: what a person painted, brought into the one form in which masks are kept and sent."""

from io import BytesIO

import numpy as np
from PIL import Image

from studio.images.masks import marked
from studio.images.pixels import pixels


def mask_png(content: bytes, size: tuple[int, int]) -> bytes:
    """A grey PNG of `size`, white where the painting is light and covers. Raises ImageRefused or MaskRefused."""
    painted = pixels(content)
    if "A" in painted.getbands():
        ground = Image.new("RGBA", painted.size, "black")
        ground.alpha_composite(painted)
        painted = ground
    return png(Image.fromarray(marked(painted, size).astype(np.uint8) * 255))


def scaled(content: bytes, size: tuple[int, int]) -> bytes:
    """A kept mask for the same picture in another size."""
    mask = pixels(content).convert("L")
    return png(mask.resize(size, Image.Resampling.NEAREST))


def png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
