"""Shapes of the arrays that cross between the editing files."""

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Pixels = NDArray[np.uint8]
"""(height, width, 3), sRGB."""
Mask = NDArray[np.uint8]
"""(height, width), 255 inside, 0 outside, between at soft edges."""
Map = NDArray[np.float32]
"""(height, width), usually 0…1."""
Floats = NDArray[np.float32]
"""Of any shape."""


def u8(array: ArrayLike) -> NDArray[np.uint8]:
    """OpenCV's stubs do not tell the type that comes back; nothing is copied when it is right already."""
    return np.asarray(array, np.uint8)


def f32(array: ArrayLike) -> NDArray[np.float32]:
    return np.asarray(array, np.float32)


def lab_of(rgb: ArrayLike) -> NDArray[np.float32]:
    """One colour, 0…255, in CIE Lab (0…100, ±128)."""
    return f32(cv2.cvtColor(f32(rgb).reshape(1, 1, 3) / 255, cv2.COLOR_RGB2Lab)).reshape(3)
