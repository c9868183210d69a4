"""What open-air places share: ranges with lit faces and snow, rolling ground, ponds of light, tufts."""

import random

import numpy as np

from studio.engine.compose.canvas import Canvas, Floats
from studio.engine.compose.colour import Colour, colour, mix
from studio.engine.compose.flora import at, conifer, far_conifers, leafy, ridge, rolling
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import mist

GRASS = {"spring": "#8fc158", "summer": "#78ad4a", "autumn": "#c09a4c", "winter": "#f4f8ff"}
LEAVES = {
    "spring": ("#4f8f3c", "#79b84e", "#b4dc74"),
    "summer": ("#2f6b34", "#4c9144", "#86bf5c"),
    "autumn": ("#a8461c", "#d9772a", "#f5b04a"),
    "winter": ("#5c6f7c", "#8296a4", "#c8d6e2"),
}


def grass_colour(here: Setting) -> Colour:
    return colour(GRASS["winter" if here.snowy else here.season])


def peaks(
    canvas: Canvas, here: Setting, line: Floats, rock: Colour, snow: float, foot: float, far: float
) -> None:
    """A range under `line`: shaded rock, faces turned to the light, snow on the highest `snow` share."""
    mood, rng = here.mood, here.rng(f"peaks{far}")
    base = mood.lit(rock, far)
    canvas.below(line, [(0, base), (1, mix(base, mood.haze, 0.6))], depth=max(60.0, foot - float(line.min())))
    step = max(1, len(line) // 240)
    points = [(float(place) / canvas.scale, float(line[place])) for place in range(0, len(line), step)]
    faces, caps = [], []
    lit = mix(mood.lit(rock, far * 0.8), mood.key, 0.3 if mood.disc else 0.12)
    white = mix(mood.lit(colour("#fbfdff"), far * 0.75), mood.key, 0.25)
    side = 1 if here.side > 0 else -1
    summits = [
        place
        for place in range(8, len(points) - 8)
        if points[place][1] == min(point[1] for point in points[max(0, place - 14) : place + 15])
        and foot - points[place][1] > 70
    ]
    for summit in summits:
        tall = foot - points[summit][1]
        edge = []
        place = summit
        while (
            0 <= place < len(points)
            and points[place][1] < points[summit][1] + tall * 0.85
            and abs(place - summit) < 60
        ):
            edge.append(points[place])
            place += side
        if len(edge) < 4:
            continue
        inner = []
        x, y = points[summit]
        down = edge[-1][1] + tall * 0.1
        while y < down:
            y += tall * rng.uniform(0.06, 0.13)
            x += side * tall * rng.uniform(-0.05, 0.1)
            inner.append((x, y))
        ring = edge + inner[::-1]
        faces.append("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in ring) + "z")
        if snow > 0:
            reach = tall * snow * rng.uniform(0.75, 1.1)
            left = summit
            while left > 0 and points[left][1] < points[summit][1] + reach:
                left -= 1
            right = summit
            while right < len(points) - 1 and points[right][1] < points[summit][1] + reach:
                right += 1
            rim = points[left : right + 1]
            if len(rim) > 4:
                saw = []
                teeth = max(4, (right - left) // 4)
                for tooth in range(1, teeth):
                    share = 1 - tooth / teeth
                    a = rim[0][0] + (rim[-1][0] - rim[0][0]) * share
                    ridge_y = at(line, a, canvas.wide)
                    b = ridge_y + (0.16 + 0.5 * (1 - abs(2 * share - 1))) * reach * (
                        0.6 if tooth % 2 else 1.1
                    )
                    saw.append((a, b))
                caps.append("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in rim + saw) + "z")
    top = float(line.min()) - 4
    canvas.vector(
        f'<path fill="{lit.hex}" fill-opacity=".42" d="{"".join(faces)}"/><path fill="{white.hex}" fill-opacity=".92" d="{"".join(caps)}"/>',
        top=top, bottom=foot + 10,
    )  # fmt: skip


def range_line(rng: random.Random, canvas: Canvas, base: float, height: float, many: int = 3) -> Floats:
    return ridge(rng, canvas.columns(), base, height, 0.5, many)


def far_woods(canvas: Canvas, here: Setting, line: Floats, tall: float, shade: Colour) -> None:
    """A distant wood's edge along a line, solid under it."""
    canvas.vector(
        f'<path fill="{shade.hex}" d="{far_conifers(here.rng(f"woods{tall}"), line, canvas.wide, tall, 1.0)}"/>',
        top=float(line.min()) - tall, bottom=float(line.max()) + tall,
    )  # fmt: skip
    canvas.below(line + tall * 0.12, [(0, shade), (1, mix(shade, here.mood.haze, 0.5))], depth=60)


def ground(
    canvas: Canvas, here: Setting, base: Colour, *, waves: float = 22, hills: int = 2, patches: float = 0.14
) -> None:
    """Land from the horizon to the viewer: hazy far away, a pool of light under the sun, soft rises in front."""
    rng, mood, y0 = here.rng("ground"), here.mood, here.horizon
    xs = canvas.columns()
    line = rolling(rng, xs, y0 + waves * 0.7, waves, 0.8)
    near = mood.lit(base)
    texture = 1 - patches / 2 + patches * canvas.clouds(3, 4, stretch=5)
    deep = mix(near, mood.lit(mood.shadow), 0.35 if mood.dark else 0.2)
    far = mix(mood.lit(base, 0.5), mood.key, 0.12)
    canvas.below(line, [(0, far), (0.3, near), (1, deep)], depth=1000 - y0, texture=texture)
    gx, gy = canvas.grid()
    pool = np.exp(-(((gx - here.sun[0]) / 330) ** 2)) * np.exp(-(((gy - y0 - 90) / 110) ** 2)) * (gy > y0 + 6)
    if mood.disc:
        canvas.screen(
            (pool * (0.3 if mood.dark else 0.2))[:, :, None] * np.array(mood.glow, dtype=np.float32)
        )
    for step in range(hills):
        rise = rolling(rng, xs, y0 + 120 + step * 150, 38 + waves * 0.4, rng.uniform(0.5, 1.1))
        top = mix(mood.lit(base, 0.12), mood.key, 0.12)
        stops = [
            (0, top),
            (0.22, mix(near, deep, 0.2 + 0.3 * step)),
            (1, mix(deep, mood.shadow, 0.22 * step)),
        ]
        canvas.below(rise, stops, depth=1000 - y0 - 100, texture=texture)


def broadleaf(here: Setting, rng: random.Random, x: float, foot: float, tall: float, far: float) -> str:
    mood = here.mood
    season = "winter" if here.snowy else here.season
    shift = rng.uniform(-14, 10)
    deep, mid, light = (mood.lit(_turned(part, shift), far) for part in LEAVES[season])
    return leafy(
        rng, x, foot, tall, deep, mid, mix(light, mood.key, 0.15), mood.lit(colour("#5a4334"), far), here.side
    )


def fir(here: Setting, rng: random.Random, x: float, foot: float, tall: float, far: float) -> str:
    mood = here.mood
    dark, lit = colour("#1d4a3c"), colour("#6f93a8" if here.snowy else "#3f7d5c")
    snow = mix(mood.lit(colour("#f2f7ff"), far), mood.key, 0.15) if here.snowy else None
    return conifer(
        rng, x, foot, tall, mood.lit(dark, far), mix(mood.lit(lit, far), mood.key, 0.1), snow, here.side
    )


def _turned(part: str, degrees: float) -> Colour:
    from studio.engine.compose.colour import turn

    return turn(colour(part), hue=degrees)


def veil_low(canvas: Canvas, here: Setting, strength: float = 0.4) -> None:
    """The thin mist that lies on the land at the horizon."""
    mist(canvas, here.horizon + 14, 30, mix(here.mood.haze, here.mood.key, 0.15), strength)
