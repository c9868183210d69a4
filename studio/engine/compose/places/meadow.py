"""Open country: meadows, savanna, tundra."""

import math
import random

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.flora import at, grass, rolling
from studio.engine.compose.places import land
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import paint_sky, rays

FLOWERS = ("#ffffff", "#ffd84a", "#ff7a9c", "#b48cf2", "#ff8f4a")


def base_colour(here: Setting) -> Colour:
    if here.place == "savanna":
        return colour("#d9a953")
    if here.place == "tundra":
        return colour("#f2f7fd")
    return land.grass_colour(here)


def floor_colour(here: Setting) -> Colour:
    return here.mood.lit(base_colour(here))


def paint_back(canvas: Canvas, here: Setting) -> None:
    paint_sky(canvas, here)
    rng, mood, y0 = here.rng("back"), here.mood, here.horizon
    xs = canvas.columns()
    if here.place == "tundra":
        line = land.range_line(rng, canvas, y0 + 8, 150, 3)
        land.peaks(canvas, here, line, colour("#b9d2e6"), 0.8, y0 + 20, 0.55)
        land.veil_low(canvas, here, 0.5)
    elif here.place == "savanna":
        land.peaks(
            canvas, here, land.range_line(rng, canvas, y0 + 6, 70, 2), colour("#a07a6a"), 0.0, y0 + 10, 0.75
        )
        land.veil_low(canvas, here, 0.4)
    else:
        tall = (130, 60, 190, 90)[here.idea]
        line = land.range_line(rng, canvas, y0 - 8, tall, 2 + here.idea % 3)
        land.peaks(
            canvas, here, line, colour("#7089a6"), 0.3 if tall > 150 or here.snowy else 0.0, y0 + 10, 0.74
        )
        for step, far in ((0, 0.6), (1, 0.42)):
            hills = rolling(rng, xs, y0 + 6 + step * 22, 52, rng.uniform(0.7, 1.6))
            shade = mood.lit(mix(base_colour(here), colour("#3f7d5c"), 0.35 if not here.snowy else 0.1), far)
            canvas.below(hills, [(0, mix(shade, mood.key, 0.12)), (1, shade)], depth=70)
            copse = []
            for _ in range(7):
                x = rng.uniform(0, canvas.wide)
                copse += [
                    land.broadleaf(
                        here,
                        rng,
                        x + rng.uniform(-30, 30),
                        at(hills, x, canvas.wide) + 5,
                        rng.uniform(26, 50) * (1 + step * 0.4),
                        far,
                    )
                    for _ in range(rng.choice((1, 2, 3)))
                ]
            canvas.vector("".join(copse), top=y0 - 110, bottom=y0 + 70)
        land.veil_low(canvas, here, 0.35)
    land.ground(canvas, here, base_colour(here), waves=20 if here.place == "savanna" else 32)
    if here.place == "savanna":
        _acacias(canvas, here)
    elif here.place == "meadow":
        _near_trees(canvas, here)
    if mood.disc == "sun" and mood.sharpness > 0.5 and here.idea in (1, 3):
        rays(canvas, here, 0.13)
    _turf(canvas, here, y0 + 60, 880)


def _near_trees(canvas: Canvas, here: Setting) -> None:
    """One or two fine trees where the subjects are not."""
    rng, y0 = here.rng("trees"), here.horizon
    low, high = here.hero
    spots = [
        share
        for share in ((0.1, 0.9), (0.92,), (0.07,), (0.12, 0.84))[here.idea]
        if not low - 70 < share * canvas.wide < high + 70
    ]
    for share in spots:
        foot, tall = y0 + rng.uniform(50, 90), rng.uniform(250, 370)
        x = share * canvas.wide
        shadow = f'<ellipse cx="{x - here.side * 40:.0f}" cy="{foot:.0f}" rx="{tall * 0.34:.0f}" ry="{tall * 0.035:.0f}" fill="{here.mood.shadow.hex}" opacity="{0.14 + 0.18 * here.mood.sharpness:.2f}"/>'
        tree = land.broadleaf(here, rng, x, foot, tall, 0.08)
        canvas.vector(
            shadow + tree, left=x - tall * 0.75, right=x + tall * 0.75, top=max(0, y0 - 380), bottom=y0 + 130
        )


def _acacias(canvas: Canvas, here: Setting) -> None:
    rng, mood, y0 = here.rng("acacias"), here.mood, here.horizon
    low, high = here.hero
    markup = []
    for tall, far in ((60, 0.5), (80, 0.42), (54, 0.55), (230, 0.1), (300, 0.02)):
        x = rng.uniform(0.04, 0.96) * canvas.wide
        if tall > 100 and low - 90 < x < high + 90:
            x = low - 150 if low > canvas.wide - high else high + 150
        foot = y0 + 20 + tall * 0.22
        trunk, crown = mood.lit(colour("#5a4030"), far), mood.lit(colour("#6d7a35"), far)
        light = mix(mood.lit(colour("#a8ad50"), far), mood.key, 0.15)
        s = tall / 100
        markup.append(
            f'<g transform="translate({x:.0f} {foot:.0f}) scale({s:.2f})"><path fill="{trunk.hex}" d="M-4 0Q-2 -40 -26 -72L-22 -74Q0 -46 1 -34Q6 -54 26 -76L30 -74Q8 -44 5 0z"/>'
            f'<path fill="{crown.hex}" d="M-64 -74C-58 -92 -34 -98 -10 -96C16 -106 52 -96 66 -80C70 -72 50 -70 30 -72C4 -66 -30 -68 -64 -74z"/>'
            f'<path fill="{light.hex}" d="M-54 -80C-46 -92 -26 -95 -8 -93C16 -102 44 -94 56 -83C30 -88 0 -86 -20 -86C-34 -86 -44 -84 -54 -80z"/></g>'
        )
    canvas.vector("".join(markup), top=max(0, y0 - 300), bottom=y0 + 120)


def _turf(canvas: Canvas, here: Setting, top: float, low: float) -> None:
    """Tufts and flowers that grow with nearness, none before the subjects' feet."""
    if here.place == "tundra" or here.snowy:
        return
    rng, mood = here.rng("turf"), here.mood
    dark = mood.lit(turn(base_colour(here), light=-0.1))
    data, heads = [], []
    many = 46 if here.place == "meadow" else 30
    for _ in range(many):
        share = rng.random() ** 0.7
        x, y = rng.uniform(0, canvas.wide), top + share * (low - top)
        data.append(grass(rng, x, y, 10 + 30 * share, 5, 3 + 6 * share))
    if here.place == "meadow" and (here.season in ("spring", "summer") or "flowers" in here.features):
        for _ in range(140 if "flowers" in here.features else 46):
            share = rng.random() ** 0.7
            x, y = rng.uniform(0, canvas.wide), top + share * (low + 60 - top)
            size = 1.6 + 5.2 * share
            heads.append(_flower(rng, x, y, size, mood.lit(colour(rng.choice(FLOWERS)))))
    canvas.vector(
        f'<path fill="{dark.hex}" fill-opacity=".75" d="{"".join(data)}"/>{"".join(heads)}', top=top - 50
    )


def _flower(rng: random.Random, x: float, y: float, size: float, shade: Colour) -> str:
    if size < 3.2:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.6:.1f}" fill="{shade.hex}"/>'
    turned = rng.uniform(0, 72)
    petals = "".join(
        f'<circle cx="{x + math.cos(math.radians(turned + step * 72)) * size * 0.62:.1f}" cy="{y + math.sin(math.radians(turned + step * 72)) * size * 0.5:.1f}" r="{size * 0.46:.1f}"/>'
        for step in range(5)
    )
    return f'<g fill="{shade.hex}">{petals}</g><circle cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.34:.1f}" fill="#f2b632"/>'


def paint_front(canvas: Canvas, here: Setting) -> None:
    if here.snowy or here.place == "tundra":
        return
    rng, mood = here.rng("front"), here.mood
    low, high = here.hero
    blades: list[str] = []
    back: list[str] = []
    for _ in range(44):
        x = rng.uniform(0, canvas.wide)
        edge = 1.0 if x < low or x > high else 0.45
        (blades if rng.random() < 0.5 else back).append(
            grass(rng, x, 1012, rng.uniform(60, 120) * edge, 7, 14)
        )
    dark = mood.lit(turn(base_colour(here), light=-0.24))
    mid = mood.lit(turn(base_colour(here), light=-0.15))
    canvas.vector(
        f'<path fill="{mid.hex}" d="{"".join(back)}"/><path fill="{dark.hex}" d="{"".join(blades)}"/>',
        top=870,
    )
