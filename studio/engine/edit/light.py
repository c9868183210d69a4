"""Making a subject belong to its new surroundings: matched light, a shadow where it stands."""

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.engine.models.types import Map, Mask, Pixels, f32

SIDE = 256
"""Statistics are taken on a picture of about this size."""


def harmonise(subject: Pixels, alpha: Mask, scene: Pixels, strength: float = 0.4) -> Pixels:
    """Move the subject's mean lightness, contrast and tint part of the way towards the scene's (Lab).

    A part of the way only: a red cup stays red, and nothing is pushed further than light could push it.
    """
    own = _statistics(subject, alpha)
    around = _statistics(scene, None)
    if own is None or around is None:
        return subject
    gain = float(np.clip((around[1][0] / max(own[1][0], 4)) ** (strength * 0.6), 0.93, 1.1))
    shift = (around[0] - own[0]) * np.array([strength * 0.7, strength * 0.55, strength * 0.55], np.float32)
    shift = np.clip(shift, (-16, -7, -9), (10, 7, 9))
    levels = np.arange(256, dtype=np.float32)
    middle = own[0][0] * 2.55
    tables = [
        np.clip((levels - middle) * gain + middle + shift[0] * 2.55, 0, 255),
        levels + shift[1],
        levels + shift[2],
    ]
    lab = cv2.cvtColor(subject, cv2.COLOR_RGB2Lab)
    table = np.clip(np.stack(tables, -1) + 0.5, 0, 255).astype(np.uint8).reshape(256, 1, 3)
    return cv2.cvtColor(cv2.LUT(lab, table), cv2.COLOR_Lab2RGB).astype(np.uint8, copy=False)


def contact_shadow(alpha: Mask, strength: float = 0.5) -> Map:
    """How much light is lost, 0…1: dark and narrow under the feet, wide and faint around them.

    A subject that is cut by the lower edge of the picture stands on nothing that is seen and gets none.
    """
    high, wide = alpha.shape
    scale = min(1.0, 512 / max(high, wide))
    small = cv2.resize(
        alpha, (max(1, round(wide * scale)), max(1, round(high * scale))), interpolation=cv2.INTER_AREA
    )
    rows = np.flatnonzero((small > 127).any(1))
    nothing = np.zeros(alpha.shape, np.float32)
    if not rows.size or rows[-1] >= small.shape[0] - 2:
        return nothing
    foot, tall = int(rows[-1]), int(rows[-1] - rows[0] + 1)
    # The outline, flattened towards the ground line: what a light from above would cast.
    squeeze = 0.16
    base = int(foot - 0.02 * tall)
    matrix = np.array([[1, 0, 0], [0, squeeze, base * (1 - squeeze) + 0.05 * tall]], np.float32)
    flat = f32(cv2.warpAffine(f32(small) / 255, matrix, (small.shape[1], small.shape[0])))
    feet = np.zeros_like(flat)
    feet[max(0, foot - max(2, tall // 14)) : foot + 1] = (
        small[max(0, foot - max(2, tall // 14)) : foot + 1] / 255
    )
    wide_part = cv2.GaussianBlur(flat, (0, 0), max(2.0, tall * 0.035)) * 0.75
    near_part = cv2.GaussianBlur(feet, (0, 0), max(1.0, tall * 0.012)) * 1.1
    shade = np.clip(np.maximum(wide_part, near_part), 0, 1) * strength
    return f32(cv2.resize(shade, (wide, high), interpolation=cv2.INTER_LINEAR))


def shade(scene: Pixels, shadow: Map) -> Pixels:
    """The scene with that much light taken away."""
    rows = np.flatnonzero(shadow.max(1) > 0.002)
    if not rows.size:
        return scene
    out = scene.copy()
    part = slice(int(rows[0]), int(rows[-1]) + 1)
    tint = np.array([1.0, 0.97, 0.92], np.float32)
    out[part] = (scene[part] * (1 - shadow[part, :, None] * tint) + 0.5).astype(np.uint8)
    return out


def _statistics(rgb: Pixels, alpha: Mask | None) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """Mean and spread of L (0…100), a and b."""
    scale = min(1.0, SIDE / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    lab = cv2.cvtColor(
        cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255, cv2.COLOR_RGB2Lab
    )
    if alpha is None:
        chosen = lab.reshape(-1, 3)
    else:
        chosen = lab[cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 200]
    if len(chosen) < 16:
        return None
    return chosen.mean(0).astype(np.float32), chosen.std(0).astype(np.float32)
