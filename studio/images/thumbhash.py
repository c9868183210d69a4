"""ThumbHash: a picture's colours and shape in some 25 bytes, shown while the picture is on its way.

The format is Evan Wallace's, https://evanw.github.io/thumbhash/. Written with matrices: the package of that name
loops over pixels in Python, which costs a hundred times as much.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LONGEST = 64  # px; the format allows 100 and keeps 7 × 7 cosines

Plane = NDArray[np.float64]


def thumbhash(image: Image.Image) -> bytes:
    """Of an RGB or RGBA picture of any size."""
    scale = LONGEST / max(image.size)
    if scale < 1:
        width, height = (max(1, round(side * scale)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.BOX, reducing_gap=1.0)
    return encode(np.asarray(image.convert("RGBA"), np.float64) / 255)


def encode(rgba: NDArray[np.float64]) -> bytes:
    """Of an array (height, width, 4) of 0…1, no side above 100."""
    height, width = rgba.shape[:2]
    alpha = rgba[:, :, 3]
    total = float(alpha.sum())
    mean = (rgba[:, :, :3] * alpha[:, :, None]).sum((0, 1)) / total if total else np.zeros(3)
    red, green, blue = np.moveaxis(mean * (1 - alpha[:, :, None]) + rgba[:, :, :3] * alpha[:, :, None], 2, 0)
    see_through = bool(total < width * height)
    most = 5 if see_through else 7
    across = max(1, round(most * width / max(width, height)))
    down = max(1, round(most * height / max(width, height)))

    light = _cosines((red + green + blue) / 3, max(3, across), max(3, down))
    yellow_blue = _cosines((red + green) / 2 - blue, 3, 3)
    red_green = _cosines(red - green, 3, 3)
    wide = width > height
    head24: int = (
        round(63 * light[0])
        | round(31.5 + 31.5 * yellow_blue[0]) << 6
        | round(31.5 + 31.5 * red_green[0]) << 12
        | round(31 * light[1]) << 18
        | see_through << 23
    )
    head16: int = (
        (down if wide else across)
        | round(63 * yellow_blue[1]) << 3
        | round(63 * red_green[1]) << 9
        | wide << 15
    )
    head = head24.to_bytes(3, "little") + head16.to_bytes(2, "little")
    waves = [*light[2], *yellow_blue[2], *red_green[2]]
    if see_through:
        cover = _cosines(alpha, 5, 5)
        head += bytes([round(15 * cover[0]) | round(15 * cover[1]) << 4])
        waves += cover[2]
    return head + _nibbles(waves)


def _cosines(plane: Plane, across: int, down: int) -> tuple[float, float, list[float]]:
    """The mean, the largest wave, and the waves scaled to 0…1, row by row over the upper left triangle."""
    height, width = plane.shape
    x = np.cos(np.pi / width * np.outer(np.arange(across), np.arange(width) + 0.5))
    y = np.cos(np.pi / height * np.outer(np.arange(down), np.arange(height) + 0.5))
    table = y @ plane @ x.T / (width * height)
    waves = [
        float(table[row, column])
        for row in range(down)
        for column in range(across)
        if (row or column) and column * down < across * (down - row)
    ]
    largest = max(map(abs, waves))
    if largest:
        waves = [0.5 + 0.5 / largest * wave for wave in waves]
    return float(table[0, 0]), largest, waves


def _nibbles(waves: list[float]) -> bytes:
    values = [round(15 * wave) for wave in waves]
    if len(values) % 2:
        values.append(0)
    return bytes(low | high << 4 for low, high in zip(values[::2], values[1::2], strict=True))
