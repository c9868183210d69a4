"""From bytes to pixels. Runs in the sandbox's child only."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from PIL import AvifImagePlugin, ExifTags, Image, ImageFile
from PIL.Image import Transpose

from studio.images.errors import ImageRefused
from studio.images.formats import HEIF_IS_READ, readable
from studio.images.limits import MEGAPIXEL, RESULT, Limits, check_size

# Everything a decode may import is imported before the first stranger's byte: afterwards no file can be opened.
for _plugin in ("Gif", "Jpeg", "Mpo", "Png", "Tiff", "WebP"):  # Tiff for EXIF, which is written like one
    import_module(f"PIL.{_plugin}ImagePlugin")
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
if HEIF_IS_READ:
    import_module("pi_heif").register_heif_opener()

# check_size is stricter and names the figures; this is for decoders that take memory before they tell the size.
Image.MAX_IMAGE_PIXELS = RESULT.pixels

TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def open_picture(content: bytes, limits: Limits) -> ImageFile.ImageFile:
    """The first frame, its size checked, its pixels not yet read."""
    name = readable(content)
    with refusing_damage(limits):
        image = Image.open(io.BytesIO(content), formats=[name])
    check_size(*image.size, limits)
    return image


def load(image: Image.Image, limits: Limits, *, longest: int | None = None) -> None:
    """Read the pixels. With `longest`, a JPEG may be read at 1/2, 1/4 or 1/8, its long side no shorter than that."""
    with refusing_damage(limits):
        if longest is not None and longest < max(image.size):
            scale = longest / max(image.size)
            image.draft(None, (round(image.width * scale), round(image.height * scale)))
        image.load()


def orientation(image: Image.Image, limits: Limits) -> int:
    """1 (upright) to 8, as EXIF counts them."""
    with refusing_damage(limits):
        turn = image.getexif().get(ExifTags.Base.Orientation, 1)
    return turn if turn in TURNS else 1


def upright(image: Image.Image, turn: int) -> Image.Image:
    return image.transpose(TURNS[turn]) if turn in TURNS else image


@contextmanager
def refusing_damage(limits: Limits) -> Iterator[None]:
    """Whatever a decoder says of bytes that it cannot read becomes ImageRefused."""
    try:
        yield
    except Image.DecompressionBombError as error:
        least, most = 2 * RESULT.pixels // MEGAPIXEL, limits.pixels // MEGAPIXEL
        raise ImageRefused(
            "too_many_pixels",
            f"This picture has more than {least} megapixels; the limit is {most} megapixels.",
        ) from error
    except MemoryError:
        raise
    except Exception as error:  # of broken files, decoders raise nearly every class that Python has
        if "truncated" in str(error).lower() or isinstance(error, EOFError):
            message = "This picture is cut short: the file ends before the picture does."
        else:
            message = "This picture is damaged and cannot be read."
        raise ImageRefused("damaged", message) from error
