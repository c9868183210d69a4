"""Paint in dabs: short strokes along the forms, broad ones first (after Litwinowicz 1997)."""

import cv2
import numpy as np

from studio.engine.edit.adjust import changed
from studio.engine.models.types import Pixels, f32, u8

INNER = 1024
"""The longest side at which it is painted: a dab has a size on the sheet, not on the file."""


def dabbed(rgb: Pixels, seed: int, *, length: int, lively: float, vivid: float) -> Pixels:
    """`length` of the broadest dabs in pixels of 1024; `lively`, how far their colours stray from what they
    paint; `vivid`, how much stronger the colours are."""
    scale = min(1.0, INNER / max(rgb.shape[:2]))
    seen = u8(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    strong = changed(seen, "vivid", vivid)
    rng = np.random.default_rng(seed)
    canvas = u8(cv2.GaussianBlur(strong, (0, 0), length / 2))
    for long in (length, length // 2, max(6, length // 4)):
        canvas = _layer(canvas, strong, long, lively, rng, everywhere=long == length)
    size = (rgb.shape[1], rgb.shape[0])
    return changed(u8(cv2.resize(canvas, size, interpolation=cv2.INTER_CUBIC)), "sharpen", 0.6)


def _layer(
    canvas: Pixels, picture: Pixels, long: int, lively: float, rng: np.random.Generator, *, everywhere: bool
) -> Pixels:
    """The canvas with dabs of one size: all over, or where it is still far from the picture."""
    high, wide = picture.shape[:2]
    soft = u8(cv2.GaussianBlur(picture, (0, 0), long / 5))
    grey = f32(cv2.GaussianBlur(cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY), (0, 0), long / 3))
    down, across = cv2.Sobel(grey, cv2.CV_32F, 0, 1), cv2.Sobel(grey, cv2.CV_32F, 1, 0)
    along = np.degrees(np.arctan2(across, -down))
    flat = np.hypot(down, across) < 1.5
    apart = np.abs(canvas.astype(np.int16) - soft).mean(-1)
    step = max(2, long // 3)
    rows, columns = np.mgrid[step // 2 : high : step, step // 2 : wide : step]
    y = np.clip(rows.ravel() + rng.integers(-step, step + 1, rows.size), 0, high - 1)
    x = np.clip(columns.ravel() + rng.integers(-step, step + 1, rows.size), 0, wide - 1)
    order = rng.permutation(rows.size)
    colours = soft[y, x].astype(np.float32)
    colours += rng.normal(0, lively, (rows.size, 1)) + rng.normal(0, lively / 2, (rows.size, 3))
    painted = canvas.copy()
    for index in order:
        row, column = int(y[index]), int(x[index])
        if not everywhere and apart[row, column] < 10:
            continue
        angle = 20.0 if flat[row, column] else float(along[row, column])
        red, green, blue = (int(part) for part in np.clip(colours[index], 0, 255))
        axes = (max(2, long // 2), max(1, long // 6))
        cv2.ellipse(painted, (column, row), axes, angle, 0, 360, (red, green, blue), -1, cv2.LINE_AA)
    return painted
