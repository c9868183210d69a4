"""How large a picture may be, and what decoding one may cost. Every number of this package is here."""

import math
from dataclasses import dataclass

from studio.images.errors import ImageRefused

MEGABYTE = 1024 * 1024
MEGAPIXEL = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    bytes: int
    pixels: int
    side: int  # px


SIDE = 16_383  # px: the longest that WebP can hold, and so a rendition
UPLOAD = Limits(bytes=20 * MEGABYTE, pixels=40 * MEGAPIXEL, side=SIDE)
# What a backend made was paid for: larger, as far as memory goes (8192 × 8192 is what upscalers stop at).
RESULT = Limits(bytes=64 * MEGABYTE, pixels=68 * MEGAPIXEL, side=SIDE)

PROFILE_BYTES = 4 * MEGABYTE  # a colour profile above this is ignored

ANSWER_BYTES = 512 * MEGABYTE  # what a decoding process may write
CONCURRENT = 2  # decoding processes at a time, per process that asks


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one decoding process may take, beyond the address space that it starts with."""

    address_space: int = 1200 * MEGABYTE
    cpu_seconds: int = 20
    wall_seconds: int = 40


ALLOWANCE = Allowance()


def check_bytes(content: bytes, limits: Limits) -> None:
    if not content:
        raise ImageRefused("empty", "This file is empty.")
    if len(content) > limits.bytes:
        raise too_many_bytes(len(content), limits)


def check_size(width: int, height: int, limits: Limits) -> None:
    if width < 1 or height < 1:
        raise ImageRefused("damaged", f"This picture says that it is {width} × {height} pixels.")
    if width * height > limits.pixels:
        has, most = width * height / MEGAPIXEL, limits.pixels // MEGAPIXEL
        raise ImageRefused(
            "too_many_pixels",
            f"This picture has {has:,.1f} megapixels ({width:,} × {height:,}); the limit is {most} megapixels.",
        )
    if max(width, height) > limits.side:
        raise ImageRefused(
            "too_long",
            f"This picture is {width:,} × {height:,} pixels; no side may be longer than {limits.side:,}.",
        )


def too_many_bytes(size: int, limits: Limits) -> ImageRefused:
    has = math.ceil(size * 10 / MEGABYTE) / 10  # upwards, or it would read like the limit itself
    most = limits.bytes // MEGABYTE
    return ImageRefused("too_many_bytes", f"This file has {has:,.1f} MB; the limit is {most} MB.")
