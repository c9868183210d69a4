"""Lettering: set with the renderer's own shaping, fitted to its box, readable on what is behind it."""

import io
import re
from functools import lru_cache
from xml.sax.saxutils import escape

import resvg_py
from PIL import Image

from studio.engine.art import fonts
from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import Colour, colour, mix
from studio.engine.compose.setting import Setting
from studio.engine.compose.stage import Lettering

FAMILY = "inter-latin, 'Noto Sans', 'Noto Sans CJK SC', 'DejaVu Sans', sans-serif"
OURS = re.compile(
    r"[\x00-\u052f\u1e00-\u206f\u20a0-\u20bf\u2122]*"
)  # what the typeface that came with us covers

_UNASSIGNED = "\uf8f0"


def text_layer(markup: str, width: int, height: int, units: tuple[float, float, float, float]) -> Image.Image:
    """SVG with text as pixels. Only a script that our typeface does not have is set from the machine's fonts,
    so that all others look the same everywhere."""
    left, top, wide, high = units
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{left:.2f} {top:.2f} {wide:.2f} {high:.2f}">{markup}</svg>'
    )
    files = list(fonts.files())
    content = resvg_py.svg_to_bytes(
        svg_string=svg,
        font_files=files or None,
        font_family="inter-latin",
        skip_system_fonts=bool(files) and OURS.fullmatch(markup) is not None,
    )
    return Image.open(io.BytesIO(bytes(content))).convert("RGBA")


@lru_cache(maxsize=512)
def missing(text: str) -> bool:
    """Whether no typeface of this machine has a letter of the text: it would be drawn as an empty box."""
    foreign = [sign for sign in dict.fromkeys(text) if not OURS.fullmatch(sign) and sign.isalnum()]
    return any(_drawn(sign) == _drawn(_UNASSIGNED) for sign in foreign[:40])


@lru_cache(maxsize=1024)
def _drawn(sign: str) -> bytes:
    markup = f'<text x="10" y="48" font-family="{FAMILY}" font-size="40">{escape(sign)}</text>'
    layer = text_layer(markup, 60, 60, (0, 0, 60, 60))
    return layer.crop(layer.getbbox()).tobytes()


def letter(canvas: Canvas, here: Setting, text: Lettering) -> None:
    """Set the text as large as its box allows, in up to three lines."""
    lines = wrapped(text.text, text.width / max(1.0, text.height))
    measured = [measure(line) for line in lines]
    widest = max(measured)
    size = min(text.width / widest, text.height / (len(lines) * 1.16))
    on_sign = text.plate != ""
    ink, halo = _inks(canvas, here, text)
    middle = text.left + text.width / 2
    block = size * 1.16 * len(lines)
    first = text.top + (text.height - block) / 2 + size * 0.92
    parts = []
    for number, line in enumerate(lines):
        place = f'x="{middle:.2f}" y="{first + number * size * 1.16:.2f}"'
        common = (
            f'{place} font-family="{FAMILY}" font-weight="700" font-size="{size:.2f}" text-anchor="middle"'
        )
        if not on_sign:
            parts.append(
                f'<text {common} fill="{halo.hex}" stroke="{halo.hex}" stroke-width="{size * 0.09:.2f}" stroke-linejoin="round" opacity=".35">{escape(line)}</text>'
            )
        parts.append(f'<text {common} fill="{ink.hex}">{escape(line)}</text>')
    box = (text.left - size * 0.2, text.top - size * 0.2, text.width + size * 0.4, text.height + size * 0.4)
    width, height = max(1, round(box[2] * canvas.scale)), max(1, round(box[3] * canvas.scale))
    canvas.stamp(text_layer("".join(parts), width, height, box), box[0], box[1])


def wrapped(text: str, aspect: float) -> list[str]:
    """One to three lines: as many as make the letters largest in a box of that aspect."""
    words = text.split() or [text]
    best, most = [text], 0.0
    for count in range(1, min(3, len(words)) + 1):
        lines = _split(words, count)
        size = min(aspect / max(measure(line) for line in lines), 1 / (1.16 * len(lines)))
        if size > most:
            best, most = lines, size
    return best


def _split(words: list[str], count: int) -> list[str]:
    goal = sum(len(word) + 1 for word in words) / count
    lines: list[str] = []
    line = ""
    for word in words:
        if line and len(line) + len(word) / 2 > goal and len(lines) < count - 1:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


@lru_cache(maxsize=512)
def measure(line: str) -> float:
    """The line's advance in font sizes, measured on the rendered letters."""
    size, wide = 40, 60 * max(4, len(line))
    layer = text_layer(
        f'<text x="10" y="60" font-family="{FAMILY}" font-weight="700" font-size="{size}">{escape(line)}</text>',
        wide,
        100,
        (0, 0, wide, 100),
    )
    box = layer.getbbox()
    return max(0.4, ((box[2] - box[0]) if box else size) / size * 1.03)


def _inks(canvas: Canvas, here: Setting, text: Lettering) -> tuple[Colour, Colour]:
    if text.plate == "board":
        return colour("#f4f1e6"), colour("#2f5a4a")
    if text.plate == "sign":
        return colour("#33241a"), colour("#ffffff")
    left, top = max(0, round(text.left * canvas.scale)), max(0, round(text.top * canvas.scale))
    right = min(canvas.width, round((text.left + text.width) * canvas.scale))
    low = min(canvas.height, round((text.top + text.height) * canvas.scale))
    grey = (
        canvas.picture.crop((left, top, max(left + 1, right), max(top + 1, low)))
        .convert("L")
        .resize((1, 1), Image.Resampling.BOX)
    )
    dark = int(grey.tobytes()[0]) < 150
    deep = mix(here.mood.shadow, colour("#10131c"), 0.5)
    return (colour("#fffaf0"), deep) if dark else (deep, colour("#fffaf0"))
