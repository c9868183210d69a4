"""Lake, sea and beach: water that mirrors the sky, a path of light, waves that widen towards the viewer."""

import numpy as np
from PIL import Image, ImageFilter

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import Colour, colour, mix
from studio.engine.compose.flora import rolling
from studio.engine.compose.places import land
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import mist, paint_sky

SAND = "#f0d9ac"


def floor_colour(here: Setting) -> Colour:
    return here.mood.lit(colour(SAND if here.place == "beach" else "#5f93b8"))


def paint_back(canvas: Canvas, here: Setting) -> None:
    paint_sky(canvas, here)
    rng, mood, y0 = here.rng("back"), here.mood, here.horizon
    if here.place == "lake":
        for base, tall, far in ((-8, (210, 120, 260, 160)[here.idea], 0.68), (2, 110, 0.45)):
            line = land.range_line(rng, canvas, y0 + base, tall, rng.choice((2, 3, 4)))
            land.peaks(canvas, here, line, colour("#6f85a8"), 0.35 if tall > 150 else 0.0, y0 + 8, far)
            mist(canvas, y0 - 6, 34, mood.haze, 0.5)
        shore = rolling(rng, canvas.columns(), y0 + 4, 12, 1.4)
        land.far_woods(
            canvas, here, shore, 52, mood.lit(colour("#24523f" if not here.snowy else "#5d7f8c"), 0.34)
        )
    elif rng.random() < 0.6:
        line = land.range_line(rng, canvas, y0 + 16, 46, 4) + 26
        canvas.below(
            line, [(0, mood.lit(colour("#6f85a8"), 0.75)), (1, mood.lit(colour("#6f85a8"), 0.9))], depth=60
        )
    _water(canvas, here)
    mist(canvas, y0 + 2, 16, mix(mood.haze, mood.key, 0.2), 0.5)
    if here.place == "beach":
        _shore(canvas, here)


def _water(canvas: Canvas, here: Setting) -> None:
    mood, y0 = here.mood, here.horizon
    top = int(y0 * canvas.scale)
    rows = canvas.height - top
    if rows <= 2:
        return
    mirror = canvas.picture.crop((0, max(0, top - rows), canvas.width, top)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    small = mirror.resize(
        (max(8, canvas.width // 4), max(8, min(rows, mirror.height) // 4)), Image.Resampling.BOX
    )
    calm = here.place == "lake"
    small = small.filter(ImageFilter.BoxBlur((0 if calm else 6, 2 if calm else 7)))
    pixels = np.asarray(small.resize((small.width, max(8, rows // 4))), dtype=np.float32)
    near = np.linspace(0, 1, pixels.shape[0], dtype=np.float32)[:, None, None]
    deep = np.array(mood.lit(colour("#2f6f9a" if not calm else "#3d7596")), dtype=np.float32)
    dark = np.array(mix(mood.lit(colour("#1c4a72")), mood.shadow, 0.3), dtype=np.float32)
    body = deep + (dark - deep) * near
    share = (0.62 if calm else 0.42) * (1 - 0.5 * near)
    shades = body + (pixels - body) * share
    rng = np.random.default_rng(here.seed + 5)
    down, across = pixels.shape[:2]
    waves = np.zeros((down, across), dtype=np.float32)
    for cells, weight in ((9, 0.5), (22, 0.35), (50, 0.25)):
        grid = rng.random((max(3, cells * 2), max(2, cells // 4 + 2)), dtype=np.float32)
        # squeezed towards the horizon as perspective asks
        layer = np.asarray(
            Image.fromarray(grid).resize((across, down * 2), Image.Resampling.BICUBIC), dtype=np.float32
        )
        picked = (np.linspace(0, 1, down) ** 0.55 * (down * 2 - 1)).astype(int)
        waves += (layer[picked] - 0.5) * weight
    shades += waves[:, :, None] * (16 if calm else 30) * (0.3 + near)
    sheet = Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8)).resize(
        (canvas.width, rows), Image.Resampling.BICUBIC
    )
    canvas.picture.paste(sheet, (0, top))
    _glitter(canvas, here)


def _glitter(canvas: Canvas, here: Setting) -> None:
    """Strokes of light on the water: a path under the disc, and scattered crests."""
    rng, mood, y0 = here.rng("glitter"), here.mood, here.horizon
    path: list[str] = []
    crests: list[str] = []
    troughs: list[str] = []
    for _ in range(230):
        near = rng.random() ** 1.5
        y = y0 + 4 + near * (1000 - y0)
        long, thin = 4 + 46 * near, 0.7 + 2.6 * near
        x = here.sun[0] + rng.gauss(0, 16 + 100 * near)
        if mood.disc:
            path.append(_dash(x, y, long * rng.uniform(0.4, 1), thin))
        (crests if rng.random() < 0.5 else troughs).append(
            _dash(rng.uniform(0, canvas.wide), y, long * rng.uniform(0.6, 1.5), thin)
        )
    bright = mix(mood.glow, colour("#ffffff"), 0.35)
    pale = mix(mood.sky[3], colour("#ffffff"), 0.3)
    canvas.vector(
        f'<path fill="{mood.shadow.hex}" fill-opacity=".16" d="{"".join(troughs)}"/><path fill="{pale.hex}" fill-opacity=".26" d="{"".join(crests)}"/>'
        f'<path fill="{bright.hex}" fill-opacity=".62" d="{"".join(path)}"/>',
        top=y0, coarse=True,
    )  # fmt: skip


def _dash(x: float, y: float, long: float, thin: float) -> str:
    return f"M{x - long:.1f} {y:.1f}Q{x:.1f} {y - thin:.1f} {x + long:.1f} {y:.1f}Q{x:.1f} {y + thin:.1f} {x - long:.1f} {y:.1f}z"


def _shore(canvas: Canvas, here: Setting) -> None:
    rng, mood, y0 = here.rng("shore"), here.mood, here.horizon
    xs = canvas.columns()
    edge = rolling(rng, xs, y0 + 0.27 * (1000 - y0), 46, 0.6)
    sand = mood.lit(colour(SAND))
    wet = mix(mood.lit(colour("#b89468")), mood.sky[3], 0.25)
    foam = mix(mood.lit(colour("#ffffff")), mood.key, 0.3)
    shallow = mix(mood.lit(colour("#6fd0cf")), mood.sky[3], 0.2)
    canvas.below(edge - 34, [(0, shallow), (1, shallow)], depth=40)
    canvas.below(edge - 7, [(0, foam), (1, foam)], depth=12)
    canvas.below(edge + 3, [(0, wet), (1, mix(wet, sand, 0.6))], depth=34)
    texture = 0.95 + 0.1 * canvas.clouds(6, 4, stretch=4)
    canvas.below(
        edge + 30,
        [(0, mix(sand, mood.key, 0.15)), (0.4, sand), (1, mix(sand, mood.lit(mood.shadow), 0.2))],
        depth=1000 - y0 - 120,
        texture=texture,
    )
    _palms(canvas, here)


def _palms(canvas: Canvas, here: Setting) -> None:
    """Palms leaning in from the side where nothing stands."""
    if here.idea == 2 or here.season == "winter":
        return
    rng, mood = here.rng("palms"), here.mood
    low, high = here.hero
    left = low > canvas.wide - high
    markup = []
    for number in range(2):
        x = canvas.wide * (0.02 + 0.09 * number) if left else canvas.wide * (0.98 - 0.09 * number)
        foot, tall = 850 - number * 60, rng.uniform(430, 560) - number * 90
        lean = (1 if left else -1) * rng.uniform(50, 110)
        trunk, leaf, light = (
            mood.lit(colour("#7c5a3c")),
            mood.lit(colour("#2f7a4a")),
            mix(mood.lit(colour("#6fb45c")), mood.key, 0.15),
        )
        tx, ty = x + lean, foot - tall
        markup.append(
            f'<path fill="{trunk.hex}" d="M{x - 13:.0f} {foot:.0f}Q{x + lean * 0.1 - 7:.0f} {foot - tall * 0.5:.0f} {tx - 6:.0f} {ty:.0f}L{tx + 6:.0f} {ty:.0f}Q{x + lean * 0.1 + 9:.0f} {foot - tall * 0.5:.0f} {x + 13:.0f} {foot:.0f}z"/>'
        )
        for frond in range(9):
            angle = -205 + frond * 29 + rng.uniform(-8, 8)
            long = rng.uniform(130, 180)
            shade = light if frond % 3 == 1 else leaf
            markup.append(
                f'<g transform="translate({tx:.0f} {ty:.0f}) rotate({angle:.0f})"><path fill="{shade.hex}" d="M0 0Q{long * 0.5:.0f} -34 {long:.0f} {36 if -180 < angle < -90 else -36 if angle > -90 else 0}Q{long * 0.5:.0f} {4:.0f} 0 6z"/></g>'
            )
    canvas.vector("".join(markup), top=120, bottom=900)


def paint_front(canvas: Canvas, here: Setting) -> None:
    if here.place != "lake" or here.idea not in (0, 3):
        return
    rng, mood = here.rng("front"), here.mood
    data = []
    low, high = here.hero
    for _ in range(34):
        x = abs(rng.gauss(0, 0.12)) * canvas.wide
        x = x if here.idea == 0 else canvas.wide - x
        if low - 20 < x < high + 20:
            continue
        tall, lean = rng.uniform(70, 210), rng.uniform(-24, 24)
        data.append(
            f"M{x - 2.6:.1f} 1005Q{x + lean * 0.3:.1f} {1000 - tall * 0.6:.1f} {x + lean:.1f} {1000 - tall:.1f}Q{x + lean * 0.4 + 3:.1f} {1000 - tall * 0.5:.1f} {x + 3:.1f} 1005z"
        )
    canvas.vector(
        f'<path fill="{mix(mood.lit(colour("#2f5a3c")), mood.shadow, 0.35).hex}" d="{"".join(data)}"/>',
        top=760,
    )
