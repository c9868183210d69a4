"""Pictures of nothing: shapes, waves, orbits and light in the colours that were asked for; and patterns of things."""

import math
import random

import numpy as np
from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose import figure, finish, sprite
from studio.engine.compose.canvas import Canvas, ramp
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.letters import letter
from studio.engine.compose.mood import mood
from studio.engine.compose.setting import Setting
from studio.engine.compose.stage import Lettering
from studio.engine.compose.styles import styled
from studio.engine.plan.scene import ScenePlan

PALETTES = (
    ("#f4ead5", "#d1495b", "#edae49", "#00798c", "#30445e"),
    ("#f7efe6", "#ef8354", "#4f5d75", "#bfc0c0", "#2d3142"),
    ("#fbf1e7", "#f2a65a", "#8d3b72", "#72b0ab", "#3b2c4a"),
    ("#eef1ec", "#386641", "#a7c957", "#e07a5f", "#1d3557"),
)
WHITE = colour("#fffaf0")


def abstract(plan: ScenePlan, seed: int, width: int, height: int) -> Image.Image:
    """Without things: one of four compositions; with things: a pattern of them."""
    canvas = Canvas(width, height, seed)
    rng = random.Random(f"{seed}/abstract")
    shades = _shades(plan, seed)
    here = Setting(
        "studio", "day", "clear", "summer", mood("day", "clear", "summer", rng, seed % 4), canvas.wide, 680.0,
        (canvas.wide * 0.3, 200.0), seed % 4, seed, (0.0, 0.0), (), plan.style,
    )  # fmt: skip
    things = [subject for subject in plan.subjects if subject.art]
    if things:
        _pattern(canvas, plan, shades, rng)
    else:
        (_tiles, _waves, _orbits, _lights)[seed % 4](canvas, shades, rng)
    for text in plan.lettering[:1]:
        letter(canvas, here, Lettering(text, canvas.wide * 0.1, 760.0, canvas.wide * 0.8, 170.0))
    styled(canvas, here)
    finish.grained(canvas, here)
    return canvas.picture


def _shades(plan: ScenePlan, seed: int) -> list[Colour]:
    """The ground first, then four colours; those that were named come first and bring their own tones."""
    usual = [colour(part) for part in PALETTES[seed % 4]]
    told = [figure.named(name) for name in plan.palette]
    if not told:
        return usual
    if len(told) == 1:
        told = [
            told[0],
            turn(told[0], light=-0.16),
            turn(told[0], light=0.14, chroma=0.75),
            turn(told[0], hue=38),
        ]
    ground = mix(WHITE, told[0], 0.08)
    tones = [
        *told,
        *(turn(shade, light=-0.2) for shade in told),
        *(mix(shade, WHITE, 0.45) for shade in told),
    ]
    return [ground, *tones[:4]]


def _tiles(canvas: Canvas, shades: list[Colour], rng: random.Random) -> None:
    """A grid of quarter circles, half circles, rings, triangles and bars."""
    side = canvas.span / rng.choice((4, 5))
    across, down = math.ceil(canvas.wide / side), math.ceil(1000 / side)
    left, top = (canvas.wide - across * side) / 2, (1000 - down * side) / 2
    drawn, before = [], shades[0]
    for row in range(down):
        for column in range(across):
            ground, shape = rng.sample(shades, 2)
            if ground == before:
                ground, shape = shape, ground
            before = ground
            third = rng.choice([shade for shade in shades if shade not in (ground, shape)])
            drawn.append(
                f'<g transform="translate({left + column * side:.2f} {top + row * side:.2f}) scale({side / 100:.4f})">'
                f'<path fill="{ground.hex}" d="M-.500-.500h101v101h-101z"/>'
                f'<g transform="rotate({rng.randrange(4) * 90} 50 50)">{_tile(rng.randrange(7), shape, third)}</g></g>'
            )
    canvas.vector("".join(drawn))


def _tile(kind: int, shape: Colour, third: Colour) -> str:
    one, two = shape.hex, third.hex
    return (
        f'<path fill="{one}" d="M0 0h100a100 100 0 0 1-100 100z"/><path fill="{two}" d="M0 0h50a50 50 0 0 1-50 50z"/>',
        f'<path fill="{one}" d="M0 50a50 50 0 0 1 100 0z"/><path fill="{two}" d="M0 100a50 50 0 0 1 100 0z"/>',
        f'<circle cx="50" cy="50" r="42" fill="{one}"/><circle cx="50" cy="50" r="20" fill="{two}"/>',
        f'<path fill="{one}" d="M0 0h100l-100 100z"/><circle cx="68" cy="68" r="17" fill="{two}"/>',
        f'<path fill="{one}" d="M0 0h20v100h-20zM40 0h20v100h-20zM80 0h20v100h-20z"/>',
        f'<path fill="{one}" d="M50 0l50 50l-50 50l-50-50z"/><path fill="{two}" d="M50 25l25 25l-25 25l-25-25z"/>',
        f'<path fill="none" stroke="{one}" stroke-width="14" d="M0 93a93 93 0 0 0 93-93M0 63a63 63 0 0 0 63-63"/><path fill="{two}" d="M0 0h36a36 36 0 0 1-36 36z"/>',
    )[kind]


def _waves(canvas: Canvas, shades: list[Colour], rng: random.Random) -> None:
    """Sheets that flow one before the other, each with a shadow on the one behind."""
    count = 8
    canvas.fill([(0, mix(shades[0], shades[1], 0.15)), (1, shades[0])])
    xs = canvas.columns()
    swing = rng.choice((-1, 1)) * rng.uniform(90, 170)
    start = rng.uniform(0, math.tau)
    for number in range(count):
        share = number / (count - 1)
        line = (
            220 + 700 * share**1.1
            + swing * np.sin(xs / canvas.wide * 3.6 + start + share * 1.9)
            + 38 * np.sin(xs / canvas.wide * 9.1 + start * 2 + share * 4.2)
        ).astype(np.float32)  # fmt: skip
        place = share * 3
        low = min(2, int(place))
        shade = mix(shades[1 + low], shades[2 + low], place - low)
        grid_x, grid_y = canvas.grid()
        edge = np.interp(grid_x[0], xs, line).astype(np.float32)
        away = edge[None, :] - grid_y
        canvas.veil(np.where(away > 0, np.exp(-away / 42) * 0.42, 0.42), turn(shades[4], light=-0.12))
        canvas.below(
            line, [(0, turn(shade, light=0.07)), (0.25, shade), (1, turn(shade, light=-0.1))], depth=420
        )


def _orbits(canvas: Canvas, shades: list[Colour], rng: random.Random) -> None:
    """Discs through which one sees, rings, rays and small bodies around a great circle."""
    canvas.fill([(0, turn(shades[0], light=0.015)), (1, turn(shades[0], light=-0.035))])
    x, y = canvas.wide * rng.uniform(0.4, 0.6), rng.uniform(400, 560)
    great = canvas.span * rng.uniform(0.27, 0.33)
    parts = [
        f'<path stroke="{shades[4].hex}" stroke-width="{rng.uniform(1.5, 5):.1f}" opacity=".8" d="M{x + math.cos(turned) * great * 0.4:.0f} {y + math.sin(turned) * great * 0.4:.0f}L{x + math.cos(turned) * far:.0f} {y + math.sin(turned) * far:.0f}"/>'
        for turned, far in ((rng.uniform(0, math.tau), canvas.span * rng.uniform(0.5, 0.9)) for _ in range(7))
    ]
    parts.append(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{great:.0f}" fill="url(#great)"/>'
        f'<path fill="{shades[2].hex}" opacity=".92" d="M{x - great * 1.55:.0f} {y + great * 0.95:.0f}L{x - great * 0.1:.0f} {y - great * 1.25:.0f}L{x + great * 0.35:.0f} {y + great * 1.1:.0f}z" style="mix-blend-mode:multiply"/>'
    )
    for number in range(9):
        turned, far = rng.uniform(0, math.tau), great * rng.uniform(0.5, 1.7)
        size = great * rng.choice((0.07, 0.11, 0.18, 0.28, 0.42))
        at = f'cx="{x + math.cos(turned) * far:.0f}" cy="{y + math.sin(turned) * far * 0.85:.0f}"'
        shade = shades[1 + number % 4].hex
        if number % 3 == 2:
            parts.append(
                f'<circle {at} r="{size:.0f}" fill="none" stroke="{shade}" stroke-width="{max(4, size * 0.16):.1f}"/>'
            )
        else:
            parts.append(
                f'<circle {at} r="{size:.0f}" fill="{shade}" opacity=".9" style="mix-blend-mode:multiply"/>'
            )
    arcs = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{great * (1.15 + 0.13 * ring):.0f}" fill="none" stroke="{shades[4].hex}" stroke-width="2.200" stroke-dasharray="{rng.uniform(200, 700):.0f} {rng.uniform(300, 900):.0f}" transform="rotate({rng.uniform(0, 360):.0f} {x:.0f} {y:.0f})"/>'
        for ring in range(4)
    )
    great_fill = (
        f'<linearGradient id="great" x2=".6" y2="1"><stop stop-color="{turn(shades[1], light=0.06).hex}"/>'
        f'<stop offset="1" stop-color="{mix(shades[1], shades[3], 0.6).hex}"/></linearGradient>'
    )
    canvas.vector("".join(parts) + arcs, defs=great_fill)


def _lights(canvas: Canvas, shades: list[Colour], rng: random.Random) -> None:
    """Colours that run into each other out of focus, and panes of glass before them."""
    xs, ys = canvas.grid()
    total = np.zeros((*xs.shape, 3), np.float32)
    weight = np.full((*xs.shape, 1), 1e-3, np.float32)
    for number in range(9):
        x, y = rng.uniform(0, canvas.wide), rng.uniform(0, 1000)
        reach = canvas.span * rng.uniform(0.2, 0.42)
        near = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * reach**2))[:, :, None]
        shade = turn(shades[1 + number % 4] if number else shades[0], chroma=1.3)
        total += near * np.array(shade, np.float32)
        weight += near
    canvas.wash(total / weight)
    panes = "".join(
        f'<circle cx="{rng.uniform(0.15, 0.85) * canvas.wide:.0f}" cy="{rng.uniform(150, 850):.0f}" r="{canvas.span * rng.uniform(0.1, 0.24):.0f}" fill="url(#pane{rng.randrange(2)})" stroke="#ffffff" stroke-opacity=".45" stroke-width="1.600"/>'
        for _ in range(5)
    )
    defs = "".join(
        f'<linearGradient id="pane{number}" x1="{number}" x2="{1 - number}" y2="1"><stop stop-color="#ffffff" stop-opacity=".42"/><stop offset=".55" stop-color="#ffffff" stop-opacity=".04"/><stop offset="1" stop-color="#ffffff" stop-opacity=".2"/></linearGradient>'
        for number in range(2)
    )
    canvas.vector(panes, defs=defs)


def _pattern(canvas: Canvas, plan: ScenePlan, shades: list[Colour], rng: random.Random) -> None:
    """The things over and over in shifted rows, each turned a little, on a ground of their own."""
    ground = turn(mix(shades[1 + rng.randrange(3)], WHITE, 0.7), chroma=1.25)
    canvas.wash(
        ramp([(0, turn(ground, light=0.01)), (1, turn(ground, light=-0.015))], canvas.grid()[1] / 1000)
    )
    things = [subject for subject in plan.subjects if subject.art][:5]
    side = canvas.span / rng.choice((3.2, 4.2))
    pixels = side * 0.62 * canvas.scale
    drawn = [
        sprite.draw(figure.body(thing.art, thing.colour), shelf.art(thing.art).size, pixels)
        for thing in things
    ]
    shadow = mix(ground, colour("#2b2140"), 0.35)
    rows, columns = math.ceil(1000 / side) + 1, math.ceil(canvas.wide / side) + 1
    for row in range(rows):
        for column in range(columns):
            x = (column + 0.5 * (row % 2)) * side
            y = (row + 0.25) * side
            if (row + column) % 2 and len(things) == 1:
                dot = side * 0.06
                canvas.dots([(x, y, dot, shades[1 + (row * 3 + column) % 4], 0.9)])
                continue
            picture = drawn[(row + column) % len(drawn)].rotate(
                rng.uniform(-24, 24), Image.Resampling.BICUBIC, expand=True
            )
            left, top = x - picture.width / 2 / canvas.scale, y - picture.height / 2 / canvas.scale
            fallen = Image.new("RGBA", picture.size, tuple(round(part) for part in shadow))
            fallen.putalpha(picture.getchannel("A").point(lambda level: level // 3))
            canvas.stamp(fallen, left + side * 0.02, top + side * 0.03)
            canvas.stamp(picture, left, top)
