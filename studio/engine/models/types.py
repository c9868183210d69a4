"""Shapes of the arrays that cross between the editing files."""

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""(height, width, 3), sRGB."""
Mask = NDArray[np.uint8]
"""(height, width), 255 inside, 0 outside, between at soft edges."""
Map = NDArray[np.float32]
"""(height, width), usually 0…1."""
