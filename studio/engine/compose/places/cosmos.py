"""Space, and the ground of moons and other planets."""

import numpy as np

from studio.engine.compose.canvas import Canvas, ramp
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.flora import rolling
from studio.engine.compose.places import land
from studio.engine.compose.setting import Setting

NEBULAE = (
    ("#2a1a5e", "#a13d8f", "#4fb6e0"),
    ("#0f2f56", "#2f8fa6", "#f0a36b"),
    ("#3a1550", "#e0568f", "#ffb06b"),
    ("#12284a", "#5a6fd0", "#b48cf2"),
)
GROUNDS = ("#9a96a0", "#c46a42", "#8f93a8", "#b5814f")


def floor_colour(here: Setting) -> Colour:
    return colour(GROUNDS[here.idea]) if here.place == "moonscape" else colour("#5a5f96")


def paint_back(canvas: Canvas, here: Setting) -> None:
    xs, ys = canvas.grid()
    dark, warm, bright = (colour(part) for part in NEBULAE[here.idea])
    shades = ramp(
        [
            (0, colour("#05060f")),
            (0.6, mix(colour("#080a1c"), dark, 0.35)),
            (1, mix(colour("#0a0c22"), dark, 0.6)),
        ],
        ys / 1000,
    )
    band = np.exp(-((((xs / canvas.wide - 0.5) * (0.7 - 0.45 * here.idea) + (ys / 1000 - 0.42)) / 0.25) ** 2))
    one, other = canvas.clouds(1.6, 5), canvas.clouds(2.4, 5)
    for cover, shade, strength in (
        (one, dark, 0.95),
        (one * other * 1.5, warm, 0.75),
        (np.clip(other - 0.55, 0, 1) * one * 3.2, bright, 0.6),
    ):
        shades += (np.array(shade, dtype=np.float32) - shades) * np.clip(cover * band * strength, 0, 0.9)[
            :, :, None
        ]
    canvas.wash(shades)
    _stars(canvas, here)
    _planets(canvas, here, warm)
    if here.place == "moonscape":
        _moon_ground(canvas, here)


def _stars(canvas: Canvas, here: Setting) -> None:
    rng = here.rng("stars")
    unit = canvas.span / 1000
    tones = [colour(part) for part in ("#ffffff", "#ffffff", "#cfe0ff", "#ffe6c4")]
    canvas.dots(
        (
            rng.uniform(0, canvas.wide),
            rng.uniform(0, 1000),
            unit * rng.choice((0.6, 0.7, 0.9, 1.2, 1.9)),
            rng.choice(tones),
            rng.uniform(0.25, 1),
        )
        for _ in range(int(520 * canvas.wide / 1000))
    )
    for _ in range(5):
        canvas.glow(
            rng.uniform(0, canvas.wide),
            rng.uniform(0, 900),
            rng.uniform(16, 34) * unit * 2,
            colour("#dfe8ff"),
            0.8,
        )


def _planets(canvas: Canvas, here: Setting, warm: Colour) -> None:
    rng = here.rng("planets")
    low, high = here.hero
    x = canvas.wide * (0.86 if (low + high) / 2 < canvas.wide * 0.5 else 0.14)
    y, r = rng.uniform(150, 300), canvas.span * (0.15, 0.24, 0.11, 0.19)[here.idea]
    body = turn(warm, light=0.05, hue=rng.uniform(-60, 60))
    dark, light = turn(body, light=-0.3), turn(body, light=0.16)
    canvas.glow(x, y, r * 1.9, body, 0.45)
    s = here.side
    bands = "".join(
        f'<path fill="{turn(body, light=rng.uniform(-0.08, 0.1)).hex}" opacity=".55" d="M{x - r:.1f} {y + k * r:.1f}Q{x:.1f} {y + (k + 0.22) * r:.1f} {x + r:.1f} {y + k * r:.1f}v{r * rng.uniform(0.08, 0.2):.1f}Q{x:.1f} {y + (k + 0.4) * r:.1f} {x - r:.1f} {y + (k + 0.16) * r:.1f}z"/>'
        for k in (-0.66, -0.36, -0.02, 0.3, 0.58)
    )
    ring = ""
    if here.idea in (0, 3):
        ring = f'<g transform="rotate({-18 * s} {x:.1f} {y:.1f})" fill="none" stroke="{light.hex}"><path stroke-width="{r * 0.16:.1f}" stroke-opacity=".75" d="M{x - r * 1.75:.1f} {y:.1f}A{r * 1.75:.1f} {r * 0.36:.1f} 0 0 0 {x + r * 1.75:.1f} {y:.1f}"/><path stroke-width="{r * 0.05:.1f}" stroke-opacity=".5" d="M{x - r * 2.05:.1f} {y:.1f}A{r * 2.05:.1f} {r * 0.44:.1f} 0 0 0 {x + r * 2.05:.1f} {y:.1f}"/></g>'
    canvas.vector(
        f'<g clip-path="url(#disc)"><circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{body.hex}"/>{bands}'
        f'<circle cx="{x + s * r * 0.28:.1f}" cy="{y - r * 0.22:.1f}" r="{r * 1.06:.1f}" fill="none" stroke="{dark.hex}" stroke-opacity=".0"/>'
        f'<path fill="{turn(dark, light=-0.12).hex}" fill-opacity=".72" fill-rule="evenodd" d="M{x - 2 * r:.1f} {y - 2 * r:.1f}h{4 * r:.1f}v{4 * r:.1f}h{-4 * r:.1f}zM{x + s * r * 0.42 - r * 1.02:.1f} {y - r * 0.3:.1f}a{r * 1.02:.1f} {r * 1.02:.1f} 0 1 0 {2.04 * r:.1f} 0a{r * 1.02:.1f} {r * 1.02:.1f} 0 1 0 {-2.04 * r:.1f} 0z"/></g>{ring}',
        left=x - r * 2.2, right=x + r * 2.2, top=max(0.0, y - r * 1.3), bottom=y + r * 1.4, defs=f'<clipPath id="disc"><circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/></clipPath>',
    )  # fmt: skip


def _moon_ground(canvas: Canvas, here: Setting) -> None:
    rng, y0 = here.rng("ground"), here.horizon
    base = colour(GROUNDS[here.idea])
    lamp = colour("#dfe4f4")
    line = land.range_line(rng, canvas, y0 + 6, 90, 4)
    canvas.below(line, [(0, turn(base, light=-0.18)), (1, turn(base, light=-0.3))], depth=120)
    texture = 0.9 + 0.2 * canvas.clouds(6, 5, stretch=3)
    canvas.below(
        rolling(rng, canvas.columns(), y0 + 26, 24, 0.9),
        [(0, mix(turn(base, light=0.02), lamp, 0.2)), (0.4, base), (1, turn(base, light=-0.24))],
        depth=1000 - y0,
        texture=texture,
    )
    low, high = here.hero
    markup = []
    for _ in range(16):
        near = rng.random() ** 1.2
        x, y = rng.uniform(0, canvas.wide), y0 + 46 + near * (930 - y0)
        r = 12 + 70 * near * rng.uniform(0.4, 1)
        if low - r < x < high + r and y > 760:
            continue
        shade, lit = turn(base, light=-0.16 - 0.06 * near), turn(base, light=0.1)
        markup.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{r:.1f}" ry="{r * 0.26:.1f}" fill="{lit.hex}"/><ellipse cx="{x + here.side * r * 0.06:.1f}" cy="{y + r * 0.025:.1f}" rx="{r * 0.92:.1f}" ry="{r * 0.21:.1f}" fill="{shade.hex}"/><ellipse cx="{x - here.side * r * 0.1:.1f}" cy="{y + r * 0.07:.1f}" rx="{r * 0.74:.1f}" ry="{r * 0.13:.1f}" fill="{turn(base, light=-0.07).hex}"/>'
        )
    canvas.vector("".join(markup), top=y0)


def paint_front(canvas: Canvas, here: Setting) -> None:
    return
