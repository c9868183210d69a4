"""Bytes from outside → upright sRGB pictures. Runs in a worker process, which may die of it; the engine lives.

Only the allowed decoders are asked, the size is judged from the header before a pixel is decoded, and while
decoding the process may grow by a bounded amount.
"""

import contextlib
import io
import math
import resource
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from studio.engine.errors import ApiError, invalid
from studio.engine.families import ASPECTS, Box
from studio.engine.limits import MB, REFERENCE_AREA, REFERENCE_SIDE

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF", "GIF")
_HEADROOM_BYTES = 700 * MB  # 36 Mpx with alpha or in float32, and as much again to convert them
_KEPT_AREA = 2048 * 2048
_SRGB = ImageCms.createProfile("sRGB")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def references(contents: Sequence[bytes], *, area: int) -> tuple[Image.Image, ...]:
    """The pictures in order. The first keeps up to `area` px (at least 2K's), the others 2K's: more could
    not be seen in the result, and fourteen of 36 Mpx would not fit into memory."""
    names = [f"image[{number}]" if len(contents) > 1 else "image" for number in range(len(contents))]
    areas = [max(area, _KEPT_AREA)] + [_KEPT_AREA] * len(contents)
    return tuple(_picture(*each) for each in zip(contents, names, areas, strict=False))


def mask(content: bytes, size: Box) -> Image.Image:
    """The mask in "L" and in the size of the picture that it belongs to; another shape is refused."""
    picture = _picture(content, "mask", REFERENCE_AREA)
    if abs(picture.width / picture.height / (size[0] / size[1]) - 1) > 0.02:
        invalid(
            "mask",
            f"it is {picture.width}x{picture.height} px and its picture {size[0]}x{size[1]}; "
            "they must have the same shape.",
        )
    flat = flattened(picture, "black").convert("L")
    return flat if flat.size == size else flat.resize(size, Image.Resampling.BILINEAR)


def flattened(picture: Image.Image, colour: str) -> Image.Image:
    """The picture in "RGB", what is transparent turned to the colour."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, colour)
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _picture(content: bytes, name: str, area: int) -> Image.Image:
    try:
        with warnings.catch_warnings(), _bounded_growth():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                _check(opened, name)
                return _upright_srgb(opened, area)
    except ApiError:
        raise
    except Image.DecompressionBombError:  # so large that Pillow itself stops at the header
        invalid(name, f"at most {REFERENCE_AREA} px in all are read.")
    except UnidentifiedImageError:
        invalid(name, f"it is not a picture in one of the formats {', '.join(FORMATS)}.")
    except Exception:  # noqa: BLE001  damaged files make decoders raise nearly anything, all of it means this:
        invalid(name, "the picture is damaged and cannot be decoded.")


@contextlib.contextmanager
def _bounded_growth() -> Iterator[None]:
    """MemoryError instead of more than the headroom; where the system has no /proc, no bound."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(statm.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + _HEADROOM_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _check(opened: Image.Image, name: str) -> None:
    width, height = opened.size
    if min(width, height) < REFERENCE_SIDE:
        invalid(name, f"it is {width}x{height} px; each side must have at least {REFERENCE_SIDE} px.")
    if width * height > REFERENCE_AREA:
        invalid(name, f"it is {width}x{height} px; at most {REFERENCE_AREA} px in all are read.")
    if not ASPECTS[0] <= width / height <= ASPECTS[1]:
        invalid(name, f"it is {width}x{height} px; width / height must be between 1/16 and 16.")


def _upright_srgb(opened: Image.Image, area: int) -> Image.Image:
    smaller = min(1.0, math.sqrt(area / (opened.width * opened.height)))
    size = (max(1, round(opened.width * smaller)), max(1, round(opened.height * smaller)))
    opened.draft(None, size)
    profile = opened.info.get("icc_profile")
    opened.load()
    turn = _TURNS.get(_orientation(opened))
    mode = "RGBA" if opened.has_transparency_data else "RGB"
    if opened.mode.startswith(("I", "F")):
        picture = _eight_bit(opened).convert(mode)
    elif opened.mode == "CMYK" and profile:
        picture = _to_srgb(opened, profile, mode)
    else:
        picture = opened.convert(mode)
        if profile:
            picture = _to_srgb(picture, profile, mode)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info.clear()
    return picture


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001  a broken EXIF block raises anything, and does not spoil the picture
        return 1


def _eight_bit(opened: Image.Image) -> Image.Image:
    """16-bit greys by their high byte; 32-bit and float greys, whose range is anyone's, stretched to fit."""
    values = np.asarray(opened)
    if opened.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    stretched = values.astype(np.float32)
    low, high = float(stretched.min()), float(stretched.max())
    if not math.isfinite(high - low):
        raise ValueError("its values are not numbers")
    stretched -= low
    stretched *= 255 / ((high - low) or 1)
    return Image.fromarray(stretched.astype(np.uint8))


def _to_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Without effect when the profile is broken or for another kind of picture than this."""
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, given, _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture.convert(mode)
    return converted if converted is not None else picture.convert(mode)
