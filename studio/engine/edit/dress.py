"""The pattern of another picture onto a garment, along its light and folds as far as those are seen."""

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo, Canvas, box, extent, share
from studio.engine.edit.colours import main_colour
from studio.engine.edit.find import find
from studio.engine.edit.steps import Dress
from studio.engine.models.types import Mask, Pixels

REPEATS = 3.0
"""The pattern is laid this many times across the garment."""
BEND = 0.5


def dress(canvas: Canvas, step: Dress) -> dict[str, object]:
    """The cloth does not know the body: it is bent by light and shadow only, and the plan says so."""
    pattern = canvas.other(step.picture)
    found = find(canvas, step.thing)
    mask = found.mask
    if canvas.mask is None and not step.thing.colour:
        narrowed = main_colour(canvas.rgb, mask)
        mask = mask if narrowed is None else np.minimum(mask, narrowed)
    if share(mask) < 0.002:
        raise CannotDo(f"“{step.thing.words}” was not found. Mark the garment with the mask.")
    canvas.put(_laid(canvas.rgb, mask, pattern, canvas.variant), mask)
    return {
        "found": found.how,
        "box": box(mask),
        "share": share(mask),
        "pattern": f"picture {step.picture}",
        "note": "The pattern follows light and folds, not the shape of the body.",
    }


def _laid(rgb: Pixels, mask: Mask, pattern: Pixels, variant: int) -> Pixels:
    top, bottom, left, right = extent(mask)
    high, wide = bottom - top, right - left
    part = rgb[top:bottom, left:right]
    light = cv2.cvtColor(part, cv2.COLOR_RGB2Lab)[..., 0].astype(np.float32)
    sigma = max(2.0, max(high, wide) / 90)
    soft = cv2.GaussianBlur(light, (0, 0), sigma)
    tile = max(16, round(wide / (REPEATS + variant)))
    square = cv2.resize(
        pattern,
        (tile, max(1, round(tile * pattern.shape[0] / pattern.shape[1]))),
        interpolation=cv2.INTER_AREA,
    )
    # Every other tile is mirrored: patterns that were not made to repeat then have no seams.
    pair = np.hstack([square, square[:, ::-1]])
    quad = np.vstack([pair, pair[::-1]])
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    x += cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=5) * BEND
    y += cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=5) * BEND
    cloth = cv2.remap(
        quad, np.mod(x, quad.shape[1]), np.mod(y, quad.shape[0]), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )
    inside = light[mask[top:bottom, left:right] > 127]
    shading = np.clip(soft * 0.6 + light * 0.4, 1, 255) / max(
        float(np.median(inside)) if inside.size else 128.0, 20.0
    )
    lab = cv2.cvtColor(cloth.astype(np.uint8, copy=False), cv2.COLOR_RGB2Lab).astype(np.float32)
    lab[..., 0] = np.clip(lab[..., 0] * np.clip(shading, 0.25, 1.45), 0, 255)
    out = rgb.copy()
    out[top:bottom, left:right] = cv2.cvtColor(lab.astype(np.uint8), cv2.COLOR_Lab2RGB)
    return out
