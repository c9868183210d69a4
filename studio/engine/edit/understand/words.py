"""The words that instructions are made of: colours, things, places in the picture, strengths, numbers."""

import re

COLOURS: dict[str, tuple[int, int, int]] = {
    "black": (24, 24, 26),
    "white": (246, 246, 246),
    "grey": (128, 128, 130),
    "silver": (192, 194, 198),
    "charcoal": (54, 57, 62),
    "red": (205, 32, 38),
    "crimson": (178, 20, 50),
    "scarlet": (226, 38, 24),
    "burgundy": (112, 18, 44),
    "maroon": (120, 22, 28),
    "orange": (240, 130, 24),
    "coral": (250, 118, 96),
    "salmon": (244, 144, 124),
    "peach": (252, 200, 166),
    "apricot": (250, 184, 128),
    "rust": (176, 74, 32),
    "terracotta": (196, 98, 68),
    "yellow": (246, 210, 36),
    "gold": (212, 166, 40),
    "mustard": (208, 162, 34),
    "cream": (250, 242, 218),
    "ivory": (250, 246, 232),
    "beige": (226, 208, 178),
    "tan": (206, 172, 130),
    "khaki": (178, 164, 112),
    "brown": (118, 72, 38),
    "chocolate": (92, 52, 28),
    "green": (38, 142, 60),
    "lime": (150, 214, 40),
    "olive": (118, 122, 44),
    "mint": (160, 226, 196),
    "sage": (158, 176, 142),
    "emerald": (16, 140, 92),
    "forest green": (32, 92, 50),
    "teal": (10, 128, 128),
    "turquoise": (48, 200, 196),
    "cyan": (30, 196, 224),
    "aqua": (60, 210, 218),
    "blue": (32, 84, 206),
    "sky blue": (120, 190, 240),
    "baby blue": (158, 206, 242),
    "royal blue": (44, 74, 204),
    "cobalt": (20, 70, 170),
    "navy": (24, 36, 88),
    "indigo": (66, 44, 140),
    "purple": (120, 44, 160),
    "violet": (132, 72, 200),
    "lavender": (196, 180, 236),
    "lilac": (200, 166, 214),
    "magenta": (206, 30, 140),
    "fuchsia": (224, 40, 150),
    "pink": (246, 132, 176),
    "hot pink": (250, 64, 144),
    "rose": (232, 96, 124),
}
ALIASES = {"gray": "grey", "golden": "gold", "silvery": "silver", "reddish": "red", "navy blue": "navy"}
SHADES = {
    "light": 0.45,
    "pale": 0.6,
    "pastel": 0.55,
    "bright": 0.0,
    "vivid": 0.0,
    "deep": -0.3,
    "dark": -0.45,
}

_NAMES = "|".join(sorted([*COLOURS, *ALIASES], key=len, reverse=True))
COLOUR = (
    rf"(?:(?:{'|'.join(SHADES)}) )?(?:{_NAMES})(?:[- ](?:colou?r(?:ed)?|tone))?"
    r"|#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|rgb\(\d{1,3}, ?\d{1,3}, ?\d{1,3}\)"
)
"""A colour as a regular expression without groups, for lower-case text."""

_COLOUR = re.compile(rf"(?<!\w)(?:{COLOUR})(?!\w)")
_CODE = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})|rgb\((\d+), ?(\d+), ?(\d+)\)")


def find_colour(text: str) -> str | None:
    """The first colour named in lower-case text."""
    found = _COLOUR.search(text)
    return found[0] if found else None


def rgb_of(colour: str) -> tuple[int, int, int]:
    """The sRGB value of what `find_colour` found."""
    code = _CODE.match(colour)
    if code and code[1]:
        digits = code[1] if len(code[1]) == 6 else "".join(digit * 2 for digit in code[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if code:
        return min(int(code[2]), 255), min(int(code[3]), 255), min(int(code[4]), 255)
    bare = re.sub(r"[- ](?:colou?r(?:ed)?|tone)$", "", colour)
    first, _, rest = bare.partition(" ")
    shade = 0.0
    if first in SHADES and rest:
        shade, bare = SHADES[first], rest
    bare = ALIASES.get(bare, bare)
    target = 255 if shade > 0 else 0
    mixed = [round(part + (target - part) * abs(shade)) for part in COLOURS[bare]]
    return mixed[0], mixed[1], mixed[2]


STRENGTHS = {
    "slightly": 0.5,
    "a little": 0.5,
    "a bit": 0.5,
    "a touch": 0.5,
    "subtly": 0.5,
    "gently": 0.5,
    "much": 1.7,
    "a lot": 1.7,
    "very": 1.7,
    "strongly": 1.7,
    "heavily": 1.7,
    "extremely": 2.2,
}
_STRENGTH = re.compile(rf"\b(?:{'|'.join(STRENGTHS)})\b")
_PER_CENT = re.compile(r"(\d{1,3}) ?(?:%|per ?cent)")


def strength_of(text: str) -> float:
    """How strong a change the words ask for: 1 is usual, 40 % is 1 as well."""
    number = _PER_CENT.search(text)
    if number:
        return min(max(int(number[1]) / 40, 0.05), 2.5)
    word = _STRENGTH.search(text)
    return STRENGTHS[word[0]] if word else 1.0


ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "other": 2,
}  # fmt: skip
_PICTURE = r"(?:picture|image|photo|photograph|reference|pic|img)"
NTH_PICTURE = rf"(?:the )?(?:{'|'.join(ORDINALS)}) {_PICTURE}|(?:the )?{_PICTURE} ?#?\d{{1,2}}"
"""“the second picture”, “image 2”: without groups."""
_NTH = re.compile(rf"(?:the )?({'|'.join(ORDINALS)}) {_PICTURE}|{_PICTURE} ?#?(\d{{1,2}})")


def pictures_named(text: str) -> list[int]:
    """The numbers of the pictures named in lower-case text, from 1, in the order of naming."""
    return [ORDINALS[found[1]] if found[1] else int(found[2]) for found in _NTH.finditer(text)]
