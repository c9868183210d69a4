"""A picture in another manner: learnt painters for paint, drawn filters for pen, pixels, mosaic and light."""

from collections.abc import Callable

import cv2
import numpy as np

from studio.engine.edit.adjust import changed
from studio.engine.edit.canvas import CannotDo, Canvas
from studio.engine.edit.dabs import dabbed
from studio.engine.edit.steps import Restyle
from studio.engine.models.painter import paint, paint_like
from studio.engine.models.types import Map, Pixels, f32, u8

INNER = 1024
"""Learnt styles are painted at this longest side and enlarged: their strokes are made for it."""

LEARNT: dict[str, tuple[int, ...]] = {
    "pastel": (12, 0),
    "starry": (19,),
    "poster": (4, 2),
    "comic": (21, 2),
    "ink": (8,),
    "oil": (0, 5),
}
"""Which of the 26 learnt styles stand for a name; further variants take the next."""


def restyle(canvas: Canvas, step: Restyle) -> dict[str, object]:
    if step.picture:
        made = _like_another(canvas.rgb, canvas.other(step.picture))
        manner = f"of picture {step.picture}"
    elif step.style in LEARNT:
        made = _learnt(canvas.rgb, step.style, canvas.variant)
        manner = step.style
    elif step.style in DRAWN:
        made = DRAWN[step.style](canvas.rgb, canvas.variant)
        manner = step.style
    else:
        raise CannotDo(
            f"The style “{step.style}” is not known here. Known are: {', '.join(sorted({*LEARNT, *DRAWN}))}."
        )
    strength = min(1.0, 0.45 + 0.55 * step.strength) if step.strength < 1 else 1.0
    if strength < 1:
        made = cv2.addWeighted(made, strength, canvas.rgb, 1 - strength, 0).astype(np.uint8, copy=False)
    canvas.put(made)
    return {"style": manner, "strength": round(strength, 2)}


def _inner(rgb: Pixels, longest: int) -> Pixels:
    scale = min(1.0, longest / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _outer(rgb: Pixels, like: Pixels, way: int = cv2.INTER_CUBIC) -> Pixels:
    size = (like.shape[1], like.shape[0])
    return cv2.resize(rgb, size, interpolation=way).astype(np.uint8, copy=False)


def _learnt(rgb: Pixels, style: str, variant: int) -> Pixels:
    numbers = LEARNT[style]
    painted = _outer(paint(_inner(rgb, INNER), numbers[variant % len(numbers)]), rgb)
    if style == "ink":
        painted = changed(painted, "muted", 1.9)
    if style in ("oil", "pastel"):
        painted = cv2.addWeighted(painted, 0.8, rgb, 0.2, 0).astype(np.uint8, copy=False)
    return changed(painted, "sharpen", 0.5)


def _like_another(rgb: Pixels, style: Pixels) -> Pixels:
    """The network's picture is 384 px wide: its colours are kept, and edges come from the picture itself."""
    painted = _outer(paint_like(_inner(rgb, INNER), style), rgb)
    lab, own = cv2.cvtColor(painted, cv2.COLOR_RGB2Lab), cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    soft = cv2.GaussianBlur(_inner(u8(own), INNER), (0, 0), 2.2)
    fine = own[..., 0].astype(np.int16) - _outer(u8(soft), rgb)[..., 0]
    lab[..., 0] = np.clip(lab[..., 0] + fine * 0.7, 0, 255).astype(np.uint8)
    return cv2.cvtColor(lab, cv2.COLOR_Lab2RGB).astype(np.uint8, copy=False)


def _watercolour(rgb: Pixels, variant: int) -> Pixels:
    """Washes whose pigment gathers at their rims and in pools, on white paper that shows through and around."""
    small = _inner(rgb, 1000)
    high, wide = small.shape[:2]
    wash = small
    for _ in range(4):
        wash = u8(cv2.bilateralFilter(wash, 9, 55, 9))
    # By a hand, not a ruler: outlines waver a little.
    drift = [(_clouds(high, wide, wide / 26, variant + part) - 0.5) * (wide / 75) for part in (0, 40)]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    wash = u8(
        cv2.remap(
            u8(cv2.medianBlur(wash, 9)),
            x + drift[0],
            y + drift[1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )
    )
    pools = (
        _clouds(high, wide, wide / 7, variant + 7) * 0.7 + _clouds(high, wide, wide / 28, variant + 11) * 0.3
    )
    light = f32(changed(wash, "vivid", 0.9))
    grey = f32(cv2.cvtColor(wash, cv2.COLOR_RGB2GRAY))
    rims = np.clip(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 3.0)) / 34, 0, 1)
    thin = np.clip(0.34 - 0.34 * (pools - 0.5) - 0.36 * rims, 0.04, 0.6)
    tooth = _paper(high, wide, variant)
    paper = np.array([252, 247, 236], np.float32) - 9 * tooth[..., None]
    painted = (light * (1 - thin[..., None]) + paper * thin[..., None]) * (1 - 0.15 * rims[..., None])
    painted -= (9 * (tooth - 0.5) * (1 - grey / 255))[..., None]
    edge = np.minimum(np.minimum(x, wide - 1 - x) / wide, np.minimum(y, high - 1 - y) / high)
    inside = np.clip((edge - 0.006 - 0.05 * np.clip(pools, 0, 1)) / 0.016, 0, 1)[..., None]
    return _outer(u8(np.clip(paper + (painted - paper) * inside, 0, 255)), rgb)


def _woodblock(rgb: Pixels, variant: int) -> Pixels:
    """A colour woodblock print: few flat inks from the pigments of the time, key lines, grain of the block."""
    small = u8(cv2.bilateralFilter(_inner(rgb, 1200), 9, 60, 9))
    high, wide = small.shape[:2]
    soft = u8(cv2.medianBlur(u8(cv2.bilateralFilter(small, 9, 60, 9)), 11))
    flat = f32(u8(cv2.medianBlur(_reduced(soft, 11 + variant % 3), 7)))
    inks = np.array(
        [
            [28, 52, 96],
            [86, 128, 158],
            [176, 200, 196],
            [232, 216, 178],
            [206, 150, 84],
            [178, 70, 52],
            [98, 112, 70],
            [52, 48, 56],
        ],
        np.float32,
    )
    near = f32(cv2.cvtColor(u8(flat), cv2.COLOR_RGB2Lab))
    lab = f32(cv2.cvtColor(u8(inks[None]), cv2.COLOR_RGB2Lab))[0]
    apart = ((near[:, :, None] - lab[None, None]) ** 2 * np.array([0.35, 1, 1], np.float32)).sum(-1)
    weight = np.exp(-apart / 700)
    weight /= np.maximum(weight.sum(-1, keepdims=True), 1e-6)
    printed = 0.45 * flat + 0.55 * (weight @ inks)
    block = cv2.GaussianBlur(
        np.random.default_rng(variant).random((high, wide), np.float32), (0, 0), 7, sigmaY=0.7
    )
    printed *= (1 + 0.6 * (block - 0.5))[..., None]
    printed = np.minimum(printed, np.array([244, 234, 210], np.float32))
    line = f32(cv2.cvtColor(_outer(_line_art(rgb, variant), small), cv2.COLOR_RGB2GRAY))[..., None] / 255
    ink = np.array([34, 36, 52], np.float32)
    return _outer(u8(np.clip(ink + (printed - ink) * line, 0, 255)), rgb)


def _pencil(rgb: Pixels, variant: int) -> Pixels:
    """Colour dodge of the inverted blur: lines stay, surfaces fade to paper; hatching where it is dark."""
    small = _inner(rgb, 1400)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    soft = cv2.GaussianBlur(grey, (0, 0), 7)
    lines = cv2.divide(grey, np.maximum(soft, 1), scale=246).astype(np.float32)
    grain = _paper(grey.shape[0], grey.shape[1], variant)
    tone = np.clip(1 - grey.astype(np.float32) / 165, 0, 1)
    drawn = 255 * (np.clip(lines, 0, 255) / 255) ** 1.9 - tone * (50 + 60 * grain)
    return _outer(u8(cv2.cvtColor(np.clip(drawn, 18, 250).astype(np.uint8), cv2.COLOR_GRAY2RGB)), rgb)


def _coloured_pencil(rgb: Pixels, variant: int) -> Pixels:
    drawn = cv2.cvtColor(_pencil(rgb, variant), cv2.COLOR_RGB2GRAY)
    lab = cv2.cvtColor(changed(rgb, "vivid", 0.8), cv2.COLOR_RGB2Lab)
    lab[..., 0] = cv2.addWeighted(lab[..., 0], 0.45, drawn, 0.55, 6)
    return cv2.cvtColor(lab, cv2.COLOR_Lab2RGB).astype(np.uint8, copy=False)


def _charcoal(rgb: Pixels, variant: int) -> Pixels:
    drawn = cv2.cvtColor(_pencil(rgb, variant), cv2.COLOR_RGB2GRAY)
    soft = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (0, 0), max(1.0, max(rgb.shape[:2]) / 500))
    mixed = cv2.multiply(
        drawn, cv2.LUT(soft, np.clip(np.arange(256) * 1.15 + 24, 0, 255).astype(np.uint8)), scale=1 / 255
    )
    return changed(cv2.cvtColor(mixed, cv2.COLOR_GRAY2RGB).astype(np.uint8, copy=False), "contrast", 1.2)


def _line_art(rgb: Pixels, variant: int) -> Pixels:
    """Black lines on white: the difference of two blurs, thresholded softly (Winnemöller et al. 2012)."""
    small = cv2.bilateralFilter(_inner(rgb, 1400), 9, 30, 7)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    sigma = 1.3 + 0.3 * (variant % 3)
    edge = cv2.GaussianBlur(grey, (0, 0), sigma) - 0.98 * cv2.GaussianBlur(grey, (0, 0), sigma * 1.6)
    ink = np.where(edge > 0.004, 1.0, 1 + np.tanh((edge - 0.004) * 160))
    return _outer(u8(cv2.cvtColor((np.clip(ink, 0, 1) * 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)), rgb)


def _pixels(rgb: Pixels, variant: int) -> Pixels:
    """Blocks of a 24-colour palette."""
    across = (128, 96, 160, 64)[variant % 4]
    small = changed(changed(_inner(rgb, across), "vivid", 0.5), "contrast", 0.6)
    return _outer(_reduced(small, 24), rgb, cv2.INTER_NEAREST)


def _pop_art(rgb: Pixels, variant: int) -> Pixels:
    """Four flat tones in loud colours, with ink lines."""
    palettes = (
        ((28, 20, 92), (226, 26, 112), (255, 206, 32), (255, 246, 226)),
        ((16, 44, 66), (0, 150, 168), (255, 112, 74), (255, 240, 200)),
        ((60, 10, 70), (120, 60, 220), (80, 220, 160), (250, 250, 210)),
    )
    small = u8(cv2.bilateralFilter(_inner(rgb, 1200), 9, 45, 9))
    grey = cv2.GaussianBlur(cv2.equalizeHist(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)), (0, 0), 2)
    bands = np.digitize(grey, (70, 130, 190))
    flat = np.array(palettes[variant % len(palettes)], np.uint8)[bands]
    lines = _outer(_line_art(rgb, 0), small)
    return _outer(np.minimum(flat, np.maximum(lines, 40)).astype(np.uint8, copy=False), rgb)


def _mosaic(rgb: Pixels, variant: int) -> Pixels:
    """Stones around jittered points: each takes the colour under it, with a dark joint between."""
    small = _inner(rgb, 1100)
    high, wide = small.shape[:2]
    cell = max(8, max(high, wide) // (64 - 10 * (variant % 3)))
    rng = np.random.default_rng(variant)
    stones = [
        (
            min(wide - 1, max(0, int(x + rng.uniform(0.15, 0.85) * cell))),
            min(high - 1, max(0, int(y + rng.uniform(0.15, 0.85) * cell))),
        )
        for y in range(0, high, cell)
        for x in range(0, wide, cell)
    ]
    points = np.full((high, wide), 255, np.uint8)
    for x, y in stones:
        points[y, x] = 0
    _, labels = cv2.distanceTransformWithLabels(points, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    colours = np.zeros((int(labels.max()) + 1, 3), np.float32)
    counts = np.bincount(labels.ravel(), minlength=len(colours))[:, None]
    for channel in range(3):
        colours[:, channel] = np.bincount(
            labels.ravel(), small[..., channel].ravel().astype(float), len(colours)
        )
    flat = changed((colours / np.maximum(counts, 1))[labels].astype(np.uint8), "vivid", 0.8)
    joint = cv2.morphologyEx(labels.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    flat[joint] = (flat[joint] * 0.62).astype(np.uint8)
    return _outer(flat, rgb)


def _neon(rgb: Pixels, variant: int) -> Pixels:
    """Night, with glowing lines where edges are."""
    lines = 255 - cv2.cvtColor(_outer(_line_art(rgb, 1), _inner(rgb, 1200)), cv2.COLOR_RGB2GRAY)
    small = _inner(rgb, 1200)
    tints = (
        ((255, 40, 200), (40, 220, 255)),
        ((120, 80, 255), (60, 255, 170)),
        ((255, 120, 40), (80, 160, 255)),
    )[variant % 3]
    across = np.linspace(0, 1, small.shape[1], dtype=np.float32)[None, :, None]
    tint = np.array(tints[0], np.float32) * (1 - across) + np.array(tints[1], np.float32) * across
    glow = sum(
        cv2.GaussianBlur(lines, (0, 0), sigma).astype(np.float32) * gain
        for sigma, gain in ((1, 0.5), (5, 0.9), (18, 0.9))
    )
    dark = small.astype(np.float32) * np.array([0.2, 0.17, 0.34], np.float32)
    return _outer(
        np.clip(
            dark + np.asarray(glow)[..., None] / 255 * tint + (lines[..., None] > 140) * 40.0, 0, 255
        ).astype(np.uint8),
        rgb,
    )


def _vintage(rgb: Pixels, variant: int) -> Pixels:
    """Faded: lifted blacks, warm lights, less colour, darker corners and a little grain."""
    faded = changed(changed(rgb, "muted", 0.7), "warmer", 0.9)
    faded = cv2.LUT(faded, np.clip(np.arange(256) * 0.82 + 30, 0, 255).astype(np.uint8)).astype(
        np.uint8, copy=False
    )
    high, wide = rgb.shape[:2]
    y, x = (
        np.linspace(-1, 1, high, dtype=np.float32)[:, None],
        np.linspace(-1, 1, wide, dtype=np.float32)[None],
    )
    fall = 1 - 0.32 * np.clip((x * x + y * y) / 2, 0, 1) ** 1.5
    paper = u8(_paper(high // 2 + 1, wide // 2 + 1, variant) * 255)
    grain = _outer(u8(cv2.cvtColor(paper, cv2.COLOR_GRAY2RGB)), rgb)
    shaded = cv2.multiply(faded, cv2.merge([fall] * 3), dtype=cv2.CV_8U)
    return cv2.addWeighted(shaded, 1.0, grain, 0.05, -6).astype(np.uint8, copy=False)


def _paper_cut(rgb: Pixels, variant: int) -> Pixels:
    """Few flat layers, each with a soft shadow on the one below."""
    small = _inner(rgb, 1100)
    flat = u8(cv2.medianBlur(_reduced(u8(cv2.bilateralFilter(small, 9, 60, 9)), 7), 13))
    light = cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY).astype(np.float32)
    above = np.roll(light, (4, 4), (0, 1))
    edge = np.clip(cv2.GaussianBlur((above - light), (0, 0), 3.0) * 1.1, 0, 46)
    out = changed(flat, "vivid", 0.6).astype(np.float32) - edge[..., None]
    return _outer(np.clip(out, 0, 255).astype(np.uint8), rgb)


def _reduced(rgb: Pixels, colours: int) -> Pixels:
    """The picture in its own few commonest colours (k-means on a sample)."""
    sample = cv2.resize(rgb, (96, 96), interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(np.float32)
    cv2.setRNGSeed(7)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 16, 0.5)
    _, _, centres = cv2.kmeans(
        sample, colours, np.empty((len(sample), 1), np.int32), stop, 1, cv2.KMEANS_PP_CENTERS
    )
    flat = rgb.reshape(-1, 3).astype(np.float32)
    nearest = np.empty(len(flat), np.intp)
    for start in range(0, len(flat), 65536):
        part = flat[start : start + 65536, None]
        nearest[start : start + 65536] = ((part - centres[None]) ** 2).sum(-1).argmin(1)
    return np.clip(centres[nearest], 0, 255).astype(np.uint8).reshape(rgb.shape)


def _clouds(high: int, wide: int, cell: float, seed: int) -> Map:
    """Soft noise with blots of about this many pixels, 0…1."""
    rng = np.random.default_rng(seed)
    coarse = rng.random((max(2, round(high / cell)), max(2, round(wide / cell))), np.float32)
    return f32(np.clip(cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC), 0, 1))


def _paper(high: int, wide: int, seed: int) -> Map:
    """Fine grain, 0…1."""
    grain = np.random.default_rng(seed).random((high, wide), np.float32)
    return f32(np.clip((cv2.GaussianBlur(grain, (0, 0), 0.9) - 0.5) * 2.2 + 0.5, 0, 1))


def _impressionist(rgb: Pixels, variant: int) -> Pixels:
    return dabbed(rgb, variant, length=40 + 8 * (variant % 3), lively=14, vivid=1.0)


def _expressionist(rgb: Pixels, variant: int) -> Pixels:
    return dabbed(rgb, variant, length=64 + 12 * (variant % 3), lively=28, vivid=2.4)


DRAWN: dict[str, Callable[[Pixels, int], Pixels]] = {
    "impressionist": _impressionist,
    "expressionist": _expressionist,
    "watercolour": _watercolour,
    "ukiyo-e": _woodblock,
    "pencil": _pencil,
    "coloured pencil": _coloured_pencil,
    "charcoal": _charcoal,
    "line art": _line_art,
    "pixel art": _pixels,
    "pop art": _pop_art,
    "mosaic": _mosaic,
    "neon": _neon,
    "vintage": _vintage,
    "paper cut": _paper_cut,
}
