"""What belongs to a thing besides its body: thin ends, parts that the network left out, its shadow, its reflection."""

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.engine.edit.canvas import extent
from studio.engine.edit.fill import smooth_fill
from studio.engine.models.saliency import saliency
from studio.engine.models.types import Map, Mask, Pixels, f32, u8

SMALL = 320
"""Shadows are looked for at this longest side."""
LIMBS = 256
"""Parts that the network left out are looked for at this longest side."""
ALIKE = 0.38
"""A reflection follows its thing at least this well (correlation)."""
LEVELS = (0.94, 0.91, 0.88, 0.85, 0.8, 0.7)
"""What is left of the light in a shadow's rim: the faintest is taken at which it has an end."""


def tips(sure: Mask, rough: Map) -> Mask:
    """What the network half saw close by: thin ends, such as an antenna, that would be left in the air."""
    side = max(rough.shape) // 25 | 1
    small = u8(cv2.resize(sure, (rough.shape[1], rough.shape[0]), interpolation=cv2.INTER_AREA) > 127)
    near = cv2.dilate(small, np.ones((side, side), np.uint8))
    tips = u8((rough > 0.12) & (near > 0)) * 255
    return u8(cv2.resize(tips, (sure.shape[1], sure.shape[0]), interpolation=cv2.INTER_NEAREST))


def near(rgb: Pixels, sure: Mask) -> Mask:
    """What a look from near sees joined to the thing, or nearly: an apple's leaf."""
    high, wide = sure.shape
    top, bottom, left, right = extent(sure)
    margin = int(0.35 * max(bottom - top, right - left))
    window = (
        slice(max(0, top - margin), min(high, bottom + margin)),
        slice(max(0, left - margin), min(wide, right + margin)),
    )
    seen = np.zeros_like(sure)
    part = rgb[window]
    if not part.size or part.shape[0] * part.shape[1] > 0.8 * high * wide:
        return seen
    seen[window] = cv2.resize(u8(saliency(part) > 0.3), (part.shape[1], part.shape[0])) * 255
    gap = max(3, margin // 6) | 1  # a hull below its sails
    close = u8(cv2.dilate(sure, np.ones((gap, gap), np.uint8)))
    _, parts = cv2.connectedComponents(np.maximum(seen, close))
    return u8(np.where(np.isin(parts, np.setdiff1d(parts[sure > 0], [0])), seen, 0))


def limbs(rgb: Pixels, sure: Mask) -> Mask:
    """Thin parts joined to the thing that have its colours rather than those around: antlers, a post.

    GrabCut (Rother et al. 2004) tells the colours apart. What is as wide as a thing of its own, or runs on beyond
    the ring that is searched, belongs to something else.
    """
    high, wide = sure.shape
    scale = min(1.0, LIMBS / max(high, wide))
    size = (max(8, round(wide * scale)), max(8, round(high * scale)))
    core = u8(cv2.resize(sure, size, interpolation=cv2.INTER_AREA) > 127)
    top, bottom, left, right = extent(core)
    side = max(bottom - top, right - left)
    reach = int(0.3 * side) | 1
    if not side or core.mean() > 0.4:
        return np.zeros_like(sure)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1,) * 2)
    ring = u8(cv2.dilate(core, disc))
    top, bottom, left, right = extent(ring)
    window = (slice(top, bottom), slice(left, right))
    inner, ring = core[window], ring[window]
    labels = np.where(ring > 0, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    labels[inner > 0] = cv2.GC_PR_FGD
    labels[cv2.erode(inner, np.ones((5, 5), np.uint8)) > 0] = cv2.GC_FGD
    if not (labels == cv2.GC_FGD).any() or not (labels == cv2.GC_PR_BGD).any():
        return np.zeros_like(sure)
    small = np.ascontiguousarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)[window])
    cv2.setRNGSeed(1)  # its clusters begin by chance
    cv2.grabCut(small, labels, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    added = u8(((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)) & (inner == 0))
    broad = (max(3, round(0.08 * side)),) * 2
    added[
        cv2.dilate(
            cv2.morphologyEx(added, cv2.MORPH_OPEN, np.ones(broad, np.uint8)), np.ones(broad, np.uint8)
        )
        > 0
    ] = 0
    _, parts = cv2.connectedComponents(added)
    beyond = cv2.erode(ring, np.ones((5, 5), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0) == 0
    joined = np.setdiff1d(parts[cv2.dilate(inner, np.ones((3, 3), np.uint8)) > 0], parts[beyond])
    limbs = np.zeros_like(core)
    limbs[window] = np.isin(parts, joined[joined > 0])
    return u8(cv2.resize(limbs * 255, (wide, high), interpolation=cv2.INTER_LINEAR) > 127) * 255


def shadow(rgb: Pixels, thing: Mask) -> Mask:
    """What touches the thing's foot and is its surroundings with less light: the shadow on the ground.

    A closing, wider than a shadow is high, gives the surroundings as they would be without it.
    """
    high, wide = thing.shape
    scale = min(1.0, SMALL / max(high, wide))
    size = (max(8, round(wide * scale)), max(8, round(high * scale)))
    small = u8(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    core = (cv2.resize(thing, size, interpolation=cv2.INTER_AREA) > 60).astype(np.uint8)
    top, bottom, left, right = extent(core)
    side = max(bottom - top, right - left)
    if not side or core.mean() > 0.5:
        return np.zeros_like(thing)
    reach, below = max(3, int(0.7 * side)), max(3, int(0.35 * side))
    ground = np.zeros_like(core)
    ground[bottom - max(1, (bottom - top) // 4) : bottom + below, max(0, left - reach) : right + reach] = 1
    bare = cv2.GaussianBlur(smooth_fill(small, u8(core)), (0, 0), 1.0)
    kernel = np.ones((max(7, int(0.65 * side)) | 1, max(3, side // 7) | 1), np.uint8)
    lit = f32(cv2.morphologyEx(bare, cv2.MORPH_CLOSE, kernel))
    ratio = f32(bare) / np.maximum(lit, 1)
    dimmed, spread_of = ratio.mean(-1), ratio.max(-1) - ratio.min(-1)
    allowed = (ground > 0) & (core == 0) & (spread_of < 0.55) & (dimmed > 0.2)
    for darkest in LEVELS:
        found = _touching(allowed & (dimmed < darkest), core)
        # What runs on to either side beyond where a shadow could end is another surface.
        runs_on = found[:, max(0, left - reach)].any() or found[:, min(size[0], right + reach) - 1].any()
        if found.sum() <= core.sum() and not runs_on:
            soft = cv2.dilate(found, np.ones((7, 7), np.uint8)) * 255
            return u8((cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR) > 127) * 255)
    return np.zeros_like(thing)


def mirrored(rgb: Pixels, thing: Mask) -> Mask:
    """The thing's reflection: what strays from its own rows below it as the thing does, upside down.

    Water seen from above shows it shorter, so several heights are tried, and the foot may be some rows off.
    """
    high, wide = thing.shape
    scale = min(1.0, SMALL / max(high, wide))
    size = (max(8, round(wide * scale)), max(8, round(high * scale)))
    small = cv2.cvtColor(f32(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)) / 255, cv2.COLOR_RGB2Lab)
    core = u8(cv2.resize(thing, size, interpolation=cv2.INTER_AREA) > 60)
    top, bottom, left, right = extent(core)
    beside = np.ones(size[0], bool)
    beside[max(0, left - 4) : right + 4] = False
    found = np.zeros_like(thing)
    if bottom - top < 12 or right - left < 8 or beside.sum() < 16:
        return found
    strays = small - np.median(small[:, beside], 1)[:, None]
    best, where = ALIKE, None
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        tall = round((bottom - top) * share)
        shape = cv2.resize(
            core[top:bottom, left:right][::-1], (right - left, tall), interpolation=cv2.INTER_AREA
        )
        cast = cv2.resize(
            small[top:bottom, left:right][::-1], (right - left, tall), interpolation=cv2.INTER_AREA
        )
        for foot in range(bottom - 8, min(bottom + 6, size[1] - 8)):
            rows = slice(foot, min(foot + tall, size[1]))
            inside = (shape[: rows.stop - foot] > 0) & (core[rows, left:right] == 0)
            if inside.sum() < 40:
                continue
            own, other = strays[rows, left:right][inside], cast[: rows.stop - foot][inside]
            own, other = own - own.mean(0), other - other.mean(0)
            power = float(np.sqrt((own**2).sum() * (other**2).sum()))
            alike = float((own * other).sum()) / max(power, 1e-6)
            if alike > best:
                best, where = alike, (rows, shape)
    if where is None:
        return found
    rows, shape = where
    below = np.zeros_like(core)
    below[rows, left:right] = shape[: rows.stop - rows.start]
    below = u8(cv2.dilate(below, np.ones((7, 5), np.uint8)) * 255)
    return u8(cv2.resize(below, (wide, high), interpolation=cv2.INTER_LINEAR) > 127) * 255


def _touching(area: NDArray[np.bool_], core: Mask) -> Mask:
    """The joined parts of the area that touch the core."""
    rim = cv2.dilate(core, np.ones((5, 5), np.uint8))
    _, labels = cv2.connectedComponents(cv2.morphologyEx(u8(area), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))
    touching = np.unique(labels[rim > 0])
    return u8(np.isin(labels, touching[touching > 0]))
