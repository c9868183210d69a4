"""Where a colour is, and which colour a thing has."""

import cv2
import numpy as np

from studio.engine.edit.matte import EMPTY, along_edges
from studio.engine.models.types import Mask, Pixels, f32, lab_of

INNER = 512
LEAST = 0.0004
COLOURFUL = 16.0
"""Above this chroma a thing has a colour of its own."""
STRONG = 32.0
"""Above this one, its colour is what sets its parts apart; a cat's is not."""


def of_colour(
    rgb: Pixels, colour: tuple[int, int, int], near: Mask | None = None, width: float = 0.42
) -> Mask | None:
    """Pixels whose hue is the colour's, or for black, white and grey whose lightness is; None when too few."""
    high, wide = rgb.shape[:2]
    scale = min(1.0, INNER / max(high, wide))
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    wanted = lab_of(colour)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    if np.hypot(wanted[1], wanted[2]) < 14:
        likeness = np.exp(-(((lab[..., 0] - wanted[0]) / 24) ** 2)) * np.exp(-((chroma / 16) ** 2))
    else:
        angle = np.arctan2(lab[..., 2], lab[..., 1]) - np.arctan2(wanted[2], wanted[1])
        turn = np.abs(np.angle(np.exp(1j * angle)))
        # Brown is dark orange, pink is pale red: lightness tells such names apart.
        likeness = np.exp(-((turn / width) ** 2)) * np.clip((chroma - 9) / 14, 0, 1)
        apart = lab[..., 0] - wanted[0]
        likeness *= np.exp(-((np.maximum(np.maximum(apart - 22, -apart - 34), 0) / 22) ** 2))
    if near is not None:
        likeness = likeness * (cv2.resize(near, size, interpolation=cv2.INTER_AREA) / 255)
    likeness = np.clip((likeness - 0.12) * 2.2, 0, 1)
    if float((likeness > 0.5).mean()) < LEAST:
        return None
    return along_edges(rgb, likeness.astype(np.float32))


def has_strong_colour(rgb: Pixels) -> bool:
    """Whether anything in the picture could have a main colour."""
    step = max(1, max(rgb.shape) // 200)
    lab = cv2.cvtColor(np.ascontiguousarray(f32(rgb[::step, ::step]) / 255), cv2.COLOR_RGB2Lab)
    return float((np.hypot(lab[..., 1], lab[..., 2]) > STRONG).mean()) > EMPTY / 2


def main_colour(rgb: Pixels, mask: Mask) -> Mask | None:
    """The part of the thing that has its commonest colour; None when it has no colour that stands out.

    The mask may be smaller than the picture.
    """
    scale = min(1.0, 200 / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(mask, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA) > 200
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)[inside]
    if len(lab) < 50:
        return None
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    coloured = chroma > COLOURFUL
    if coloured.mean() < 0.25:
        return None
    hues = np.arctan2(lab[coloured, 2], lab[coloured, 1])
    counts, edges = np.histogram(hues, 24, (-np.pi, np.pi), weights=chroma[coloured])
    counts = counts + np.roll(counts, 1) * 0.5 + np.roll(counts, -1) * 0.5
    peak = edges[int(np.argmax(counts))] + np.pi / 24
    near = np.abs(np.angle(np.exp(1j * (hues - peak)))) < 0.4
    pixels = small[inside][coloured][near]
    if not len(pixels) or float(np.median(chroma[coloured][near])) < STRONG:
        return None
    tone = np.median(pixels, 0)
    return of_colour(rgb, (int(tone[0]), int(tone[1]), int(tone[2])), mask, width=0.3)
