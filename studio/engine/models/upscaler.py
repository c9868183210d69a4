"""Four times larger: SPAN (Wan et al. 2024), 48 channels, run tile by tile so that memory stays small."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import cv2
import numpy as np

from studio.engine.models.held import Held, threads
from studio.engine.models.types import Pixels, u8
from studio.engine.models.weights import locate

if TYPE_CHECKING:
    import ncnn

FACTOR = 4
TILE, MARGIN = 128, 8
PLAIN = 1.2
"""Below this spread of the finest detail (grey levels) a tile is flat: the network would add nothing."""


def _open() -> "ncnn.Net":
    import ncnn

    net = ncnn.Net()
    # One thread per tile and several tiles at once: OpenMP's threads spin while they wait for each other.
    net.opt.num_threads = 1
    net.load_param(str(locate("span-x4.param")))
    net.load_model(str(locate("span-x4.bin")))
    return net


_network = Held(_open)


def upscale(rgb: Pixels) -> Pixels:
    """The picture four times as wide and high. Raises WeightsMissing."""
    high, wide = rgb.shape[:2]
    edged = cv2.copyMakeBorder(
        rgb,
        MARGIN,
        MARGIN,
        MARGIN,
        MARGIN,
        cv2.BORDER_REFLECT_101 if min(high, wide) > MARGIN else cv2.BORDER_REPLICATE,
    )
    large = np.empty((high * FACTOR, wide * FACTOR, 3), np.uint8)
    with _network.use() as net, ThreadPoolExecutor(threads()) as hands:

        def draw(corner: tuple[int, int]) -> None:
            top, left = corner
            bottom, right = min(top + TILE, high), min(left + TILE, wide)
            tile = u8(edged)[top : bottom + 2 * MARGIN, left : right + 2 * MARGIN]
            drawn = _resample(tile) if _is_plain(tile) else _run(net, tile)
            large[top * FACTOR : bottom * FACTOR, left * FACTOR : right * FACTOR] = drawn[
                MARGIN * FACTOR : (MARGIN + bottom - top) * FACTOR,
                MARGIN * FACTOR : (MARGIN + right - left) * FACTOR,
            ]

        list(hands.map(draw, [(top, left) for top in range(0, high, TILE) for left in range(0, wide, TILE)]))
    return large


def _is_plain(tile: Pixels) -> bool:
    grey = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.5)).max()) < PLAIN * 3


def _resample(tile: Pixels) -> Pixels:
    return cv2.resize(tile, None, fx=FACTOR, fy=FACTOR, interpolation=cv2.INTER_CUBIC).astype(
        np.uint8, copy=False
    )


def _run(net: "ncnn.Net", tile: Pixels) -> Pixels:
    import ncnn

    high, wide = tile.shape[:2]
    given = ncnn.Mat.from_pixels(np.ascontiguousarray(tile), ncnn.Mat.PixelType.PIXEL_RGB, wide, high)
    given.substract_mean_normalize([], [1 / 255] * 3)
    extractor = net.create_extractor()
    extractor.input("data", given)
    _, out = extractor.extract("output")
    planes = [cv2.convertScaleAbs(np.maximum(plane, 0), alpha=255) for plane in np.array(out)]
    return u8(cv2.merge(planes))
