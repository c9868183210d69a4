"""Woods: ridges in haze, ranks of trees, a clearing for the subjects, framing trunks in front."""

import random

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.flora import conifer, far_conifers, grass, leafy, ridge, rolling
from studio.engine.compose.places import land
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import mist, paint_sky, rays

FIR = ("#1d4a3c", "#3f7d5c")


def base_colour(here: Setting) -> Colour:
    return land.grass_colour(here)


def paint_back(canvas: Canvas, here: Setting) -> None:
    paint_sky(canvas, here)
    rng, mood, y0 = here.rng("back"), here.mood, here.horizon
    xs = canvas.columns()
    rock = colour("#6f86a4" if here.snowy else "#5f7f86")
    for step, (far, rise, tall) in enumerate(((0.86, 0.035, 0.2), (0.7, 0.015, 0.13))):
        line = ridge(
            rng, xs, y0 - rise * 1000, tall * 1000 * rng.uniform(0.7, 1.15), 0.52, rng.choice((2, 3, 4))
        )
        base = mood.lit(rock, far)
        canvas.below(line, [(0, base), (1, mix(base, mood.haze, 0.55))], depth=190)
        mist(canvas, y0 - 10 + step * 18, 45, mood.haze, 0.5)
    dark, lit = _firs(here)
    for far, rise, tall in ((0.62, 0.0, 70.0), (0.44, -14.0, 118.0)):
        line = rolling(rng, xs, y0 - rise, 26, rng.uniform(0.6, 1.6))
        shade = mood.lit(dark, far)
        canvas.vector(
            f'<path fill="{shade.hex}" d="{far_conifers(rng, line, canvas.wide, tall, 1.0)}"/>',
            top=y0 - rise - tall - 60, bottom=y0 - rise + tall,
        )  # fmt: skip
        canvas.below(line + tall * 0.12, [(0, shade), (1, mix(shade, mood.haze, 0.5))], depth=60)
        mist(canvas, y0 - rise + 12, 32, mix(mood.haze, mood.key, 0.12), 0.55)
    land.ground(canvas, here, base_colour(here))
    _rank(canvas, here, dark, lit)
    if mood.disc == "sun" and mood.sharpness > 0.3:
        rays(canvas, here, 0.2 if mood.low else 0.12)


def _firs(here: Setting) -> tuple[Colour, Colour]:
    dark, lit = (colour(part) for part in FIR)
    if here.snowy:
        dark, lit = turn(dark, chroma=0.75), colour("#6f93a8")
    return dark, lit


def _rank(canvas: Canvas, here: Setting, dark: Colour, lit: Colour) -> None:
    """The trees around the clearing, smaller and hazier towards its middle."""
    rng, mood, y0 = here.rng("rank"), here.mood, here.horizon
    low, high = here.hero
    spots = []
    for _ in range(22):
        x = rng.uniform(-0.04, 1.04) * canvas.wide
        closeness = rng.random() ** 1.5
        if low - 30 < x < high + 30 and closeness > 0.1:
            continue
        spots.append((closeness, x))
    markup, top = [], 1000.0
    for closeness, x in sorted(spots):
        foot = y0 + 34 + closeness * 95
        tall = (150 + closeness * 330) * rng.uniform(0.8, 1.15)
        far = 0.4 * (1 - closeness)
        markup.append(_tree(here, rng, x, foot, tall, far, dark, lit))
        markup.append(
            f'<ellipse cx="{x - here.side * tall * 0.09:.1f}" cy="{foot + 2:.1f}" rx="{tall * 0.2:.1f}" ry="{tall * 0.018:.1f}" fill="{mood.shadow.hex}" opacity="{0.25 + 0.2 * mood.sharpness:.2f}"/>'
        )
        top = min(top, foot - tall * 1.05)
    canvas.vector("".join(markup), top=top, bottom=y0 + 160)
    mist(canvas, y0 + 48, 30, mix(mood.haze, mood.key, 0.2), 0.4)


def _tree(
    here: Setting,
    rng: random.Random,
    x: float,
    foot: float,
    tall: float,
    far: float,
    dark: Colour,
    lit: Colour,
) -> str:
    mood = here.mood
    if (
        here.snowy
        or (here.season != "summer" and rng.random() < 0.35)
        or (here.season == "summer" and rng.random() < 0.6)
    ):
        snow = mix(mood.lit(colour("#f2f7ff"), far), mood.key, 0.15) if here.snowy else None
        return conifer(
            rng, x, foot, tall, mood.lit(dark, far), mix(mood.lit(lit, far), mood.key, 0.1), snow, here.side
        )
    deep, mid, light = (
        mood.lit(turn(colour(part), hue=rng.uniform(-14, 10)), far) for part in land.LEAVES[here.season]
    )
    return leafy(
        rng,
        x,
        foot,
        tall * 0.9,
        deep,
        mid,
        mix(light, mood.key, 0.15),
        mood.lit(colour("#5a4334"), far),
        here.side,
    )


def paint_front(canvas: Canvas, here: Setting) -> None:
    rng, mood = here.rng("front"), here.mood
    dark, lit = _firs(here)
    low, high = here.hero
    for share in ((-0.02, 1.03), (1.0,), (-0.01,), ())[here.idea]:
        x = share * canvas.wide
        tall = rng.uniform(640, 860)
        half = tall * 0.3
        if x + half * 0.75 > low and x - half * 0.75 < high:
            continue
        tree = _tree(
            here,
            rng,
            x,
            1010 + rng.uniform(0, 40),
            tall,
            0.0,
            turn(dark, light=-0.08),
            turn(lit, light=-0.06),
        )
        canvas.vector(tree, left=x - tall * 0.36, right=x + tall * 0.36, top=120)
    if not here.snowy:
        blades = []
        for _ in range(26):
            x = rng.uniform(0, canvas.wide)
            if low < x < high:
                continue
            blades.append(grass(rng, x, 1008, rng.uniform(50, 110), 8, 14))
        shade = mood.lit(turn(base_colour(here), light=-0.22), 0)
        canvas.vector(f'<path fill="{shade.hex}" d="{"".join(blades)}"/>', top=880)


def floor_colour(here: Setting) -> Colour:
    return here.mood.lit(base_colour(here))
