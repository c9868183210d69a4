"""Our masks (8-bit grey, white is redrawn) in the shapes that others want."""

from io import BytesIO

from PIL import Image, ImageOps

from .base import InputImage


def transparent_where_white(mask: InputImage) -> bytes:
    """An RGBA PNG of the same size whose transparent pixels are to be redrawn, as OpenAI wants it."""
    with Image.open(BytesIO(mask.content), formats=["PNG"]) as grey:
        alpha = ImageOps.invert(grey.convert("L"))
    picture = Image.new("RGBA", alpha.size, (0, 0, 0, 255))
    picture.putalpha(alpha)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
