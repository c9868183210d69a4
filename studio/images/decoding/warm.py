"""Runs every path once on pictures drawn here: what Pillow and Python load on first use is loaded before the fork."""

import io
from typing import Any

from PIL import Image, ImageCms

from studio.images.decoding.work import answer
from studio.images.formats import KEPT
from studio.images.specs import W640


def warm() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation
    exif[0x8825] = {1: "N"}  # GPS
    for name in (*KEPT, "GIF"):
        for mode in ("RGB", "RGBA", "P"):
            content = _drawn(name, mode, icc_profile=profile, exif=exif)
            for task in ("upload", "result", "render"):
                answer({"task": task, "specs": [["w640", W640.width]]}, content)


def rehearse() -> None:
    """One tiny picture, so that this process has its own copy of the memory that every picture touches."""
    answer({"task": "result", "specs": [["w640", W640.width]]}, _TINY)


def _drawn(name: str, mode: str, **options: Any) -> bytes:
    if name == "JPEG" or (name == "AVIF" and mode == "P"):
        mode = "RGB"
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), "#4080c040").convert(mode).save(out, name, **options)
    return out.getvalue()


_TINY = _drawn("JPEG", "RGB")
