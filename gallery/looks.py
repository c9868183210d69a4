"""What a picture looks like, as a vector: where which colours and edges lie. Pure.

It knows nothing of what is shown: a network for that may not be shipped (docs/licences.md). “More like this
picture” therefore means: alike in colours and composition.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

DIMENSIONS = 1280
_CELLS, _SIDE = 16, 128
_EDGE_WEIGHT = 2.4


def looks(picture: Image.Image) -> NDArray[np.float32]:
    """1280 numbers of length 1: lightness, two colours and two directions of edges for each of 16 × 16 cells."""
    small = _on_white(picture).resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    rgb = np.asarray(small, np.float32) / 255
    light = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
    planes = (light - 0.5, rgb[..., 0] - light, rgb[..., 2] - light)
    across, down = np.diff(light, axis=1, append=light[:, -1:]), np.diff(light, axis=0, append=light[-1:])
    told = [_cells(plane) for plane in planes] + [
        _EDGE_WEIGHT * _cells(np.abs(edge)) for edge in (across, down)
    ]
    vector = np.concatenate([plane.reshape(-1) for plane in told])
    length = float(np.linalg.norm(vector))
    return (vector / length if length else np.full(DIMENSIONS, DIMENSIONS**-0.5)).astype(np.float32)


def _cells(plane: NDArray[Any]) -> NDArray[np.float32]:
    step = _SIDE // _CELLS
    return np.asarray(plane.reshape(_CELLS, step, _CELLS, step).mean(axis=(1, 3)), np.float32)


def _on_white(picture: Image.Image) -> Image.Image:
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture.getchannel("A") if "A" in picture.getbands() else None)
    return page
