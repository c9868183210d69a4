"""A stored picture as a file to take away: another format, another size, with what it says of itself."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.images.formats import JPEG, PNG, WEBP, Format
from studio.images.pixels import pixels

FORMATS = {"png": PNG, "jpeg": JPEG, "webp": WEBP}
XMP_MOST = 60_000  # bytes: one JPEG segment holds the packet


@dataclass(frozen=True, slots=True)
class Converted:
    content: bytes
    form: Format


def converted(content: bytes, form: Format, *, width: int | None, xmp: str) -> Converted:
    """At most `width` px wide, never larger than it is, with `xmp` as its packet. Raises ImageRefused."""
    picture = pixels(content)
    if width is not None and width < picture.width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = BytesIO()
    if form is PNG:
        text = PngInfo()
        text.add_itxt("XML:com.adobe.xmp", xmp)
        picture.save(out, "PNG", compress_level=4, pnginfo=text)
    elif form is JPEG:
        _on_white(picture).save(out, "JPEG", quality=92, xmp=xmp.encode())
    else:
        picture.save(out, "WEBP", quality=90, method=4, xmp=xmp.encode())
    return Converted(out.getvalue(), form)


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands():
        return picture
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture)
    return page.convert("RGB")
