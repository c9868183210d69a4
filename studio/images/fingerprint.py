"""A fingerprint of what a picture looks like: near for the same picture scaled, recompressed or a little changed.

The well-known pHash: 32 × 32 greys, their cosine transform, and for each of the 64 lowest waves whether it is above
the median. It tells shapes and tones, not colours.
"""

import numpy as np
from PIL import Image

NEAR = 8  # bits of 64; unrelated pictures differ in about 32
_SIDE, _WAVES = 32, 8


def fingerprint(image: Image.Image) -> int:
    """64 bits as a signed number, the way PostgreSQL's bigint keeps them."""
    small = _on_white(image).convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    place = np.outer(np.arange(_WAVES), np.arange(_SIDE) + 0.5)
    cosines = np.cos(np.pi / _SIDE * place)
    waves = (cosines @ np.asarray(small, np.float64) @ cosines.T).round(3).reshape(-1)
    above = waves > np.median(waves[1:])  # the first wave is the mean brightness, and would weigh too much
    above[0] = False
    return int.from_bytes(np.packbits(above).tobytes(), "big", signed=True)


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two fingerprints differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands():
        return image
    page = Image.new("RGBA", image.size, "white")
    page.alpha_composite(image.convert("RGBA"))
    return page
