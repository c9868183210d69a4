"""Filling a hole from its surroundings: smooth where they are smooth, else patch by patch (PatchMatch)."""

from collections.abc import Callable

import cv2
import numpy as np

from studio.engine.edit.canvas import extent
from studio.engine.models.types import Map, Mask, Pixels, f32, u8

INNER, LARGEST = 320, 2048
"""The longest side at which patches are matched: time grows with its square."""
PATCH = 3
"""Patches reach this far from their middle: 7×7."""
ALIKE = 14.0
"""What changes by less than this along a line, in grey levels, is plain there."""
SMOOTH = 5.0
"""Surroundings that stray less than this from a smooth field (grey levels) are filled smoothly."""


def fill(rgb: Pixels, hole: Mask, seed: int, never: Callable[[], Mask | None] = lambda: None) -> Pixels:
    """The picture with the hole (not 0) drawn over, each separate hole from its own surroundings.

    Nothing is copied from where `never()` is set, which is asked only when patches must be copied: a face
    that turns up a second time is worse than a plain patch.
    """
    out = rgb.copy()
    asked: list[Mask | None] = []
    for box in _groups(hole):
        part, grown = out[box], _grown(hole[box])
        if not grown.any() or grown.all():
            continue
        through, rest = _lines_through(part, grown)
        if (rest != grown).any():
            out[box] = part = _grained(part, through, grown - rest, seed)
            grown = rest
            if not grown.any():
                continue
        if _strays(part, grown) < SMOOTH:
            out[box] = _grained(part, smooth_fill(part, grown), grown, seed)
            continue
        if not asked:
            asked.append(never())
        avoid = np.zeros_like(grown) if asked[0] is None else (asked[0][box] > 0).astype(np.uint8)
        out[box] = _bounded(part, grown, avoid, seed)
    return out


def _lines_through(rgb: Pixels, hole: Mask) -> tuple[Pixels, Mask]:
    """Rows and then columns that are plain and alike on both sides of the hole go on through it: a table's edge,
    a skirting board, a door's post. What is left of the hole comes back beside the picture."""
    drawn, left = _rows_through(rgb, hole)
    turned, rest = _rows_through(np.ascontiguousarray(drawn.transpose(1, 0, 2)), np.ascontiguousarray(left.T))
    return np.ascontiguousarray(turned.transpose(1, 0, 2)), np.ascontiguousarray(rest.T)


def _rows_through(rgb: Pixels, hole: Mask) -> tuple[Pixels, Mask]:
    reach = max(4, hole.shape[1] // 40)
    out, left = rgb.copy(), hole.copy()
    top, bottom, _, _ = extent(hole)
    # Along the rows alone: a line must stay as sharp as it is.
    rim = reach // 6
    smooth = f32(cv2.blur(rgb, (2 * rim + 1, 1)))
    for row in range(top, bottom):
        edges = np.flatnonzero(np.diff(hole[row], prepend=0, append=0))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            left_of = slice(max(0, start - rim - reach), max(0, start - rim))
            right_of = slice(end + rim, end + rim + reach)
            before, after = smooth[row, left_of], smooth[row, right_of]
            if len(before) < reach or len(after) < reach:
                continue
            if hole[row, left_of].any() or hole[row, right_of].any():
                continue
            one, other = before.mean(0), after.mean(0)
            if max(np.ptp(before, 0).max(), np.ptp(after, 0).max(), np.abs(one - other).max()) > ALIKE:
                continue
            share = (np.arange(start, end) - start + 1)[:, None] / (end - start + 1)
            out[row, start:end] = np.clip(one * (1 - share) + other * share + 0.5, 0, 255)
            left[row, start:end] = 0
    return out, left


def _bounded(rgb: Pixels, hole: Mask, never: Mask, seed: int) -> Pixels:
    """Very large windows are filled at LARGEST and enlarged: floating point would cost gigabytes."""
    high, wide = hole.shape
    scale = LARGEST / max(high, wide)
    if scale >= 1:
        return _patched(rgb, hole, never, seed)
    size = (max(16, round(wide * scale)), max(16, round(high * scale)))
    less = (cv2.resize(hole * 255, size, interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    avoid = u8(cv2.resize(never, size, interpolation=cv2.INTER_NEAREST))
    drawn = _patched(u8(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)), less, avoid, seed)
    large = cv2.resize(drawn, (wide, high), interpolation=cv2.INTER_CUBIC)
    return np.where(hole[..., None] > 0, large, rgb).astype(np.uint8)


def _grown(hole: Mask) -> Mask:
    return cv2.dilate((hole > 0).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.uint8, copy=False)


def _groups(hole: Mask) -> list[tuple[slice, slice]]:
    """A window around each hole, wide enough to learn from; holes that are close share one."""
    high, wide = hole.shape
    reach = max(16, max(high, wide) // 40)
    scale = min(1.0, 512 / max(high, wide))
    small = cv2.resize(hole, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(3, round(reach * scale) * 2 + 1)
    joined = cv2.dilate((small > 0).astype(np.uint8), np.ones((side, side), np.uint8))
    count, labels = cv2.connectedComponents(joined)
    windows = []
    for label in range(1, count):
        part = cv2.resize((labels == label).astype(np.uint8), (wide, high), interpolation=cv2.INTER_NEAREST)
        top, bottom, left, right = extent(np.where(part > 0, hole, 0).astype(np.uint8))
        if bottom == top:
            continue
        margin = max(reach * 2, int(0.75 * max(bottom - top, right - left)))
        windows.append(
            (
                slice(max(0, top - margin), min(high, bottom + margin)),
                slice(max(0, left - margin), min(wide, right + margin)),
            )
        )
    return windows


def smooth_fill(rgb: Pixels, hole: Mask) -> Pixels:
    """The smoothest surface through the surroundings: averages pulled up a pyramid and pushed down again."""
    known = (hole == 0).astype(np.float32)
    levels: list[tuple[Map, Map]] = [(rgb.astype(np.float32) * known[..., None], known)]
    while min(levels[-1][1].shape) > 2 and levels[-1][1].min() == 0:
        colour, weight = levels[-1]
        size = (max(1, weight.shape[1] // 2), max(1, weight.shape[0] // 2))
        less = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
        mean = cv2.resize(colour, size, interpolation=cv2.INTER_AREA) / np.maximum(less, 1e-6)[..., None]
        full = np.minimum(1, less * 4)
        levels.append((f32(mean * full[..., None]), f32(full)))
    colour, weight = levels.pop()
    field = colour / np.maximum(weight, 1e-6)[..., None]
    for colour, weight in reversed(levels):
        size = (weight.shape[1], weight.shape[0])
        below = cv2.GaussianBlur(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), (0, 0), 1.0)
        field = colour + below * (1 - weight)[..., None]
    return np.clip(field + 0.5, 0, 255).astype(np.uint8)


def _strays(rgb: Pixels, hole: Mask) -> float:
    """How far the ring around the hole is from a smooth field, in grey levels; judged small."""
    small, small_hole = _small(rgb, hole)
    reach = max(4, min(small_hole.shape) // 12)
    ring = cv2.dilate(small_hole, np.ones((2 * reach + 1,) * 2, np.uint8)) - small_hole
    if not ring.any():
        return 0.0
    soft = cv2.GaussianBlur(smooth_fill(small, small_hole), (0, 0), reach / 2)
    apart = np.abs(small.astype(np.int16) - soft)[ring > 0]
    return float(np.percentile(apart.mean(-1), 80))


def _small(rgb: Pixels, hole: Mask) -> tuple[Pixels, Mask]:
    """Both at INNER; near the hole only what is known counts, so that its colour does not bleed out."""
    high, wide = hole.shape
    scale = min(1.0, INNER / max(high, wide))
    size = (max(16, round(wide * scale)), max(16, round(high * scale)))
    known = cv2.resize((1 - hole) * 255, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    blank = cv2.resize(rgb * (1 - hole)[..., None], size, interpolation=cv2.INTER_AREA)
    small = np.clip(blank / np.maximum(known, 1e-3)[..., None], 0, 255).astype(np.uint8)
    return small, (known < 0.5).astype(np.uint8)


def _grained(rgb: Pixels, smooth: Pixels, hole: Mask, seed: int) -> Pixels:
    """Smooth, with the surroundings' own fine grain, mirrored in."""
    fine = rgb.astype(np.int16) - cv2.GaussianBlur(rgb, (0, 0), 1.2)
    step = max(1, max(hole.shape) // 512)
    sigma = float(np.median(np.abs(fine[::step, ::step][hole[::step, ::step] == 0]))) * 1.48
    if sigma < 0.4:
        return np.where(hole[..., None] > 0, smooth, rgb).astype(np.uint8)
    noise = np.random.default_rng(seed).normal(0, min(sigma, 6.0), (*hole.shape, 1))
    return np.where(hole[..., None] > 0, np.clip(smooth + noise + 0.5, 0, 255), rgb).astype(np.uint8)


def _patched(rgb: Pixels, hole: Mask, never: Mask, seed: int) -> Pixels:
    """PatchMatch at INNER; where that is smaller than life, the lost fine detail is brought back patch-wise."""
    import patchmatch  # loads a native library of 1.7 MB: only those who fill pay for it

    high, wide = hole.shape
    small, small_hole = _small(rgb, hole)
    small = np.where(small_hole[..., None] > 0, smooth_fill(small, small_hole), small).astype(np.uint8)
    patchmatch.set_random_seed(seed % 2**31)
    avoid = u8(cv2.resize(never, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST))
    avoid[small_hole > 0] = 0
    if (avoid | small_hole).mean() > 0.9:
        avoid[:] = 0
    drawn = patchmatch.inpaint(
        np.ascontiguousarray(small),
        (small_hole * 255)[..., None],
        global_mask=(avoid * 255)[..., None] if avoid.any() else None,
        patch_size=PATCH,
    )
    if small.shape == rgb.shape:
        return np.where(hole[..., None] > 0, drawn, rgb).astype(np.uint8)
    large = u8(cv2.resize(drawn, (wide, high), interpolation=cv2.INTER_CUBIC))
    detailed = _detailed(rgb, small, drawn, hole, small_hole, avoid, large)
    return np.where(hole[..., None] > 0, detailed, rgb).astype(np.uint8)


def _detailed(
    rgb: Pixels, small: Pixels, drawn: Pixels, hole: Mask, small_hole: Mask, avoid: Mask, large: Pixels
) -> Pixels:
    """Each block of the drawn hole looks for its like outside the hole and borrows the fine detail there."""
    high, wide = hole.shape
    block, step = 16, 12
    rise_x, rise_y = wide / small.shape[1], high / small.shape[0]
    blurred = cv2.resize(small, (wide, high), interpolation=cv2.INTER_CUBIC)
    fine = rgb.astype(np.float32) - blurred
    total, weights = np.zeros_like(fine), np.zeros((high, wide, 1), np.float32)
    usable = cv2.erode(
        1 - (small_hole | avoid), np.ones((block, block), np.uint8), anchor=(0, 0), borderValue=0
    )
    usable = usable[: small.shape[0] - block + 1, : small.shape[1] - block + 1]
    if not usable.any():
        return large
    side = (max(2, round(block * rise_x)), max(2, round(block * rise_y)))
    window = np.outer(np.hanning(side[1] + 2)[1:-1], np.hanning(side[0] + 2)[1:-1]).astype(np.float32)[
        ..., None
    ]
    top, bottom, left, right = extent(small_hole)
    grey, grey_drawn = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), cv2.cvtColor(drawn, cv2.COLOR_RGB2GRAY)
    for y in range(max(0, top - block // 2), max(1, min(bottom, grey.shape[0] - block + 1)), step):
        for x in range(max(0, left - block // 2), max(1, min(right, grey.shape[1] - block + 1)), step):
            if not small_hole[y : y + block, x : x + block].any():
                continue
            apart = cv2.matchTemplate(grey, grey_drawn[y : y + block, x : x + block], cv2.TM_SQDIFF)
            apart[usable == 0] = np.inf
            best_y, best_x = np.unravel_index(int(np.argmin(apart)), apart.shape)
            to_y, to_x = round(y * rise_y), round(x * rise_x)
            from_y, from_x = round(int(best_y) * rise_y), round(int(best_x) * rise_x)
            tall = min(side[1], high - to_y, high - from_y)
            broad = min(side[0], wide - to_x, wide - from_x)
            part = window[:tall, :broad]
            total[to_y : to_y + tall, to_x : to_x + broad] += (
                fine[from_y : from_y + tall, from_x : from_x + broad] * part
            )
            weights[to_y : to_y + tall, to_x : to_x + broad] += part
    return np.clip(large + total / np.maximum(weights, 1e-3) + 0.5, 0, 255).astype(np.uint8)
