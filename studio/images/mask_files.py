"""Masks as files: what a person painted, brought into the one form in which masks are kept and sent."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from studio.images.masks import MaskRefused, marked
from studio.images.pixels import pixels


def mask_png(content: bytes, size: tuple[int, int]) -> bytes:
    """A grey PNG of `size`, white where the painting is light and covers. Raises ImageRefused or MaskRefused."""
    painted = pixels(content)
    if "A" in painted.getbands():
        ground = Image.new("RGBA", painted.size, "black")
        ground.alpha_composite(painted)
        painted = ground
    return png(Image.fromarray(marked(painted, size).astype(np.uint8) * 255))


def from_holes(content: bytes) -> bytes:
    """A mask of the other custom, transparent where the picture may change, as a grey PNG that is white there.

    Raises ImageRefused, or MaskRefused where nothing can be transparent.
    """
    cut = pixels(content)
    if "A" not in cut.getbands():
        raise MaskRefused("The mask has no transparent place: make transparent what should change.")
    return png(ImageOps.invert(cut.getchannel("A")))


def scaled(content: bytes, size: tuple[int, int]) -> bytes:
    """A kept mask for the same picture in another size."""
    mask = pixels(content).convert("L")
    return png(mask.resize(size, Image.Resampling.NEAREST))


def png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
