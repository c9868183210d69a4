"""Skies: gradient, clouds, stars, sun and moon, and the air's mist."""

import math

import numpy as np

from studio.engine.compose.canvas import Canvas, Floats, ramp
from studio.engine.compose.colour import Colour, colour, mix
from studio.engine.compose.setting import Setting


def paint_sky(canvas: Canvas, here: Setting) -> None:
    """Everything above the horizon, and under it the horizon's own colour."""
    mood, horizon = here.mood, here.horizon
    xs, ys = canvas.grid()
    stops = [(0.0, mood.sky[0]), (0.4, mood.sky[1]), (0.75, mood.sky[2]), (1.0, mood.sky[3])]
    shades = ramp(stops, np.clip(ys / horizon, 0, 1))
    near = np.exp(-(np.hypot((xs - here.sun[0]) / 520, (ys - here.sun[1]) / 380) ** 2))
    warm = np.array(mood.glow, dtype=np.float32)
    share = near * (0.30 if mood.dark and not mood.low else 0.5 if mood.disc else 0.2)
    shades = shades + (warm - shades) * share[:, :, None]
    if mood.cloud > 0.05:
        shades = _clouds(canvas, here, shades, near)
    canvas.wash(shades)
    rng = here.rng("sky")
    if mood.stars > 0:
        _stars(canvas, here)
    if "aurora" in here.features:
        _aurora(canvas, here)
    if "rainbow" in here.features:
        _rainbow(canvas, here)
    if "fireworks" in here.features:
        _fireworks(canvas, here)
    if mood.disc == "sun":
        _sun(canvas, here)
    elif mood.disc == "moon":
        _moon(canvas, here, crescent=rng.random() < 0.3)


def _clouds(canvas: Canvas, here: Setting, shades: Floats, near: Floats) -> Floats:
    mood = here.mood
    _, ys = canvas.grid()
    high = np.clip(ys / here.horizon, 0, 1)
    noise = canvas.clouds(2.2, 5, stretch=2.6)
    amount = mood.cloud
    cover = np.clip((noise - (0.78 - 0.55 * amount)) / 0.32, 0, 1)
    cover = cover * cover * (3 - 2 * cover)
    cover *= np.clip(1.15 - high * 0.55, 0.2, 1)
    above = np.roll(noise, 3, axis=0)
    body = np.clip((noise - above) * 4 + 0.5, 0, 1)[:, :, None]
    if mood.dark and not mood.low:
        light, dark = mix(mood.sky[3], mood.glow, 0.3), mix(mood.sky[1], mood.sky[2], 0.35)
    elif mood.cloud > 0.85:
        light, dark = mix(mood.sky[3], colour("#ffffff"), 0.15), mix(mood.sky[1], colour("#4a5260"), 0.35)
    elif mood.low:
        light, dark = mix(mood.glow, colour("#ffffff"), 0.15), mix(mood.sky[1], mood.sky[2], 0.45)
    else:
        light, dark = colour("#ffffff"), mix(mood.sky[2], colour("#9fb4cc"), 0.4)
    lit, shaded = np.array(light, dtype=np.float32), np.array(dark, dtype=np.float32)
    tone = shaded + (lit - shaded) * np.clip(body * (0.55 + 0.6 * near[:, :, None]) + 0.15, 0, 1)
    strength = 0.55 + 0.35 * amount
    told: Floats = shades + (tone - shades) * (cover * strength)[:, :, None]
    return told


def _stars(canvas: Canvas, here: Setting) -> None:
    rng = here.rng("stars")
    mood = here.mood
    unit = canvas.span / 1000
    white = colour("#ffffff")
    dots = []
    for _ in range(int(260 * mood.stars * canvas.wide / 1000) + 30):
        x, y = rng.uniform(0, canvas.wide), rng.random() ** 1.3 * here.horizon * 0.92
        fade = 1 - y / here.horizon
        size = rng.choice((0.7, 0.8, 1.0, 1.0, 1.4, 2.0)) * unit
        dots.append((x, y, size, white, (0.15 + 0.8 * fade) * rng.uniform(0.35, 1) * mood.stars))
    canvas.dots(dots)
    for _ in range(int(4 * mood.stars)):
        x, y, r = rng.uniform(0, canvas.wide), rng.uniform(0.04, 0.5) * here.horizon, rng.uniform(5, 9) * unit
        k = r * 0.1
        canvas.vector(
            f'<path fill="#fff" opacity=".9" d="M{x} {y - r}Q{x + k} {y - k} {x + r} {y}Q{x + k} {y + k} {x} {y + r}Q{x - k} {y + k} {x - r} {y}Q{x - k} {y - k} {x} {y - r}z"/>',
            left=x - r, right=x + r, top=y - r, bottom=y + r,
        )  # fmt: skip


def _aurora(canvas: Canvas, here: Setting) -> None:
    """Curtains of green and violet light that hang in folds."""
    rng = here.rng("aurora")
    xs, ys = canvas.grid()
    total = np.zeros((*xs.shape, 3), dtype=np.float32)
    for step, shade in enumerate(("#39ff9c", "#5affd2", "#a86bff", "#39ff9c")):
        wave, shift = rng.uniform(0.7, 1.6) / canvas.wide * 6.28, rng.uniform(0, 6.28)
        foot = (
            here.horizon * (0.5 + 0.1 * step)
            + 44 * np.sin(xs * wave + shift)
            + 18 * np.sin(xs * wave * 2.7 + shift)
        )
        up = foot - ys
        tall = 210 + 60 * np.sin(xs * wave * 1.7 + shift * 2)
        curtain = np.where(up > 0, np.exp(-up / tall * 1.9), np.exp(up / 9))
        folds = 0.6 + 0.4 * np.sin(xs * wave * 9 + 3 * np.sin(xs * wave * 2 + shift))
        total += (curtain * folds * (0.34 if step != 2 else 0.26))[:, :, None] * np.array(
            colour(shade), dtype=np.float32
        )
    canvas.screen(np.clip(total, 0, 220))


def _rainbow(canvas: Canvas, here: Setting) -> None:
    xs, ys = canvas.grid()
    x, radius, band = (
        canvas.wide * (0.5 - 0.16 * here.side),
        min(canvas.wide, 1000) * 0.62,
        canvas.span * 0.075,
    )
    share = (np.hypot(xs - x, ys - here.horizon - 40) - radius) / band
    stops = [
        (place / 6, colour(part))
        for place, part in enumerate(
            ("#8a5cff", "#4f7bff", "#37c8e0", "#5ad67a", "#ffe45c", "#ff9f43", "#ff5a5f")
        )
    ]
    cover = np.clip(1 - np.abs(share - 0.5) * 2, 0, 1) ** 0.6 * (ys < here.horizon + 4) * 0.5
    canvas.screen(ramp(stops, np.clip(share, 0, 1)) * cover[:, :, None])


def _fireworks(canvas: Canvas, here: Setting) -> None:
    rng = here.rng("fireworks")
    for _ in range(5):
        x, y, reach = (
            rng.uniform(0.1, 0.9) * canvas.wide,
            rng.uniform(0.12, 0.5) * here.horizon,
            rng.uniform(60, 130),
        )
        shade = colour(rng.choice(("#ff6b8b", "#ffd166", "#6be3ff", "#b48cff", "#7dffa8")))
        canvas.glow(x, y, reach * 1.6, shade, 0.4)
        sparks = []
        for spark in range(44):
            angle, far = spark * 2.399, reach * (0.35 + 0.65 * rng.random())
            for back in range(4):
                part = far * (1 - back * 0.07)
                sparks.append(
                    (
                        x + part * math.cos(angle),
                        y + part * math.sin(angle) + 12 * (part / reach) ** 2,
                        2.6 - 0.5 * back,
                        shade,
                        0.95 - 0.2 * back,
                    )
                )
        canvas.dots(sparks)


def _sun(canvas: Canvas, here: Setting) -> None:
    x, y = here.sun
    mood = here.mood
    size = canvas.span * (0.062 if mood.low else 0.04)
    canvas.glow(x, y, canvas.span * 0.75, mood.glow, 0.55 if mood.low else 0.5)
    canvas.glow(x, y, size * 3.2, mix(mood.glow, colour("#ffffff"), 0.4), 0.7)
    body = mix(mood.glow, colour("#fffdf2"), 0.7 if mood.low else 0.9)
    canvas.vector(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{body.hex}"/>',
        left=x - size - 2,
        right=x + size + 2,
        top=y - size - 2,
        bottom=min(y + size + 2, 1000),
    )


def _moon(canvas: Canvas, here: Setting, crescent: bool) -> None:
    x, y = here.sun
    size = canvas.span * 0.058
    canvas.glow(x, y, canvas.span * 0.62, here.mood.glow, 0.42)
    canvas.glow(x, y, size * 3.0, here.mood.glow, 0.5)
    if crescent:
        s = here.side
        markup = f'<path fill="#fbf7e6" d="M{x:.1f} {y - size:.1f}A{size:.1f} {size:.1f} 0 1 {1 if s > 0 else 0} {x:.1f} {y + size:.1f}A{size * 1.25:.1f} {size * 1.25:.1f} 0 0 {0 if s > 0 else 1} {x:.1f} {y - size:.1f}z" transform="rotate({-24 * s} {x:.1f} {y:.1f})"/>'
    else:
        seas = (
            (0.3, -0.25, 0.24),
            (-0.28, 0.12, 0.3),
            (0.22, 0.38, 0.18),
            (-0.05, -0.5, 0.14),
            (0.52, 0.12, 0.12),
        )
        markup = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="#f8f4e3"/>' + "".join(
            f'<circle cx="{x + dx * size:.1f}" cy="{y + dy * size:.1f}" r="{r * size:.1f}" fill="#d9d4c0" opacity=".5"/>'
            for dx, dy, r in seas
        )
    canvas.vector(
        markup, left=x - size * 1.3, right=x + size * 1.3, top=y - size * 1.3, bottom=y + size * 1.3
    )


def mist(canvas: Canvas, y: float, thick: float, shade: Colour, strength: float) -> None:
    """A torn bank of mist around a height."""
    _, ys = canvas.grid()
    bank = np.exp(-(((ys - y) / thick) ** 2))
    torn = canvas.clouds(2.0, 3, stretch=3.5)
    canvas.veil(bank * (0.35 + 0.65 * torn) * strength, shade)


def rays(canvas: Canvas, here: Setting, strength: float) -> None:
    """Shafts of light fanning out from the sun through mist."""
    xs, ys = canvas.grid()
    x, y = here.sun
    angle = np.arctan2(ys - y, xs - x)
    rng = here.rng("rays")
    fan = np.zeros_like(xs)
    for _ in range(7):
        middle, wide = rng.uniform(0.2, 2.95), rng.uniform(0.025, 0.09)
        fan += np.exp(-(((angle - middle) / wide) ** 2)) * rng.uniform(0.4, 1)
    fade = np.exp(-np.hypot(xs - x, ys - y) / 520)
    light = (np.clip(fan, 0, 1.2) * fade * strength)[:, :, None]
    canvas.screen(light * np.array(here.mood.glow, dtype=np.float32))
