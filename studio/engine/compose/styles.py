"""Styles: what is done to the whole picture to make another medium of it."""

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from studio.engine.compose.canvas import Canvas, Floats
from studio.engine.compose.colour import colour
from studio.engine.compose.setting import Setting

# Pixels across at which a medium has all the detail that it shows: more need not be painted.
ACROSS = {
    "poster": 1100,
    "watercolour": 900,
    "oil": 900,
    "paper": 1000,
    "pixel": 704,
    "line": 1500,
    "ink": 1500,
}


def styled(canvas: Canvas, here: Setting) -> None:
    change = _STYLES.get(here.style)
    if change is not None:
        change(canvas, here)


def _posterised(picture: Image.Image, steps: int) -> Image.Image:
    """So many colours, chosen on a small copy: a picture's colours are the same on fewer pixels."""
    few = picture.copy()
    few.thumbnail((280, 280), Image.Resampling.NEAREST)
    palette = few.quantize(steps, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    return picture.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")


def _poster(canvas: Canvas, here: Setting) -> None:
    """Few flat colours with clean edges."""
    across = min(canvas.width, 1100)
    small = canvas.picture.resize(
        (across, max(1, round(across * canvas.height / canvas.width))), Image.Resampling.BOX
    )
    small = small.filter(ImageFilter.ModeFilter(7))
    flat = _posterised(small, 24).filter(ImageFilter.ModeFilter(5))
    canvas.picture = flat.resize(canvas.picture.size, Image.Resampling.BICUBIC)


def _watercolour(canvas: Canvas, here: Setting) -> None:
    """Pools of pigment with dark rims on rough paper, running out towards the edges."""
    across = min(canvas.width, 900)
    size = (across, max(1, round(across * canvas.height / canvas.width)))
    small = (
        canvas.picture.resize(size, Image.Resampling.BOX)
        .filter(ImageFilter.MedianFilter(5))
        .filter(ImageFilter.ModeFilter(5))
    )
    soft = np.asarray(small.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float32)
    wide = np.asarray(small.filter(ImageFilter.GaussianBlur(7)), dtype=np.float32)
    rims = np.clip((wide - soft).mean(axis=2, keepdims=True), 0, 40) / 40
    grey = soft.mean(axis=2, keepdims=True)
    pigment = grey + (soft - grey) * 1.18
    wet = Image.fromarray((canvas.clouds(3, 5) * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    pools = np.asarray(wet, dtype=np.float32)[:, :, None] / 255
    rng = np.random.default_rng(here.seed)
    tooth = rng.random(size[::-1], dtype=np.float32)[:, :, None]
    paper = np.array(colour("#fbf6ea"), dtype=np.float32) - 7 * tooth
    way = here.seed % 4
    wetness = (0.3, 0.24, 0.36, 0.3)[way]
    thin = np.clip(wetness + (0.26, 0.3, 0.62, 0.34)[way] * (pools - 0.5) - 0.42 * rims, 0.04, 0.78)
    edge = _washed_out(size, pools[:, :, 0], way)[:, :, None]
    told = pigment * (1 - thin) + paper * thin
    told = told * (1 - 0.2 * rims)
    told = paper + (told - paper) * edge
    picture = Image.fromarray(np.clip(told, 0, 255).astype(np.uint8))
    canvas.picture = picture.resize(canvas.picture.size, Image.Resampling.BICUBIC)


def _washed_out(size: tuple[int, int], pools: Floats, way: int) -> Floats:
    """How much of the paint is left, 0…1: a sheet with ragged rims, an oval, the whole sheet, or one that runs
    out below."""
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    rim = np.minimum(np.minimum(xs, size[0] - xs) / size[0], np.minimum(ys, size[1] - ys) / size[1])
    if way == 1:
        far = np.hypot(xs / size[0] - 0.5, ys / size[1] - 0.5)
        return np.asarray(np.clip((0.54 - far - 0.16 * (pools - 0.5)) / 0.05, 0, 1), np.float32)
    if way == 2:
        return np.ones_like(pools)
    ragged = np.clip((rim - 0.012 - 0.035 * pools) / 0.022, 0, 1)
    if way == 3:
        below = np.clip((0.97 - ys / size[1] - 0.22 * pools) / 0.1, 0, 1)
        ragged = np.minimum(ragged, below)
    return np.asarray(ragged, np.float32)


def _ink(canvas: Canvas, here: Setting) -> None:
    """Brush lines and washes in one ink on cream paper."""
    lines = _edges(canvas, 1200, 2.2)
    grey = ImageOps.autocontrast(canvas.picture.convert("L"), cutoff=2)
    small = grey.resize((max(1, canvas.width // 3), max(1, canvas.height // 3))).filter(
        ImageFilter.GaussianBlur(1.5)
    )
    levels = np.asarray(small, dtype=np.float32) / 255
    bands = np.floor(levels * 5.2) / 5
    wash = Image.fromarray(
        (np.clip(0.34 + 0.66 * (0.72 * bands + 0.28 * levels), 0, 1) * 255).astype(np.uint8)
    ).resize(canvas.picture.size, Image.Resampling.BICUBIC)
    page = ImageChops.multiply(wash, lines)
    canvas.picture = ImageOps.colorize(page, "#1b1d26", "#f7f1e3", mid="#8b8a88")


def _line(canvas: Canvas, here: Setting) -> None:
    """Outlines only, on paper."""
    canvas.picture = ImageOps.colorize(_edges(canvas, 1500, 3.4), "#22304a", "#fbf9f3")


def _edges(canvas: Canvas, across: int, gain: float) -> Image.Image:
    """Dark lines on white where colours change, at full size."""
    across = min(across, canvas.width)
    size = (across, max(1, round(across * canvas.height / canvas.width)))
    small = canvas.picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.MedianFilter(5))
    pixels = np.asarray(small, dtype=np.float32)
    fine = np.asarray(small.filter(ImageFilter.GaussianBlur(1.0)), dtype=np.float32)
    broad = np.asarray(small.filter(ImageFilter.GaussianBlur(2.6)), dtype=np.float32)
    difference = np.abs(fine - broad).max(axis=2) * gain + np.abs(pixels - broad).max(axis=2) * 0.2
    dark = np.clip((difference - 9) / 26, 0, 1)
    return Image.fromarray(((1 - dark) * 255).astype(np.uint8)).resize(
        canvas.picture.size, Image.Resampling.BICUBIC
    )


def _pixel(canvas: Canvas, here: Setting) -> None:
    """Large square pixels in thirty-two colours."""
    cells = 176
    ratio = cells / max(canvas.width, canvas.height)
    size = (max(1, round(canvas.width * ratio)), max(1, round(canvas.height * ratio)))
    small = canvas.picture.resize(size, Image.Resampling.BOX)
    small = ImageOps.autocontrast(small.filter(ImageFilter.UnsharpMask(1, 120, 0)), cutoff=0.5)
    canvas.picture = _posterised(small, 32).resize(canvas.picture.size, Image.Resampling.NEAREST)


def _neon(canvas: Canvas, here: Setting) -> None:
    """Night colours between magenta and cyan, and edges that glow."""
    across = min(900, canvas.width)
    size = (across, max(1, round(across * canvas.height / canvas.width)))
    grey = np.asarray(canvas.picture.resize(size).convert("L"), dtype=np.float32) / 255
    edges = ImageOps.invert(_edges(canvas, 900, 2.6)).resize(size)
    line = np.asarray(edges, dtype=np.float32)[:, :, None] / 255
    glow = np.asarray(edges.filter(ImageFilter.GaussianBlur(9)), dtype=np.float32)[:, :, None] / 255
    ys = np.linspace(0, 1, size[1], dtype=np.float32)[:, None, None]
    hue = (
        np.array(colour("#ff3fc0"), dtype=np.float32) * (1 - ys)
        + np.array(colour("#25e6ff"), dtype=np.float32) * ys
    )
    base = np.array(colour("#12062b"), dtype=np.float32) + grey[:, :, None] * 90 * np.array(
        (0.9, 0.45, 1.3), dtype=np.float32
    )
    light = Image.fromarray(np.clip(base + hue * (line * 0.85 + glow * 0.8), 0, 255).astype(np.uint8)).resize(
        canvas.picture.size, Image.Resampling.BICUBIC
    )
    canvas.picture = Image.blend(light, ImageChops.screen(light, canvas.picture), 0.45)


def _paper(canvas: Canvas, here: Setting) -> None:
    """Flat sheets laid over each other: each tone casts a small shadow on the next."""
    across = min(1000, canvas.width)
    size = (across, max(1, round(across * canvas.height / canvas.width)))
    small = canvas.picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.ModeFilter(7))
    flat = _posterised(small, 28).filter(ImageFilter.ModeFilter(5))
    pixels = np.asarray(flat, dtype=np.float32)
    tone = pixels.mean(axis=2)
    lower = np.roll(tone, (4, 3), axis=(0, 1))
    cast = np.clip((tone - lower) / 60, 0, 1)
    cast = (
        np.asarray(
            Image.fromarray((cast * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(3)),
            dtype=np.float32,
        )[:, :, None]
        / 255
    )
    rng = np.random.default_rng(here.seed)
    fibre = rng.normal(0, 2.4, size[::-1])[:, :, None].astype(np.float32)
    told = pixels * (1 - 0.38 * cast) + fibre
    canvas.picture = Image.fromarray(np.clip(told, 0, 255).astype(np.uint8)).resize(
        canvas.picture.size, Image.Resampling.BICUBIC
    )


def _pastel(canvas: Canvas, here: Setting) -> None:
    """Chalky, light and warm."""
    milk = Image.new("RGB", canvas.picture.size, "#fff3ea")
    soft = Image.blend(ImageEnhance.Color(canvas.picture).enhance(1.45), milk, 0.36)
    canvas.picture = ImageChops.screen(soft, Image.new("RGB", soft.size, "#120c12"))


def _oil(canvas: Canvas, here: Setting) -> None:
    """Short thick strokes: colours gathered by mode, lit along their ridges."""
    across = min(900, canvas.width)
    size = (across, max(1, round(across * canvas.height / canvas.width)))
    small = canvas.picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.ModeFilter(9))
    small = small.filter(ImageFilter.MedianFilter(5))
    relief = np.asarray(small.convert("L").filter(ImageFilter.EMBOSS), dtype=np.float32)[:, :, None] - 128
    bristles = Image.fromarray((canvas.clouds(60, 2, stretch=1.6) * 255).astype(np.uint8)).resize(
        size, Image.Resampling.BICUBIC
    )
    thick = (np.asarray(bristles, dtype=np.float32)[:, :, None] - 128) * 0.1
    pixels = np.asarray(small, dtype=np.float32)
    grey = pixels.mean(axis=2, keepdims=True)
    told = grey + (pixels - grey) * 1.2 + relief * 0.35 + thick
    canvas.picture = Image.fromarray(np.clip(told, 0, 255).astype(np.uint8)).resize(
        canvas.picture.size, Image.Resampling.BICUBIC
    )


_STYLES = {
    "poster": _poster, "watercolour": _watercolour, "ink": _ink, "line": _line, "pixel": _pixel, "neon": _neon,
    "paper": _paper, "pastel": _pastel, "oil": _oil,
}  # fmt: skip
