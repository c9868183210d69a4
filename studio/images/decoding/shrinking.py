"""One decoded picture → all the sizes that are wanted."""

import io
from collections.abc import Sequence

from PIL import Image
from PIL.Image import Resampling

from studio.images.specs import Spec

# Method 0 takes a quarter to a third of the default's time for the same error; files are a fifth larger.
WEBP = {"quality": 80, "method": 0}
# 98 % of the sharpness of bicubic for 60 % of its time.
FILTER = Resampling.HAMMING


def shrink(
    image: Image.Image, specs: Sequence[Spec], original: tuple[int, int]
) -> list[tuple[bytes, int, int]]:
    """(WebP, width, height) for each spec, in order. The image may be a draft of the original, smaller than it."""
    made: dict[int, tuple[bytes, int, int]] = {}
    at_hand: list[Image.Image] = [image]
    widths = [min(spec.width, original[0]) for spec in specs]
    for width in widths:
        if width not in made:
            height = max(1, round(original[1] * width / original[0]))
            scaled = _scaled(_source(at_hand, width), (width, height))
            at_hand.append(scaled)
            made[width] = (_webp(scaled), width, height)
    return [made[width] for width in widths]


def _source(images: list[Image.Image], target: int) -> Image.Image:
    """The smallest picture at hand that is at least twice as wide; else the decoded one."""
    wide = [image for image in images if image.width >= 2 * target]
    return min(wide, key=lambda image: image.width, default=images[0])


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if size == image.size:
        return image
    return image.resize(size, FILTER, reducing_gap=1.5)


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", **WEBP)
    return out.getvalue()
