"""Ridges, trees and growing things as SVG paths in units."""

import math
import random
from itertools import pairwise

import numpy as np

from studio.engine.compose.canvas import Floats
from studio.engine.compose.colour import Colour, turn


def ridge(
    rng: random.Random, xs: Floats, base: float, height: float, rough: float = 0.5, peaks: int = 3
) -> Floats:
    """A mountain line over the columns `xs` by midpoint displacement; y in units, growing downwards."""
    wide = float(xs[-1])
    count = peaks + 1
    knots = [
        base - height * (rng.uniform(0.45, 1.0) if at % 2 else rng.uniform(0.0, 0.35))
        for at in range(count + 1)
    ]
    if rng.random() < 0.5:
        knots.reverse()
    line, reach = knots, height * 0.2
    while len(line) < 260:
        finer = [line[0]]
        for one, other in pairwise(line):
            finer += [(one + other) / 2 + rng.uniform(-reach, reach), other]
        line, reach = finer, reach * rough
    return np.interp(xs, np.linspace(0, wide, len(line)), line).astype(np.float32)


def rolling(rng: random.Random, xs: Floats, base: float, height: float, waves: float = 1.5) -> Floats:
    """A soft line of hills, dunes or drifts."""
    wide = float(xs[-1])
    total = np.zeros_like(xs)
    for part in range(3):
        frequency = waves * (1 + part * 0.83) * 2 * math.pi / wide
        total += np.float32(0.55**part) * np.sin(xs * np.float32(frequency) + rng.uniform(0, 6.28)).astype(
            np.float32
        )
    return (base - height * 0.5 * (1 + total / 1.85)).astype(np.float32)


def at(line: Floats, x: float, wide: float) -> float:
    """The line's y at x."""
    return float(line[min(len(line) - 1, max(0, int(x / wide * len(line))))])


def conifer(
    rng: random.Random,
    x: float,
    foot: float,
    tall: float,
    dark: Colour,
    lit: Colour,
    snow: Colour | None,
    side: float,
) -> str:
    """A fir with drooping boughs; `side` is where the light is (-1 left, 1 right)."""
    half = tall * rng.uniform(0.19, 0.25)
    tiers = rng.randint(6, 9)
    trunk = tall * 0.02
    parts = [
        f'<path fill="{turn(dark, light=-0.05).hex}" d="M{x - trunk:.1f} {foot - tall * 0.12:.1f}h{2 * trunk:.1f}l{trunk * 0.4:.1f} {tall * 0.13:.1f}h{-2.8 * trunk:.1f}z"/>'
    ]
    deep, light, white = [], [], []
    for tier in range(tiers):
        share = (tier + 1) / tiers
        top = foot - tall + tall * 0.84 * (tier / tiers) ** 1.08
        low = foot - tall + tall * 0.94 * share**1.02 * 0.98
        wide = half * (0.12 + 0.88 * share**0.92) * rng.uniform(0.9, 1.08)
        left, right = wide * rng.uniform(0.9, 1.1), wide * rng.uniform(0.9, 1.1)
        teeth = 4 + tier
        edge = []
        for tooth in range(teeth * 2 + 1):
            place = tooth / (teeth * 2)
            across = -left + (left + right) * place
            sag = (1 - abs(2 * place - 1)) * wide * 0.2
            drop = wide * rng.uniform(0.05, 0.16) if tooth % 2 == 0 else -wide * 0.04
            edge.append(f"{x + across:.1f} {low - wide * 0.1 + sag + drop:.1f}")
        deep.append(
            f"M{x:.1f} {top:.1f}Q{x - left * 0.35:.1f} {(top + low) / 2:.1f} {edge[0]}L{' '.join(edge[1:])}Q{x + right * 0.35:.1f} {(top + low) / 2:.1f} {x:.1f} {top:.1f}z"
        )
        s = side
        reach = right if s > 0 else left
        light.append(
            f"M{x:.1f} {top + (low - top) * 0.1:.1f}Q{x + s * reach * 0.4:.1f} {(top + low) / 2:.1f} {x + s * reach * 0.92:.1f} {low - wide * 0.06:.1f}L{x + s * reach * 0.55:.1f} {low - wide * 0.08:.1f} {x + s * reach * 0.42:.1f} {low + wide * 0.02:.1f} {x + s * reach * 0.14:.1f} {low - wide * 0.16:.1f}z"
        )
        if snow is not None:
            for sign, extent in ((-1, left), (1, right)):
                if rng.random() < 0.86:
                    a, b = extent * rng.uniform(0.72, 0.96), extent * rng.uniform(0.2, 0.4)
                    white.append(
                        f"M{x:.1f} {top:.1f}Q{x + sign * extent * 0.36:.1f} {(top + low) / 2:.1f} {x + sign * a:.1f} {low - wide * 0.12:.1f}Q{x + sign * extent * 0.55:.1f} {low - wide * 0.2:.1f} {x + sign * b:.1f} {low - wide * 0.34:.1f}Q{x + sign * b * 0.4:.1f} {(top * 0.45 + low * 0.55):.1f} {x:.1f} {top + (low - top) * 0.3:.1f}z"
                    )
    # lower tiers first, so that each hangs over the one below
    order = range(tiers - 1, -1, -1)
    shade = turn(dark, light=-0.035)
    for tier in order:
        parts.append(f'<path fill="{(dark if tier % 2 else shade).hex}" d="{deep[tier]}"/>')
        parts.append(f'<path fill="{lit.hex}" fill-opacity=".5" d="{light[tier]}"/>')
    if snow is not None and white:
        parts.append(f'<path fill="{snow.hex}" fill-opacity=".88" d="{"".join(white)}"/>')
    return "".join(parts)


def far_conifers(rng: random.Random, line: Floats, wide: float, tall: float, density: float) -> str:
    """The serrated edge of a distant wood along a line: one path's data, closed below by `tall`."""
    data = []
    x = -tall * 0.3
    while x < wide + tall * 0.3:
        high = tall * rng.uniform(0.45, 1.0)
        half = high * rng.uniform(0.16, 0.22)
        foot = at(line, x, wide) + tall * 0.25
        top = foot - high
        data.append(
            f"M{x:.1f} {top:.1f}l{half * 0.45:.1f} {high * 0.36:.1f}{-half * 0.14:.1f} 0 {half * 0.42:.1f} {high * 0.32:.1f}{-half * 0.16:.1f} 0 {half * 0.43:.1f} {high * 0.4:.1f}H{x - half:.1f}"
            f"l{half * 0.43:.1f} {-high * 0.4:.1f}{-half * 0.16:.1f} 0 {half * 0.42:.1f} {-high * 0.32:.1f}{-half * 0.14:.1f} 0z"
        )
        x += half * rng.uniform(0.7, 1.5) / density
    return "".join(data)


def leafy(
    rng: random.Random,
    x: float,
    foot: float,
    tall: float,
    dark: Colour,
    mid: Colour,
    lit: Colour,
    trunk: Colour,
    side: float,
) -> str:
    """A broad-leaved tree: a forked trunk and a crown of overlapping rounds, lit from a side."""
    girth = tall * rng.uniform(0.03, 0.042)
    crown = tall * rng.uniform(0.27, 0.33)
    cy = foot - tall + crown * 1.05
    fork = foot - tall * 0.42
    parts = [
        f'<path fill="{trunk.hex}" d="M{x - girth:.1f} {foot:.1f}C{x - girth * 0.5:.1f} {foot - tall * 0.2:.1f} {x - girth * 0.6:.1f} {fork:.1f} {x - crown * 0.5:.1f} {cy:.1f}L{x - crown * 0.38:.1f} {cy:.1f}Q{x - girth * 0.2:.1f} {fork - tall * 0.02:.1f} {x:.1f} {fork:.1f}Q{x + girth * 0.3:.1f} {fork - tall * 0.04:.1f} {x + crown * 0.4:.1f} {cy:.1f}L{x + crown * 0.5:.1f} {cy:.1f}C{x + girth * 0.8:.1f} {fork:.1f} {x + girth * 0.6:.1f} {foot - tall * 0.2:.1f} {x + girth * 1.15:.1f} {foot:.1f}z"/>'
    ]
    blobs = []
    for _ in range(13):
        angle, far = rng.uniform(0, 6.28), crown * rng.uniform(0.1, 0.78) ** 0.8
        blobs.append(
            (
                x + math.cos(angle) * far * 1.12,
                cy + math.sin(angle) * far * 0.8,
                crown * rng.uniform(0.36, 0.56),
            )
        )
    for shade, dx, dy, factor, chosen in (
        (dark, 0.0, 0.06, 1.0, blobs), (mid, side * 0.07, -0.05, 0.84, blobs[:10]), (lit, side * 0.15, -0.14, 0.5, blobs[:8]),
    ):  # fmt: skip
        data = "".join(_round(bx + dx * crown, by + dy * crown, br * factor, rng) for bx, by, br in chosen)
        parts.append(f'<path fill="{shade.hex}" d="{data}"/>')
    return "".join(parts)


def _round(x: float, y: float, radius: float, rng: random.Random) -> str:
    """A scalloped round: leaves at its edge."""
    count = 11
    data = []
    for step in range(count + 1):
        angle = step / count * 2 * math.pi
        px, py = x + math.cos(angle) * radius, y + math.sin(angle) * radius
        if step == 0:
            data.append(f"M{px:.1f} {py:.1f}")
        else:
            bump = radius * 0.33
            data.append(f"A{bump:.1f} {bump:.1f} 0 0 1 {px:.1f} {py:.1f}")
    return "".join(data) + "z"


def grass(rng: random.Random, x: float, foot: float, tall: float, blades: int, spread: float) -> str:
    """A tuft as one path's data."""
    data = []
    for _ in range(blades):
        bx = x + rng.gauss(0, spread)
        high, lean = tall * rng.uniform(0.5, 1.0), rng.uniform(-0.5, 0.5)
        half = tall * 0.035
        data.append(
            f"M{bx - half:.1f} {foot:.1f}Q{bx + lean * high * 0.2:.1f} {foot - high * 0.6:.1f} {bx + lean * high * 0.7:.1f} {foot - high:.1f}Q{bx + lean * high * 0.3:.1f} {foot - high * 0.5:.1f} {bx + half:.1f} {foot:.1f}z"
        )
    return "".join(data)
