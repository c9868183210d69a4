"""The last passes over a picture: grade, vignette, grain."""

import numpy as np
from PIL import Image, ImageChops

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.setting import Setting

TILE = 256
PLAIN = frozenset({"pixel", "line", "poster", "paper", "ink"})


def graded(canvas: Canvas, here: Setting) -> None:
    """Darker corners, and warmth or cold where the light was asked to have it."""
    if here.style in PLAIN:
        return
    xs, ys = canvas.grid()
    far = np.hypot((xs / canvas.wide - 0.5) * 1.25, (ys / 1000 - 0.48) * 1.2)
    strength = 0.2 if here.place in ("studio", "table", "room") else 0.36 if here.mood.dark else 0.26
    fall = 1 - strength * np.clip((far - 0.34) / 0.6, 0, 1) ** 1.6
    canvas.multiply(np.repeat(fall[:, :, None], 3, axis=2).astype(np.float32))


def grained(canvas: Canvas, here: Setting) -> None:
    """Film grain: it hides the steps of smooth gradients and holds the layers together."""
    if here.style in PLAIN:
        return
    rng = np.random.default_rng(here.seed)
    spread = 5.0 if here.style == "watercolour" else 3.2
    noise = np.clip(128 + rng.normal(0, spread * 2, (TILE * 2, TILE * 2)), 0, 255).astype(np.uint8)
    tile = Image.fromarray(noise)
    sheet = Image.new("L", canvas.picture.size)
    for top in range(0, canvas.height, TILE * 2):
        for left in range(0, canvas.width, TILE * 2):
            sheet.paste(tile, (left, top))
    canvas.picture = ImageChops.soft_light(canvas.picture, Image.merge("RGB", (sheet, sheet, sheet)))
