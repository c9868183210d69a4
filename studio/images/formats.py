"""What a file is, told by its first bytes; its name is never asked."""

from dataclasses import dataclass
from importlib.util import find_spec

from studio.images.errors import ImageRefused


@dataclass(frozen=True, slots=True)
class Format:
    name: str  # as Pillow calls it
    media_type: str
    extension: str  # without the dot


JPEG = Format("JPEG", "image/jpeg", "jpg")
PNG = Format("PNG", "image/png", "png")
WEBP = Format("WEBP", "image/webp", "webp")
AVIF = Format("AVIF", "image/avif", "avif")
KEPT = {kept.name: kept for kept in (JPEG, PNG, WEBP, AVIF)}  # what may be stored

HEIF_IS_READ = find_spec("pi_heif") is not None
READ = ("JPEG", "PNG", "WebP", "AVIF", *(("HEIC",) if HEIF_IS_READ else ()), "GIF")

# Kinds that people do send, so that they are told what they sent.
_STARTS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"8BPS", "Photoshop"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\0\0\1\0", "ICO"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"PK\3\4", "ZIP"),
)
_BRANDS = (
    ((b"avif", b"avis"), "AVIF"),
    ((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), "HEIF"),
    ((b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"qt  ", b"M4V ", b"avc1"), "video"),
)


def sniff(content: bytes) -> str | None:
    """The name of what these bytes begin like; for what can be read, Pillow's name of it."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        return _brand(content)
    for start, name in _STARTS:
        if content.startswith(start):
            return name
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        return "SVG"
    if head.startswith((b"<!doctype html", b"<html")):
        return "HTML"
    return None


def readable(content: bytes) -> str:
    """Pillow's name of what these bytes are. Raises ImageRefused where that is nothing we read."""
    name = sniff(content)
    if name in (*KEPT, "GIF") or (name == "HEIF" and HEIF_IS_READ):
        return str(name)
    allowed = f"{', '.join(READ[:-1])} or {READ[-1]}"
    if name is None:
        raise ImageRefused("not_a_picture", f"This is not a picture: pictures are {allowed}.")
    if name == "HEIF":
        raise ImageRefused(
            "unsupported_format", f"HEIC pictures are not supported here. Save it as {allowed} first."
        )
    raise ImageRefused("unsupported_format", f"This is a file of kind {name}; pictures are {allowed}.")


def _brand(content: bytes) -> str | None:
    """The main brand decides; a general one (mif1) is narrowed by the compatible brands that follow it."""
    size = min(int.from_bytes(content[:4], "big"), 256)
    compatible = [content[at : at + 4] for at in range(16, size, 4)]
    if content[8:12] in (b"mif1", b"msf1") and (b"avif" in compatible or b"avis" in compatible):
        return "AVIF"
    for brands, name in _BRANDS:
        if content[8:12] in brands:
            return name
    return None
