"""Under water, and high in the sky."""

import math
import random

import numpy as np

from studio.engine.compose.canvas import Canvas, ramp
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.flora import rolling
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import mist, paint_sky

WATERS = (
    ("#7fe0ea", "#1f8fc0", "#0b3f7a", "#06204a"),
    ("#9af0dc", "#22a08f", "#0c5a6b", "#05303f"),
    ("#8fd0ff", "#2b6fd0", "#173a8a", "#0a1a4e"),
    ("#b0f0e0", "#3fb0b8", "#17648a", "#0a2f56"),
)


def floor_colour(here: Setting) -> Colour:
    return (
        mix(colour("#d9c79a"), colour(WATERS[here.idea][1]), 0.45)
        if here.place == "underwater"
        else here.mood.sky[3]
    )


def paint_back(canvas: Canvas, here: Setting) -> None:
    if here.place == "sky":
        _heaven(canvas, here)
    else:
        _underwater(canvas, here)


def _heaven(canvas: Canvas, here: Setting) -> None:
    """Above the clouds: banks of cumulus to the horizon."""
    paint_sky(canvas, here)
    rng, mood = here.rng("banks"), here.mood
    for step in range(6):
        y = 620 + step * 66 + rng.uniform(-12, 12)
        size = 46 + step * 24
        far = 0.6 - 0.12 * step
        light = mix(
            mix(colour("#ffffff"), mood.key, 0.35), mood.sky[2], max(0.0, far) + (0.45 if mood.dark else 0.0)
        )
        dark = mix(mix(mood.sky[1], mood.sky[2], 0.6), colour("#ffffff"), 0.16 if not mood.dark else 0.02)
        x = -float(size)
        lit, shaded = [], []
        while x < canvas.wide + size:
            r = size * rng.uniform(0.55, 1.15)
            cy = y + rng.uniform(-0.3, 0.3) * size
            shaded.append(
                f"M{x - r:.1f} {cy:.1f}a{r:.1f} {r * 0.82:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r * 0.82:.1f} 0 1 0 {-2 * r:.1f} 0z"
            )
            k = r * 0.8
            lit.append(
                f"M{x - k + here.side * r * 0.12:.1f} {cy - r * 0.14:.1f}a{k:.1f} {k * 0.8:.1f} 0 1 0 {2 * k:.1f} 0a{k:.1f} {k * 0.8:.1f} 0 1 0 {-2 * k:.1f} 0z"
            )
            x += r * rng.uniform(0.7, 1.1)
        canvas.vector(
            f'<path fill="{mix(dark, light, 0.42).hex}" d="{"".join(shaded)}"/><path fill="{light.hex}" d="{"".join(lit)}"/>',
            top=y - size * 1.6,
            bottom=y + size * 1.6,
        )
        line = np.full(canvas.width, y + size * 0.25, dtype=np.float32)
        canvas.below(line, [(0, light), (1, mix(dark, light, 0.4))], depth=120 + step * 20)
        mist(
            canvas,
            y + size * 0.5,
            size * 0.5,
            mix(mood.haze, colour("#ffffff"), 0.2 if not mood.dark else 0.0),
            0.3,
        )


def _underwater(canvas: Canvas, here: Setting) -> None:
    rng, y0 = here.rng("deep"), here.horizon
    tones = [colour(part) for part in WATERS[here.idea]]
    if here.mood.dark:
        tones = [turn(tone, light=-0.14) for tone in tones]
    xs, ys = canvas.grid()
    shades = ramp(
        [
            (0, tones[0]),
            (0.18, mix(tones[0], tones[1], 0.6)),
            (0.5, tones[1]),
            (0.85, tones[2]),
            (1, tones[3]),
        ],
        ys / 1000,
    )
    canvas.wash(shades)
    x = here.sun[0]
    angle = np.arctan2(ys + 160, xs - x)
    fan = np.zeros_like(xs)
    for _ in range(11):
        middle, wide = rng.uniform(0.5, 2.65), rng.uniform(0.02, 0.06)
        fan += np.exp(-(((angle - middle) / wide) ** 2)) * rng.uniform(0.3, 1)
    light = np.clip(fan, 0, 1.3) * np.exp(-ys / 620) * 0.34
    canvas.screen(light[:, :, None] * np.array(mix(tones[0], colour("#ffffff"), 0.4), dtype=np.float32))
    for step, far in enumerate((0.75, 0.5)):
        line = rolling(rng, canvas.columns(), y0 - 30 + step * 46, 120, rng.uniform(0.8, 1.6))
        rock = mix(colour("#1d4a6b"), tones[1], far)
        canvas.below(line, [(0, rock), (1, mix(rock, tones[2], 0.5))], depth=160)
    sand = mix(colour("#e3d2a2"), tones[1], 0.4)
    floor = rolling(rng, canvas.columns(), y0 + 60, 34, 0.8)
    caustics = canvas.clouds(16, 2, stretch=2.6)
    pattern = 0.94 + 0.34 * np.clip(1 - np.abs(caustics - 0.5) * 9, 0, 1)
    canvas.below(
        floor,
        [(0, mix(sand, tones[1], 0.35)), (0.4, sand), (1, mix(sand, tones[2], 0.55))],
        depth=1000 - y0,
        texture=pattern.astype(np.float32),
    )
    _corals(canvas, here, tones, y0, front=False)
    pale = mix(tones[0], colour("#ffffff"), 0.5)
    for _ in range(40):
        x, y, r = rng.uniform(0, canvas.wide), rng.uniform(60, 900), rng.uniform(2, 8)
        strength = rng.uniform(0.15, 0.5)
        canvas.dots(
            [
                (x, y, r, pale, strength),
                (x, y, r * 0.82, tones[1], strength * 0.7),
                (x - r * 0.35, y - r * 0.35, r * 0.25, pale, 0.8),
            ]
        )


def _corals(canvas: Canvas, here: Setting, tones: list[Colour], y0: float, front: bool) -> None:
    rng = here.rng(f"corals{front}")
    low, high = here.hero
    markup = []
    for _ in range(9 if front else 12):
        share = rng.random()
        x = rng.uniform(0, 0.3) * canvas.wide if rng.random() < 0.5 else canvas.wide * rng.uniform(0.7, 1)
        if front and low - 40 < x < high + 40:
            continue
        y = 1000 + 20 * share if front else y0 + 60 + share * 90
        size = rng.uniform(0.9, 1.5) if front else 0.5 + 0.4 * share
        shade = mix(
            colour(rng.choice(("#ff7a8f", "#ffb35c", "#c77dff", "#ff5f6d", "#5fe0b0"))),
            tones[2],
            0.15 if front else 0.42,
        )
        if rng.random() < 0.5:
            markup.append(_branch(rng, x, y, 90 * size, -math.pi / 2, 11 * size, 0, shade))
        else:
            weed = mix(colour("#3fae6a"), tones[2], 0.3 if front else 0.5)
            for _ in range(5):
                bx, tall, lean = (
                    x + rng.uniform(-26, 26) * size,
                    rng.uniform(110, 230) * size,
                    rng.uniform(-34, 34),
                )
                markup.append(
                    f'<path fill="none" stroke="{turn(weed, light=rng.uniform(-0.06, 0.06)).hex}" stroke-width="{9 * size:.1f}" stroke-linecap="round" d="M{bx:.0f} {y:.0f}q{lean:.0f} {-tall * 0.35:.0f} 0 {-tall * 0.55:.0f}t{lean * 0.4:.0f} {-tall * 0.45:.0f}"/>'
                )
    canvas.vector("".join(markup), top=y0 - 160)


def _branch(
    rng: random.Random, x: float, y: float, long: float, angle: float, wide: float, level: int, shade: Colour
) -> str:
    ex, ey = x + math.cos(angle) * long, y + math.sin(angle) * long
    told = f'<path stroke="{shade.hex}" stroke-width="{wide:.1f}" stroke-linecap="round" d="M{x:.1f} {y:.1f}L{ex:.1f} {ey:.1f}"/>'
    if level < 3:
        for turned in (-0.55, 0.5):
            told += _branch(
                rng,
                ex,
                ey,
                long * rng.uniform(0.55, 0.75),
                angle + turned + rng.uniform(-0.2, 0.2),
                wide * 0.75,
                level + 1,
                shade,
            )
    return told


def paint_front(canvas: Canvas, here: Setting) -> None:
    if here.place == "underwater":
        tones = [colour(part) for part in WATERS[here.idea]]
        _corals(canvas, here, tones, here.horizon, front=True)
