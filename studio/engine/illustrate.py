"""The front door of the illustrator: a wish goes in, pictures come out one by one."""

import io
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import resvg_py
from PIL import Image

from studio.engine.wish import Drawing, Wish

ART = Path(__file__).parent / "node_modules/@iconify-json/fluent-emoji-flat/icons.json"
SKIES = {
    "night": ("#0b1026", "#3f5c8c", "#b5c9e6"),
    "sunset": ("#2b1d4e", "#ffc36b", "#b9502f"),
    "day": ("#7fc0ee", "#e8f4fb", "#8fb86a"),
}


@cache
def _figures() -> dict[str, str]:
    if not ART.exists():
        return {}
    icons = json.loads(ART.read_text())["icons"]
    return {name: entry["body"] for name, entry in icons.items()}


def pictures(wish: Wish) -> Iterator[Drawing]:
    """Draw `wish.count` pictures, each under a seed of its own."""
    for index in range(wish.count):
        yield _draw(wish, wish.seed + index)


def _draw(wish: Wish, seed: int) -> Drawing:
    rng = random.Random(seed)
    words = re.findall(r"[a-z]+", wish.prompt.lower())
    time = next((name for name in SKIES if name in words), "day")
    noun = next((word for word in words if word in _figures()), None)
    top, low, ground = SKIES[time]
    wide, high = wish.width, wish.height
    size, x, foot = min(wide, high) * 0.4, wide * rng.uniform(0.35, 0.65), high * 0.85
    figure = ""
    if noun:
        figure = f'<g transform="translate({x - size / 2} {foot - size}) scale({size / 32})">{_figures()[noun]}</g>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}"><defs>'
        f'<linearGradient id="sky" x2="0" y2="1"><stop stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{low}"/></linearGradient></defs>'
        f'<rect width="{wide}" height="{high}" fill="url(#sky)"/>'
        f'<rect y="{high * 0.7}" width="{wide}" height="{high * 0.3}" fill="{ground}"/>{figure}</svg>'
    )
    content = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    picture = Image.open(io.BytesIO(bytes(content))).convert("RGB")
    return Drawing(picture, {"time": time, "subjects": [noun] if noun else []})
