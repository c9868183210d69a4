"""Small real pictures, drawn for tests.

Everything returns encoded bytes, except `photo` and `quadrants`, which return a Pillow image to be given to
`encode`. All of it is drawn from its arguments alone: the same call gives the same bytes.
"""

import io
import struct
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

Size = tuple[int, int]

SMALL: Size = (64, 48)
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (40, 60, 210), (245, 245, 245)
ORIENTATION_TAG, ARTIST_TAG, MAKER_TAG, EXIF_IFD, GPS_IFD = 0x0112, 0x013B, 0x010F, 0x8769, 0x8825
MAKER_NOTE_TAG = 0x927C
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The image in Pillow's format `kind`, with Pillow's own save options."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png(size: Size = SMALL, colour: str = "tomato", **options: Any) -> bytes:
    return encode(Image.new("RGB", size, colour), "PNG", **options)


def jpeg(
    size: Size = SMALL,
    colour: str = "tomato",
    *,
    orientation: int | None = None,
    gps: bool = False,
    **options: Any,
) -> bytes:
    """A JPEG of one colour; with `orientation` (1…8) or `gps` it carries an EXIF block as a camera writes it."""
    if orientation is not None or gps:
        options["exif"] = exif(orientation=orientation, gps=gps)
    return encode(Image.new("RGB", size, colour), "JPEG", **options)


def webp(size: Size = SMALL, colour: str = "tomato", **options: Any) -> bytes:
    return encode(Image.new("RGB", size, colour), "WEBP", **options)


def avif(size: Size = SMALL, colour: str = "tomato", **options: Any) -> bytes:
    return encode(Image.new("RGB", size, colour), "AVIF", **options)


def gif(size: Size = SMALL, colours: Sequence[str] = ("tomato", "teal", "gold")) -> bytes:
    """An animated GIF, one frame per colour."""
    return _animation("GIF", size, colours)


def animated_webp(size: Size = SMALL, colours: Sequence[str] = ("tomato", "teal", "gold")) -> bytes:
    return _animation("WEBP", size, colours)


def apng(size: Size = SMALL, colours: Sequence[str] = ("tomato", "teal", "gold")) -> bytes:
    return _animation("PNG", size, colours)


def see_through_png(size: Size = SMALL, colour: tuple[int, int, int, int] = (220, 30, 30, 128)) -> bytes:
    """The right half in the half-transparent colour, the left half fully transparent."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste(colour, (size[0] // 2, 0, size[0], size[1]))
    return encode(image, "PNG")


def quadrants(size: Size = SMALL, mode: str = "RGB") -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right: shows every turn and mirror."""
    width, height = size
    image = Image.new("RGB", size, WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image.convert(mode)


def turned_jpeg(orientation: int, size: Size = SMALL) -> bytes:
    """A JPEG whose EXIF orientation (1…8), once applied, shows `quadrants(size)`."""
    stored = quadrants(size)
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    if undo is not None:
        stored = stored.transpose(undo)
    return encode(stored, "JPEG", quality=95, subsampling=0, exif=exif(orientation=orientation))


@cache
def photo(size: Size = (320, 240), seed: int = 1) -> Image.Image:
    """Something with a photograph's statistics: soft shapes at every scale, a little grain. Do not change it."""
    random = np.random.default_rng(seed)
    width, height = size
    total = np.zeros((height, width, 3), np.float32)
    cells = 2
    while cells < max(size):
        coarse = random.random((cells, cells, 3), np.float32) * 255
        layer = Image.fromarray(coarse.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
        total += (np.asarray(layer, np.float32) - 128) * (1.5 / cells**0.6)
        cells *= 2
    grain = random.normal(0, 2.0, (height, width, 1)).astype(np.float32)
    return Image.fromarray(np.clip(total + grain + 128, 0, 255).astype(np.uint8))


def exif(*, orientation: int | None = None, gps: bool = False) -> Image.Exif:
    """EXIF as a camera writes it: maker, artist, a maker note; where it stood, if `gps`."""
    block = Image.Exif()
    block[MAKER_TAG] = "Camera works"
    block[ARTIST_TAG] = "Alice Example"
    block.get_ifd(EXIF_IFD)[MAKER_NOTE_TAG] = b"serial 1234567"
    if orientation is not None:
        block[ORIENTATION_TAG] = orientation
    if gps:
        block.get_ifd(GPS_IFD).update({1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)})
    return block


def talkative_png() -> bytes:
    """A PNG with everything that may tell on its maker: text chunks, EXIF with GPS, XMP, a date."""
    text = PngInfo()
    text.add_text("Author", "Alice Example")
    text.add_text("Comment", "taken at home, 52.5 N 13.4 E", zip=True)
    text.add_itxt("XML:com.adobe.xmp", xmp("<dc:creator>Alice Example</dc:creator>"))
    return encode(Image.new("RGB", SMALL, "tomato"), "PNG", pnginfo=text, exif=exif(gps=True))


def xmp(properties: str) -> str:
    """An XMP packet around some RDF properties."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
        f'{properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def ai_marking(more: str = "") -> str:
    """XMP that says "made by a trained model", as generators write it (IPTC digital source type)."""
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    return xmp(f"<Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>{more}")


def marked_png(image: Image.Image, **texts: str) -> bytes:
    """A PNG with the marking of `ai_marking`, and text chunks by name."""
    chunks = PngInfo()
    chunks.add_itxt("XML:com.adobe.xmp", ai_marking())
    for name, text in texts.items():
        chunks.add_text(name, text)
    return encode(image, "PNG", pnginfo=chunks)


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A valid RGB profile in which red and green have changed places: no one can mistake a forgotten conversion."""
    profile = bytearray(srgb_profile())
    count = struct.unpack_from(">I", profile, 128)[0]
    entries = {profile[132 + 12 * n : 136 + 12 * n].decode(): 132 + 12 * n for n in range(count)}
    red, green = entries["rXYZ"] + 4, entries["gXYZ"] + 4
    profile[red : red + 8], profile[green : green + 8] = profile[green : green + 8], profile[red : red + 8]
    profile[84:100] = bytes(16)  # the profile's own checksum no longer holds; zero means "not computed"
    return bytes(profile)


def png_chunk(kind: bytes, content: bytes, *, crc: int | None = None) -> bytes:
    check = zlib.crc32(kind + content) if crc is None else crc
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png_of_zeros(size: Size, *, bits: int = 8, colour_type: int = 2) -> bytes:
    """A complete PNG of any size, all zeros, in few bytes: a decompression bomb when the size is large."""
    width, height = size
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour_type]
    row = bytes(1 + (width * channels * bits + 7) // 8)
    pack = zlib.compressobj(9)
    rows = b"".join([*(pack.compress(row) for _ in range(height)), pack.flush()])
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    palette = png_chunk(b"PLTE", bytes(6)) if colour_type == 3 else b""
    return (
        PNG_SIGNATURE
        + png_chunk(b"IHDR", header)
        + palette
        + png_chunk(b"IDAT", rows)
        + png_chunk(b"IEND", b"")
    )


def png_header_only(size: Size) -> bytes:
    """Claims any size and brings no pixels."""
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    return (
        PNG_SIGNATURE
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b""))
        + png_chunk(b"IEND", b"")
    )


def png_text_bomb(megabytes: int = 200) -> bytes:
    """A small picture whose compressed comment unpacks to many megabytes."""
    pack = zlib.compressobj(9)
    text = b"".join([*(pack.compress(b" " * 1_000_000) for _ in range(megabytes)), pack.flush()])
    whole = png()
    end = len(whole) - 12
    return whole[:end] + png_chunk(b"zTXt", b"Comment\0\0" + text) + whole[end:]


def png_with_wrong_check() -> bytes:
    """The pixels' CRC is wrong."""
    header = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(4 * (1 + 12)))
    return (
        PNG_SIGNATURE
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", pixels, crc=1)
        + png_chunk(b"IEND", b"")
    )


def png_with_wrong_header_check() -> bytes:
    whole = png()
    return whole[:29] + bytes(4) + whole[33:]


def vast_webp() -> bytes:
    """Claims the largest canvas that the format can express in 16,384 steps, and brings nothing to put on it."""
    size = (16_384 - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size + size
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def gif_with_script() -> bytes:
    """A GIF that is also a web page to a browser that guesses."""
    return gif(colours=("tomato",)) + b"<script>alert(document.domain)</script>"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
TEXT = b"This is not a picture, whatever its name says.\n"


def _animation(kind: str, size: Size, colours: Sequence[str]) -> bytes:
    first, *others = (Image.new("RGB", size, colour) for colour in colours)
    return encode(first, kind, save_all=True, append_images=others, duration=80, loop=0)
