"""Rain, snow, lightning, leaves and lights in the air."""

import math

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import colour, mix
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import mist

INDOORS = frozenset({"studio", "table", "counter", "room", "kitchen", "space", "moonscape", "underwater"})


def paint_weather(canvas: Canvas, here: Setting) -> None:
    if here.place in INDOORS:
        return
    if here.weather in ("rain", "storm"):
        _rain(canvas, here)
    elif here.weather == "snow" or (
        here.season == "winter" and here.place in ("forest", "tundra", "mountains", "meadow")
    ):
        _snow(canvas, here, heavy=here.weather == "snow")
    elif here.weather == "fog":
        for step in range(3):
            mist(
                canvas, here.horizon + 40 + step * 140, 90, mix(here.mood.haze, colour("#ffffff"), 0.12), 0.62
            )
    if "lightning" in here.features or here.weather == "storm":
        _lightning(canvas, here)
    if "fireflies" in here.features:
        _fireflies(canvas, here)
    if (
        here.season == "autumn" and here.place in ("forest", "meadow", "lake")
    ) or "falling_leaves" in here.features:
        _flakes(canvas, here, ("#d9772a", "#b8431f", "#f0b040"), 26)
    elif "petals" in here.features:
        _flakes(canvas, here, ("#ffc2d6", "#ff9fc0", "#fff0f4"), 34)


def _rain(canvas: Canvas, here: Setting) -> None:
    rng = here.rng("rain")
    unit = canvas.span / 1000
    data = []
    for _ in range(int(420 * canvas.wide / 1000)):
        x, y, long = rng.uniform(-60, canvas.wide), rng.uniform(-40, 1000), rng.uniform(16, 60) * unit
        data.append(f"M{x:.1f} {y:.1f}l{-long * 0.16:.1f} {long:.1f}")
    canvas.vector(
        f'<path stroke="#dfe9f5" stroke-width="{1.3 * unit:.2f}" stroke-linecap="round" opacity=".34" fill="none" d="{"".join(data)}"/>',
        coarse=True,
    )
    rings = []
    for _ in range(60):
        x, y = rng.uniform(0, canvas.wide), rng.uniform(here.horizon + 70, 1000)
        r = (6 + 20 * (y - here.horizon) / 500) * unit * rng.uniform(0.5, 1)
        rings.append(f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{r:.1f}" ry="{r * 0.28:.1f}"/>')
    canvas.vector(
        f'<g fill="none" stroke="#eaf2fa" stroke-width="{1.2 * unit:.2f}" opacity=".3">{"".join(rings)}</g>',
        top=here.horizon + 60,
        coarse=True,
    )


def _snow(canvas: Canvas, here: Setting, heavy: bool) -> None:
    rng = here.rng("snowfall")
    unit = canvas.span / 1000
    white = colour("#ffffff")
    dots = []
    for _ in range(int((420 if heavy else 150) * canvas.wide / 1000)):
        near = rng.random() ** 3
        dots.append(
            (
                rng.uniform(0, canvas.wide),
                rng.uniform(0, 1000),
                (1.1 + 4.6 * near) * unit,
                white,
                rng.uniform(0.3, 0.85) * (1 - 0.45 * near),
            )
        )
    canvas.dots(dots)


def _lightning(canvas: Canvas, here: Setting) -> None:
    rng = here.rng("lightning")
    x, y = rng.uniform(0.2, 0.8) * canvas.wide, 0.0
    points, branches = [(x, y)], []
    while y < here.horizon:
        y += rng.uniform(18, 46)
        x += rng.uniform(-26, 26)
        points.append((x, y))
        if rng.random() < 0.25:
            bx, by = x, y
            branch = [(bx, by)]
            for _ in range(4):
                bx, by = bx + rng.uniform(8, 30) * rng.choice((-1, 1)), by + rng.uniform(14, 30)
                branch.append((bx, by))
            branches.append(branch)
    canvas.glow(points[0][0], 40, 460, colour("#b9c8ff"), 0.5)
    lines = "".join(
        f'<path d="M{" L".join(f"{a:.1f} {b:.1f}" for a, b in line)}" stroke-width="{wide}"/>'
        for line, wide in ((points, 4.5), *((branch, 1.8) for branch in branches))
    )
    canvas.vector(
        f'<g fill="none" stroke="#f4f2ff" stroke-linejoin="round">{lines}</g>', bottom=here.horizon + 20
    )


def _fireflies(canvas: Canvas, here: Setting) -> None:
    rng = here.rng("fireflies")
    for _ in range(16):
        x, y = rng.uniform(0, canvas.wide), rng.uniform(here.horizon - 120, 940)
        canvas.glow(x, y, rng.uniform(14, 30), colour("#f6ff9a"), 0.9)


def _flakes(canvas: Canvas, here: Setting, shades: tuple[str, ...], many: int) -> None:
    rng = here.rng("flakes")
    unit = canvas.span / 1000
    low, high = here.hero
    told = []
    for _ in range(many):
        x, y = rng.uniform(0, canvas.wide), rng.uniform(60, 980)
        if low < x < high and y > 420:
            continue
        size = rng.uniform(5, 11) * unit
        shade = here.mood.lit(colour(rng.choice(shades)))
        told.append(
            f'<path fill="{shade.hex}" opacity=".9" transform="translate({x:.0f} {y:.0f}) rotate({math.degrees(rng.uniform(0, 6)):.0f}) scale({size / 10:.2f})" d="M-10 0Q0 -8 10 0Q0 8 -10 0z"/>'
        )
    canvas.vector("".join(told))
