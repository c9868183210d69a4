"""How large the picture becomes: `WxH` checked against a family, or a tier with an aspect found for it."""

import math
import re
from collections.abc import Mapping

from studio.engine.errors import invalid
from studio.engine.families import ASPECTS, Box, Family

_EXPLICIT = re.compile(r"([0-9]{1,5})x([0-9]{1,5})", re.IGNORECASE)
_RATIO = re.compile(r"(?<![\d:.])(\d{1,2}) ?[:：] ?(\d{1,2})(?![\d:.])")
_SPOKEN_RATIOS = {
    "1:1",
    "4:3",
    "3:4",
    "5:4",
    "4:5",
    "16:9",
    "9:16",
    "16:10",
    "10:16",
    "3:2",
    "2:3",
    "2:1",
    "1:2",
}
_SPOKEN_RATIOS |= {"21:9", "9:21", "3:1", "1:3"}

# First match wins. "Wide", "landscape" and "square" alone often describe the scene ("a wide river", "a town
# square"), so they need a word beside them that speaks of the picture.
_OF_PICTURE = r"(?:format|image|picture|photo|illustration|orientation|aspect|composition|layout|crop|canvas)"
_WORDS = [
    (re.compile(pattern, re.IGNORECASE), ratio)
    for pattern, ratio in (
        (r"\bultra-?\s?wide\b|\bpanoram(?:a|ic)\b|\bbanner\b|\bcinemascope\b|全景", "21:9"),
        (r"\bwide-?screen\b|\bcinematic\b|\bdesktop wallpaper\b|横[版图屏幅]", "16:9"),
        (rf"\bwide(?:[- ]angle)?[- ]?(?:shot|view|{_OF_PICTURE})\b", "16:9"),
        (r"\bphone wallpaper\b|\bvertical video\b|\bfull-?screen story\b|\bbookmark\b|竖[版图屏幅]", "9:16"),
        (r"\bportrait\b|\bposter\b|\bbook cover\b|海报|肖像", "3:4"),
        (rf"\b(?:vertical|upright|tall)[- ]{_OF_PICTURE}\b", "3:4"),
        (rf"\b(?:landscape|horizontal)[- ]{_OF_PICTURE}\b|\bin landscape\b", "4:3"),
        (rf"\bsquare[- ]{_OF_PICTURE}\b|方形", "1:1"),
    )
]


def check_size(size: str, family: Family) -> str | Box:
    """A tier of the family, or a width and height in px within its limits; anything else is refused."""
    tier = size.upper()
    if tier in family.tiers:
        return tier
    explicit = _EXPLICIT.fullmatch(size)
    if explicit is None:
        tiers = ", ".join(family.tiers)
        invalid("size", f"give one of {tiers}, or WIDTHxHEIGHT such as 2048x2048; Seedream {family.name}.")
    width, height = int(explicit[1]), int(explicit[2])
    area = width * height
    if area < family.min_area:
        invalid("size", f"image size must be at least {family.min_area} pixels, {size} has {area}.")
    if area > family.max_area:
        invalid("size", f"image size must be at most {family.max_area} pixels, {size} has {area}.")
    if not ASPECTS[0] <= width / height <= ASPECTS[1]:
        invalid("size", f"width / height must be between 1/16 and 16, {size} has {width / height:.4g}.")
    return width, height


def settle(size: str | Box, family: Family, prompt: str, first_reference: Box | None) -> Box:
    """Width and height in px. A tier's aspect is the prompt's, else the first reference's, else square."""
    if not isinstance(size, str):
        return size
    boxes = family.tiers[size]
    spoken = spoken_aspect(prompt)
    if spoken is not None:
        return _nearest(boxes, spoken)
    if first_reference is not None:
        return _like(first_reference, boxes, family)
    return boxes["1:1"]


def spoken_aspect(prompt: str) -> float | None:
    """Width / height that the prompt's words ask for ("16:9", "portrait", "panorama"), or None."""
    for found in _RATIO.finditer(prompt):
        if f"{found[1]}:{found[2]}" in _SPOKEN_RATIOS:
            return int(found[1]) / int(found[2])
    for pattern, ratio in _WORDS:
        if pattern.search(prompt):
            width, height = ratio.split(":")
            return int(width) / int(height)
    return None


def _nearest(boxes: Mapping[str, Box], aspect: float) -> Box:
    return min(boxes.values(), key=lambda box: _apart(box, aspect))


def _apart(box: Box, aspect: float) -> float:
    return abs(math.log(box[0] / box[1] / aspect))


def _like(reference: Box, boxes: Mapping[str, Box], family: Family) -> Box:
    """The reference's own shape at the tier's area, so that an edit neither crops nor stretches."""
    aspect = reference[0] / reference[1]
    near = _nearest(boxes, aspect)
    if _apart(near, aspect) < 0.02:
        return near
    square = boxes["1:1"]
    area = min(square[0] * square[1], family.max_area)
    width, height = math.sqrt(area * aspect), math.sqrt(area / aspect)
    return int(width) // 8 * 8, int(height) // 8 * 8
