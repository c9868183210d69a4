"""Colours as three floats from 0 to 255 in sRGB, mixed in OKLab so that mixtures stay clean."""

import math
import re
from typing import NamedTuple

HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


class Colour(NamedTuple):
    red: float
    green: float
    blue: float

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in self)


class Polar(NamedTuple):
    """OKLCH: lightness 0…1, chroma 0…≈0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def colour(text: str) -> Colour:
    """`#rgb` or `#rrggbb`."""
    digits = text.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return Colour(*(float(int(digits[at : at + 2], 16)) for at in (0, 2, 4)))


def _linear(part: float) -> float:
    part /= 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return 255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


def oklab(shade: Colour) -> tuple[float, float, float]:
    """Björn Ottosson's OKLab, https://bottosson.github.io/posts/oklab/."""
    red, green, blue = (_linear(part) for part in shade)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_oklab(lightness: float, first: float, second: float) -> Colour:
    long = (lightness + 0.3963377774 * first + 0.2158037573 * second) ** 3
    medium = (lightness - 0.1055613458 * first - 0.0638541728 * second) ** 3
    short = (lightness - 0.0894841775 * first - 1.2914855480 * second) ** 3
    return Colour(
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def polar(shade: Colour) -> Polar:
    lightness, first, second = oklab(shade)
    return Polar(lightness, math.hypot(first, second), math.degrees(math.atan2(second, first)) % 360)


def from_polar(lightness: float, chroma: float, hue: float) -> Colour:
    angle = math.radians(hue)
    return from_oklab(min(1.0, max(0.0, lightness)), chroma * math.cos(angle), chroma * math.sin(angle))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour, 0…1."""
    return from_oklab(*(a + (b - a) * share for a, b in zip(oklab(one), oklab(other), strict=True)))


def turn(shade: Colour, *, light: float = 0.0, chroma: float = 1.0, hue: float = 0.0) -> Colour:
    """Lighter by `light`, more or less colourful by a factor, hue moved by degrees."""
    here = polar(shade)
    return from_polar(here.lightness + light, here.chroma * chroma, here.hue + hue)


def under(shade: Colour, lamp: Colour) -> Colour:
    """A surface of this colour in light of that colour; white light leaves it as it is."""
    return Colour(*(part * beam / 255 for part, beam in zip(shade, lamp, strict=True)))
