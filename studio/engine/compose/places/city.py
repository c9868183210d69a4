"""City skylines over a quay, and streets seen along their middle."""

import random

import numpy as np

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.places import land
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import mist, paint_sky

HOUSES = ("#c98f6b", "#d8b48a", "#a9b7b0", "#b98a86", "#8fa3b8", "#d9c7a8")
LIGHTS = ("#ffd88a", "#ffc46b", "#ffe9b8", "#9fd8ff")


def floor_colour(here: Setting) -> Colour:
    return here.mood.lit(colour("#7d828c"))


def paint_back(canvas: Canvas, here: Setting) -> None:
    paint_sky(canvas, here)
    if here.place == "city":
        _skyline(canvas, here)
        _pavement(canvas, here)
    else:
        _far_street(canvas, here)
        _street(canvas, here)
    if here.weather in ("rain", "storm") or here.style == "neon":
        _wet(canvas, here)


def _glowing(here: Setting) -> bool:
    return here.mood.dark or here.weather in ("rain", "storm") or here.time == "sunset"


def _skyline(canvas: Canvas, here: Setting) -> None:
    rng, mood, y0 = here.rng("skyline"), here.mood, here.horizon
    for far, tall, wide in ((0.74, 400.0, 70.0), (0.5, 330.0, 88.0), (0.24, 230.0, 112.0)):
        shade = mood.lit(colour("#5f7394"), far)
        lit = mix(shade, mood.key, 0.14)
        boxes, faces, roofs, windows = [], [], [], []
        x = -wide * 0.5
        while x < canvas.wide:
            span = wide * rng.uniform(0.6, 1.25)
            middle = 1 - abs((x + span / 2) / canvas.wide - (0.35 + 0.1 * here.idea)) * 0.9
            high = tall * rng.uniform(0.35, 1.0) * max(0.35, middle)
            top = y0 - high
            boxes.append(f"M{x:.1f} {y0 + 4:.1f}V{top:.1f}h{span:.1f}V{y0 + 4:.1f}z")
            face = span * 0.3
            fx = x + span - face if here.side > 0 else x
            faces.append(f"M{fx:.1f} {y0 + 4:.1f}V{top:.1f}h{face:.1f}V{y0 + 4:.1f}z")
            roofs.append(_roof(rng, x, top, span))
            windows += _windows(rng, x, top, span, y0, wide / 9, 0.5 if _glowing(here) else 0.9)
            x += span * rng.uniform(0.86, 1.04)
        top = y0 - tall - 90
        lights = _light_windows(here, windows, far, shade)
        canvas.vector(
            f'<path fill="{shade.hex}" d="{"".join(boxes)}{"".join(roofs)}"/><path fill="{lit.hex}" fill-opacity=".4" d="{"".join(faces)}"/>{lights}',
            top=max(0, top), bottom=y0 + 6, coarse=far > 0.6,
        )  # fmt: skip
        mist(canvas, y0 - 12, 60 - 30 * far, mix(mood.haze, mood.glow, 0.25), 0.34 + 0.25 * far)


def _roof(rng: random.Random, x: float, top: float, span: float) -> str:
    kind = rng.random()
    if kind < 0.25:
        return f"M{x + span * 0.46:.1f} {top + 2:.1f}l{span * 0.04:.1f} {-span * 0.8:.1f}l{span * 0.04:.1f} {span * 0.8:.1f}z"
    if kind < 0.5:
        return f"M{x + span * 0.2:.1f} {top + 1:.1f}v{-span * 0.22:.1f}h{span * 0.6:.1f}v{span * 0.22:.1f}z"
    if kind < 0.62:
        return f"M{x:.1f} {top + 1:.1f}L{x + span:.1f} {top - span * 0.4:.1f}V{top + 1:.1f}z"
    return ""


def _windows(
    rng: random.Random, x: float, top: float, span: float, low: float, step: float, rate: float
) -> list[str]:
    told = []
    across = max(1, int((span - step) / step))
    inset = (span - across * step) / 2
    y = top + step
    while y < low - step:
        for place in range(across):
            if rng.random() < rate:
                told.append(
                    f"M{x + inset + place * step + step * 0.24:.1f} {y:.1f}h{step * 0.52:.1f}v{step * 0.66:.1f}h{-step * 0.52:.1f}z"
                )
        y += step * 1.3
    return told


def _light_windows(here: Setting, windows: list[str], far: float, shade: Colour) -> str:
    mood = here.mood
    if not _glowing(here):
        pale = mix(shade, mix(mood.sky[2], colour("#ffffff"), 0.3), 0.4)
        return f'<path fill="{pale.hex}" fill-opacity="{0.6 - 0.4 * far:.2f}" d="{"".join(windows)}"/>'
    lights = ("#ff5fc8", "#57e6ff", "#ffd36f", "#b58cff") if here.style == "neon" else LIGHTS
    groups: list[list[str]] = [[] for _ in lights]
    rng = here.rng(f"windows{far}")
    for window in windows:
        groups[min(len(lights) - 1, int(rng.random() ** 1.6 * len(lights)))].append(window)
    strength = (0.92 if mood.dark else 0.5) * (1 - 0.55 * far)
    return "".join(
        f'<path fill="{light}" fill-opacity="{strength:.2f}" d="{"".join(group)}"/>'
        for light, group in zip(lights, groups, strict=True)
    )


def _pavement(canvas: Canvas, here: Setting) -> None:
    """A terrace before the skyline, slabs in perspective and a railing."""
    mood, y0 = here.mood, here.horizon
    stone = colour("#a4a3a6")
    line = np.full(canvas.width, y0, dtype=np.float32)
    texture = 0.95 + 0.1 * canvas.clouds(7, 4, stretch=3)
    canvas.below(
        line,
        [
            (0, mix(mood.lit(stone, 0.3), mood.glow, 0.15)),
            (0.3, mood.lit(stone)),
            (1, mix(mood.lit(stone), mood.shadow, 0.35)),
        ],
        depth=1000 - y0,
        texture=texture,
    )
    seams = []
    vanish = (canvas.wide / 2, y0 - 60)
    for step in range(-16, 17):
        foot = canvas.wide / 2 + step * 170
        share = (y0 - vanish[1]) / (1000 - vanish[1])
        seams.append(f"M{vanish[0] + (foot - vanish[0]) * share:.1f} {y0:.1f}L{foot:.1f} 1000")
    depth = 14.0
    y = y0
    while y < 1000:
        seams.append(f"M0 {y:.1f}H{canvas.wide:.1f}")
        y += depth
        depth *= 1.42
    dark = mix(mood.lit(stone), mood.shadow, 0.5)
    rail = mix(mood.lit(colour("#3d4454")), mood.shadow, 0.3)
    posts = "".join(f"M{x:.1f} {y0 + 8:.1f}v-56h5v56z" for x in np.arange(10, canvas.wide, 62))
    canvas.vector(
        f'<path fill="none" stroke="{dark.hex}" stroke-opacity=".4" stroke-width="1.8" d="{"".join(seams)}"/>'
        f'<path fill="{rail.hex}" d="M0 {y0 - 50:.1f}H{canvas.wide:.1f}v7H0zM0 {y0 - 22:.1f}H{canvas.wide:.1f}v4H0zM0 {y0 + 4:.1f}H{canvas.wide:.1f}v6H0z{posts}"/>',
        top=y0 - 60,
    )  # fmt: skip


def _far_street(canvas: Canvas, here: Setting) -> None:
    """House fronts in a row, behind the pavement, with shops and trees."""
    rng, mood, y0 = here.rng("houses"), here.mood, here.horizon
    back = mood.lit(colour("#8795ab"), 0.6)
    silhouettes = "".join(
        f"M{x:.0f} {y0:.0f}V{y0 - rng.uniform(260, 430):.0f}h{rng.uniform(60, 110):.0f}V{y0:.0f}z"
        for x in np.arange(-20, canvas.wide, 70)
    )
    canvas.vector(f'<path fill="{back.hex}" d="{silhouettes}"/>', top=y0 - 440, bottom=y0, coarse=True)
    mist(canvas, y0 - 200, 130, mood.haze, 0.4)
    x = -rng.uniform(0, 60)
    markup, glows = [], []
    while x < canvas.wide:
        span, tall = rng.uniform(150, 230), rng.uniform(240, 400)
        wall = mood.lit(turn(colour(rng.choice(HOUSES)), hue=rng.uniform(-8, 8)), 0.12)
        markup.append(_house(here, rng, x, y0, span, tall, wall))
        glows.append(x + span / 2)
        x += span
    canvas.vector("".join(markup), top=max(0, y0 - 480), bottom=y0 + 4)
    if _glowing(here):
        for place in glows:
            canvas.glow(place, y0 - 40, 170, colour("#ffb45f"), 0.35)


def _house(
    here: Setting, rng: random.Random, x: float, y0: float, span: float, tall: float, wall: Colour
) -> str:
    mood = here.mood
    dark, pale = turn(wall, light=-0.09), turn(wall, light=0.06)
    top = y0 - tall
    glow = _glowing(here)
    parts = [f'<path fill="{wall.hex}" d="M{x:.1f} {y0:.1f}V{top:.1f}h{span:.1f}V{y0:.1f}z"/>']
    roof = mood.lit(colour(rng.choice(("#8a4f3f", "#5c6270", "#6d4a52"))), 0.1)
    if rng.random() < 0.5:
        parts.append(
            f'<path fill="{roof.hex}" d="M{x - 6:.1f} {top:.1f}L{x + span * 0.5:.1f} {top - span * 0.34:.1f}L{x + span + 6:.1f} {top:.1f}z"/>'
        )
    else:
        parts.append(
            f'<path fill="{dark.hex}" d="M{x - 4:.1f} {top - 12:.1f}h{span + 8:.1f}v14h{-span - 8:.1f}z"/>'
        )
    columns, rows = rng.choice((2, 3)), max(1, int((tall - 120) / 84))
    for row in range(rows):
        for column in range(columns):
            wx = x + span * (column + 0.5) / columns - 17
            wy = top + 26 + row * 84
            on = glow and rng.random() < 0.6
            pane = colour(rng.choice(LIGHTS)) if on else mood.lit(colour("#5f7d96"), 0.1)
            parts.append(
                f'<path fill="{pale.hex}" d="M{wx - 5:.1f} {wy - 5:.1f}h44v60h-44z"/><path fill="{pane.hex}" d="M{wx:.1f} {wy:.1f}h34v48h-34z"/><path fill="{pale.hex}" d="M{wx + 15.5:.1f} {wy:.1f}h3v48h-3zM{wx:.1f} {wy + 20:.1f}h34v3h-34z"/>'
            )
    shop = colour("#ffd99a") if glow else mood.lit(colour("#7f9db0"), 0.1)
    cloth = mood.lit(colour(rng.choice(("#c8453b", "#3f7f6b", "#3b5f9a", "#d9a441"))), 0.05)
    parts.append(
        f'<path fill="{dark.hex}" d="M{x + 10:.1f} {y0 - 94:.1f}h{span - 20:.1f}v94h{-span + 20:.1f}z"/><path fill="{shop.hex}" d="M{x + 18:.1f} {y0 - 78:.1f}h{span * 0.55:.1f}v62h{-span * 0.55:.1f}zM{x + span * 0.72:.1f} {y0 - 78:.1f}h{span * 0.18:.1f}v78h{-span * 0.18:.1f}z"/>'
    )
    stripes = 7
    for stripe in range(stripes):
        sx, wide = x + 8 + stripe * (span - 16) / stripes, (span - 16) / stripes
        shade = cloth if stripe % 2 == 0 else mood.lit(colour("#f3ece0"), 0.05)
        parts.append(
            f'<path fill="{shade.hex}" d="M{sx:.1f} {y0 - 104:.1f}h{wide:.1f}l{(stripe - 2.5) * 1.2:.1f} 34h{-wide:.1f}z"/>'
        )
    return "".join(parts)


def _street(canvas: Canvas, here: Setting) -> None:
    mood, y0 = here.mood, here.horizon
    stone, road = mood.lit(colour("#a9a59f")), mood.lit(colour("#5d626c"))
    kerb = y0 + 76
    full = np.full(canvas.width, 1.0, dtype=np.float32)
    canvas.below(full * y0, [(0, mix(stone, mood.haze, 0.2)), (1, stone)], depth=80)
    texture = 0.94 + 0.12 * canvas.clouds(9, 4, stretch=3)
    canvas.below(
        full * kerb,
        [(0, mix(road, mood.haze, 0.18)), (0.4, road), (1, mix(road, mood.shadow, 0.3))],
        depth=1000 - kerb,
        texture=texture,
    )
    pale, dark = turn(stone, light=0.08), turn(stone, light=-0.14)
    slabs = "".join(
        f"M{x:.0f} {y0:.0f}L{canvas.wide / 2 + (x - canvas.wide / 2) * 1.16:.0f} {kerb:.0f}"
        for x in np.arange(-100, canvas.wide + 100, 80)
    )
    dashes = "".join(f"M{x:.0f} {y0 + 236:.0f}h110l8 13h-112z" for x in np.arange(-60, canvas.wide + 60, 230))
    canvas.vector(
        f'<path fill="none" stroke="{dark.hex}" stroke-opacity=".5" stroke-width="2" d="{slabs}"/><path fill="{pale.hex}" d="M0 {kerb - 3:.0f}H{canvas.wide:.0f}v7H0z"/><path fill="{dark.hex}" d="M0 {kerb + 4:.0f}H{canvas.wide:.0f}v9H0z"/>'
        f'<path fill="{mood.lit(colour("#e8e4d8")).hex}" fill-opacity=".7" d="{dashes}"/>',
        top=y0 - 4,
    )  # fmt: skip
    rng = here.rng("street trees")
    low, high = here.hero
    markup = []
    for share in (0.06, 0.36, 0.66, 0.95):
        x = (share + rng.uniform(-0.04, 0.04)) * canvas.wide
        if low - 40 < x < high + 40:
            continue
        markup.append(land.broadleaf(here, rng, x, y0 + 52, rng.uniform(210, 270), 0.05))
    canvas.vector("".join(markup), top=max(0.0, y0 - 280), bottom=y0 + 60)


def _wet(canvas: Canvas, here: Setting) -> None:
    """Lights drawn down into the wet ground."""
    rng, y0 = here.rng("wet"), here.horizon
    xs, ys = canvas.grid()
    tones = ("#ff5fc8", "#57e6ff", "#ffd36f") if here.style == "neon" else ("#ffc46b", "#ffe0a8", "#9fc8ff")
    total = np.zeros((*xs.shape, 3), dtype=np.float32)
    for _ in range(26):
        x, wide, long = rng.uniform(0, canvas.wide), rng.uniform(6, 26), rng.uniform(60, 260)
        streak = (
            np.exp(-(((xs - x) / wide) ** 2))
            * np.clip((ys - y0) / 20, 0, 1)
            * np.clip(1 - (ys - y0) / long, 0, 1)
        )
        total += (
            streak[:, :, None]
            * np.array(colour(rng.choice(tones)), dtype=np.float32)
            * rng.uniform(0.15, 0.42)
        )
    canvas.screen(np.clip(total, 0, 200))


def paint_front(canvas: Canvas, here: Setting) -> None:
    return
