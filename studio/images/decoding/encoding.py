"""From pixels to the bytes that are kept.

JPEG stays JPEG, and so does everything that was lossy and opaque (WebP, AVIF, HEIC): quality 95 without chroma
subsampling costs 23 ms at 2K, next to 370 ms for a WebP of the same look. What was lossless or is see-through
becomes PNG at zlib level 1. Lossless WebP would be a fifth smaller at the same speed, but takes 945 MB for a
40-megapixel picture where PNG takes 260, and not every backend reads it.
"""

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.images.formats import JPEG, PNG, Format


def kept_format(image: Image.Image, content: bytes) -> Format:
    """For sRGB pixels decoded from `content`."""
    return PNG if image.mode == "RGBA" or _was_lossless(content) else JPEG


def encode(image: Image.Image, kind: Format, *, xmp: bytes | None = None) -> bytes:
    """Nothing but the pixels of `to_srgb`, and `xmp` where it is given."""
    out = io.BytesIO()
    if kind is JPEG:
        image.save(out, "JPEG", quality=95, subsampling=0, **({"xmp": xmp} if xmp else {}))
        return out.getvalue()
    text = PngInfo()
    if xmp:
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    image.save(out, "PNG", compress_level=1, pnginfo=text)
    return out.getvalue()


def _was_lossless(content: bytes) -> bool:
    if content[:4] == b"RIFF":
        return _first_webp_stream(content) == b"VP8L"
    return content.startswith((b"\x89PNG", b"GIF8"))


def _first_webp_stream(content: bytes) -> bytes:
    """The kind of the first picture in a WebP container: "VP8 " (lossy) or "VP8L"."""
    at = 12
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if kind in (b"VP8 ", b"VP8L"):
            return kind
        # A frame of an animation holds its stream after 16 bytes of its own.
        at += 8 + 16 if kind == b"ANMF" else 8 + size + size % 2
    return b""
