"""Art made ready for a scene: how much of its square is visible, and in which colour."""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose.canvas import render_svg
from studio.engine.compose.colour import Colour, colour, from_polar, oklab, polar, turn
from studio.engine.plan.lexicon import COLOURS, SHADES

PROBE = 72  # pixels at which art is measured
ALIKE = 42.0  # degrees of hue within which fills belong to the main one
_FILL = re.compile(r'((?:fill|stop-color|stroke)=")(#[0-9a-fA-F]{3,6})(")')


@dataclass(frozen=True, slots=True)
class Extent:
    """The visible box of art as shares of its square."""

    left: float
    top: float
    width: float
    height: float

    @property
    def around(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom with room for what was too thin to be measured."""
        room = 2 / PROBE
        return (
            max(0.0, self.left - room),
            max(0.0, self.top - room),
            min(1.0, self.left + self.width + room),
            min(1.0, self.top + self.height + room),
        )


def named(name: str) -> Colour:
    """A colour by its words, such as `dark blue`."""
    shade, _, base = name.rpartition(" ")
    here = colour(COLOURS.get(base, "#8d949e"))
    return turn(here, light=SHADES.get(shade, 0.0), chroma=0.8 if shade == "pale" else 1.0)


@lru_cache(maxsize=512)
def extent(key: str) -> Extent:
    art = shelf.art(key)
    box = _probe(art.body, art.size).getchannel("A").point(lambda level: 255 if level > 24 else 0).getbbox()
    left, top, right, bottom = box or (0, 0, PROBE, PROBE)
    return Extent(left / PROBE, top / PROBE, (right - left) / PROBE, (bottom - top) / PROBE)


@lru_cache(maxsize=256)
def body(key: str, name: str = "") -> str:
    """The art's markup, its main fills moved to the named colour."""
    art = shelf.art(key)
    return recoloured(art.body, art.size, named(name)) if name else art.body


def recoloured(markup: str, size: float, target: Colour) -> str:
    """Every fill of the dominant hue becomes the target's hue, keeping its distance in lightness."""
    main = _dominant(markup, size)
    if main is None:
        return markup
    base, aim = polar(main), polar(target)
    if _distance(main, target) < 0.13:
        return markup
    grey = base.chroma < 0.035

    def moved(found: re.Match[str]) -> str:
        here = polar(colour(found.group(2)))
        apart = abs((here.hue - base.hue + 180) % 360 - 180)
        if grey:
            alike = (
                here.chroma < 0.05 and here.lightness > 0.3 and abs(here.lightness - base.lightness) < 0.35
            )
        else:
            alike = here.chroma > 0.04 and apart < ALIKE and here.lightness > 0.22
        if not alike:
            return found.group(0)
        lightness = aim.lightness + (here.lightness - base.lightness) * 0.8
        ratio = 1.0 if grey else min(1.3, max(0.5, here.chroma / base.chroma))
        turned = 0.0 if grey else ((here.hue - base.hue + 180) % 360 - 180) * 0.4
        return (
            found.group(1) + from_polar(lightness, aim.chroma * ratio, aim.hue + turned).hex + found.group(3)
        )

    return _FILL.sub(moved, markup)


def _dominant(markup: str, size: float) -> Colour | None:
    """The fill that covers most, a chromatic one if it covers a fair share."""
    fills = list(dict.fromkeys(found.group(2) for found in _FILL.finditer(markup)))
    if not fills:
        return None
    pixels = np.asarray(_probe(markup, size), dtype=np.float32)
    solid = pixels[pixels[:, :, 3] > 200][:, :3]
    if not len(solid):
        return None
    shades = np.array([colour(fill) for fill in fills], dtype=np.float32)
    nearest = np.argmin(((solid[:, None, :] - shades[None, :, :]) ** 2).sum(axis=2), axis=1)
    shares = np.bincount(nearest, minlength=len(fills)) / len(solid)
    weights = []
    for fill, share in zip(fills, shares, strict=True):
        here = polar(colour(fill))
        weights.append(share * (0.35 if here.chroma < 0.035 or here.lightness < 0.3 else 1.0))
    # fills of one hue stand together: the family with the most wins, and in it the largest
    families = []
    for fill in fills:
        here = polar(colour(fill))
        family = sum(
            weight
            for other, weight in zip(fills, weights, strict=True)
            if _same_family(here.hue, here.chroma, colour(other))
        )
        families.append(family)
    best = max(families)
    members = [at for at, family in enumerate(families) if family > best * 0.98]
    return colour(fills[max(members, key=lambda at: weights[at])])


def _same_family(hue: float, chroma: float, other: Colour) -> bool:
    there = polar(other)
    if chroma < 0.035 or there.chroma < 0.035:
        return chroma < 0.035 and there.chroma < 0.035
    return abs((hue - there.hue + 180) % 360 - 180) < ALIKE


def _distance(one: Colour, other: Colour) -> float:
    return float(np.linalg.norm(np.array(oklab(one)) - np.array(oklab(other))))


def _probe(markup: str, size: float) -> Image.Image:
    return render_svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{PROBE}"'
        f' height="{PROBE}" viewBox="0 0 {size} {size}">{markup}</svg>'
    )
