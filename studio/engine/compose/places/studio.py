"""The photographer's corner: a seamless wall, a plinth, window light; and the table top."""

import numpy as np

from studio.engine.compose.canvas import Canvas, ramp
from studio.engine.compose.colour import Colour, colour, mix, polar, turn
from studio.engine.compose.figure import named
from studio.engine.compose.setting import Setting

WALLS = ("#e9d9c6", "#d5e0d2", "#dcd6ea", "#f0d5cb")
WOODS = ("#b47a48", "#8a5a3a", "#c99a66", "#6f4a34")
TOP = 800.0


def wall_colour(here: Setting) -> Colour:
    if "white_background" in here.features:
        return colour("#f4f4f2")
    if here.palette:
        return _told(named(here.palette[0]), dark=here.mood.dark)
    if here.mood.dark:
        return mix(colour("#2b3048"), colour(WALLS[here.idea]), 0.18)
    return colour(WALLS[(here.idea + here.seed // 4) % 4])


def _told(shade: Colour, *, dark: bool) -> Colour:
    """A colour that somebody named, as a wall has it: paler than paint, and still that colour."""
    if dark:
        return mix(colour("#2b3048"), shade, 0.3)
    return mix(shade, colour("#f7f3ec"), 0.4 if polar(shade).lightness > 0.45 else 0.08)


def floor_colour(here: Setting) -> Colour:
    return colour(WOODS[here.idea]) if here.place == "table" else turn(wall_colour(here), light=0.04)


def paint_back(canvas: Canvas, here: Setting) -> None:
    wall = wall_colour(here)
    xs, ys = canvas.grid()
    low = turn(wall, light=-0.09, chroma=1.25)
    shades = ramp([(0, turn(wall, light=0.01)), (1, low)], np.clip(ys / (here.horizon + 40), 0, 1))
    x = canvas.wide * (0.22 if here.side < 0 else 0.78)
    near = np.exp(-(((xs - x) / (0.55 * canvas.wide)) ** 2) - ((ys - 170) / 430) ** 2)[:, :, None]
    shades += (
        (np.array(colour("#fffaf0"), dtype=np.float32) - shades) * near * (0.2 if here.mood.dark else 0.72)
    )
    floor = ramp(
        [(0, low), (0.2, turn(wall, light=-0.01)), (1, turn(wall, light=-0.07, chroma=1.2))],
        np.clip((ys - here.horizon) / (1000 - here.horizon), 0, 1),
    )
    blend = np.clip((ys - here.horizon + 26) / 52, 0, 1)[:, :, None]
    canvas.wash(shades * (1 - blend) + floor * blend)
    _beams(canvas, here)
    if here.place == "table":
        _table(canvas, here)
    elif here.idea != 2 or "plinth" in here.features:
        _plinth(canvas, here, wall)
    if here.idea in (0, 3) and here.place == "studio":
        _leaves(canvas, here)


def _beams(canvas: Canvas, here: Setting) -> None:
    """Light through a window's bars, lying slanted over wall and floor."""
    xs, ys = canvas.grid()
    slope = 0.55 * -here.side
    along = (xs - (here.wide * 0.5)) - slope * (ys - 400)
    width = canvas.span * 0.085
    total = np.zeros_like(xs)
    for step in range(3):
        middle = (step - 1) * width * 2.5
        total += np.clip(1.25 - (np.abs(along - middle) / width) ** 3, 0, 1)
    fade = np.clip((ys - 40) / 160, 0, 1) * np.clip((here.horizon + 190 - ys) / 180, 0, 1)
    light = total * fade * (0.05 if here.mood.dark else 0.12)
    canvas.screen(light[:, :, None] * np.array(colour("#fff3d9"), dtype=np.float32))


def _plinth(canvas: Canvas, here: Setting, wall: Colour) -> None:
    low, high = here.hero
    half = min(canvas.wide * 0.47, (high - low) * 0.62 + 46)
    x, top = (low + high) / 2, TOP - 8
    flat, tall = half * 0.15, 150.0
    light, mid, dark = (
        turn(wall, light=0.07, chroma=0.7),
        turn(wall, light=-0.03),
        turn(wall, light=-0.24, chroma=1.2),
    )
    canvas_shadow(
        canvas, x - here.side * half * 0.4, top + tall + flat * 0.3, half * 1.25, 60, here.mood.shadow, 0.34
    )
    one, other = (light, dark) if here.side < 0 else (dark, light)
    defs = f'<linearGradient id="side"><stop offset="0" stop-color="{one.hex}"/><stop offset=".45" stop-color="{mid.hex}"/><stop offset="1" stop-color="{other.hex}"/></linearGradient>'
    lid = turn(wall, light=0.09, chroma=0.6)
    canvas.vector(
        f'<path fill="url(#side)" d="M{x - half:.1f} {top:.1f}V{top + tall:.1f}A{half:.1f} {flat:.1f} 0 0 0 {x + half:.1f} {top + tall:.1f}V{top:.1f}z"/>'
        f'<ellipse cx="{x:.1f}" cy="{top:.1f}" rx="{half:.1f}" ry="{flat:.1f}" fill="{lid.hex}"/>',
        left=x - half - 4, right=x + half + 4, top=top - flat - 4, bottom=top + tall + flat + 4, defs=defs,
    )  # fmt: skip
    if here.idea == 1:
        small = half * 0.42
        bx = x + here.side * -1 * (half + small * 0.6)
        canvas.vector(
            f'<path fill="url(#side)" d="M{bx - small:.1f} {top + 70:.1f}V{top + tall + 18:.1f}A{small:.1f} {small * 0.15:.1f} 0 0 0 {bx + small:.1f} {top + tall + 18:.1f}V{top + 70:.1f}z"/>'
            f'<ellipse cx="{bx:.1f}" cy="{top + 70:.1f}" rx="{small:.1f}" ry="{small * 0.15:.1f}" fill="{lid.hex}"/>',
            left=bx - small - 4, right=bx + small + 4, top=top, bottom=1000, defs=defs,
        )  # fmt: skip


def canvas_shadow(
    canvas: Canvas, x: float, y: float, half: float, flat: float, shade: Colour, strength: float
) -> None:
    """A soft round dark on a floor."""
    xs, ys = canvas.grid()
    near = np.clip(1 - np.hypot((xs - x) / half, (ys - y) / flat), 0, 1) ** 1.2
    canvas.veil(near * strength, shade)


def _table(canvas: Canvas, here: Setting) -> None:
    wood = colour(WOODS[here.idea])
    if here.mood.dark:
        wood = turn(wood, light=-0.2)
    y0 = here.horizon + 30
    line = np.full(canvas.width, y0, dtype=np.float32)
    grain = (
        0.94 + 0.12 * canvas.clouds(26, 3, stretch=0.12).T[: canvas.small[1], : canvas.small[0]]
        if canvas.small[0] <= canvas.small[1]
        else 0.94 + 0.12 * canvas.clouds(8, 3, stretch=6)
    )
    if grain.shape != (canvas.small[1], canvas.small[0]):
        grain = 0.94 + 0.12 * canvas.clouds(8, 3, stretch=6)
    canvas.below(
        line,
        [(0, turn(wood, light=0.1)), (0.04, turn(wood, light=0.04)), (1, turn(wood, light=-0.12))],
        depth=1000 - y0,
        texture=grain,
    )
    boards = []
    vanish = (canvas.wide / 2, y0 - 420)
    for step in range(-7, 8):
        foot = canvas.wide / 2 + step * canvas.wide * 0.2
        share = (y0 - vanish[1]) / (1000 - vanish[1])
        boards.append(f"M{vanish[0] + (foot - vanish[0]) * share:.1f} {y0:.1f}L{foot:.1f} 1000")
    canvas.vector(
        f'<path fill="none" stroke="{turn(wood, light=-0.16).hex}" stroke-width="2.4" stroke-opacity=".55" d="{"".join(boards)}"/>',
        top=y0,
    )
    xs, ys = canvas.grid()
    shine = (
        np.exp(-(((xs - canvas.wide * (0.3 if here.side < 0 else 0.7)) / 260) ** 2))
        * np.clip(1 - np.abs(ys - y0 - 70) / 120, 0, 1)
        * (ys > y0)
    )
    canvas.screen((shine * 0.22)[:, :, None] * np.array(colour("#fff1d8"), dtype=np.float32))


def _leaves(canvas: Canvas, here: Setting) -> None:
    """The shadow of a palm frond on the wall, from the light's side."""
    xs, ys = canvas.grid()
    total = np.zeros_like(xs)
    rng = here.rng("fronds")
    x = canvas.wide * (1.02 if here.side > 0 else -0.02)
    for leaf in range(8):
        angle = np.radians((150 if here.side > 0 else 30) + (leaf - 3.5) * 13 + rng.uniform(-4, 4))
        long, wide = canvas.span * rng.uniform(0.42, 0.56), canvas.span * 0.03
        along = (xs - x) * np.cos(angle) + (ys - 210) * np.sin(angle)
        across = -(xs - x) * np.sin(angle) + (ys - 210) * np.cos(angle)
        share = np.clip(along / long, 0, 1)
        body = wide * np.sin(np.pi * share) ** 0.8 + 0.001
        total = np.maximum(total, np.clip(1.3 - np.abs(across) / body, 0, 1) * (along > 0) * (along < long))
    canvas.veil(total * 0.2, turn(wall_colour(here), light=-0.35, chroma=1.5))


def paint_front(canvas: Canvas, here: Setting) -> None:
    return
