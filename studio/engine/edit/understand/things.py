"""A noun phrase → the Thing it means."""

import re

from studio.engine.edit.steps import Kind, Side, Thing
from studio.engine.edit.understand.words import find_colour

KINDS: dict[Kind, str] = {
    "everything": "it|this|picture|image|photo|photograph|everything|whole picture|whole image|scene|colours|colors|tones?",
    "background": "background|backdrop|surroundings|everything else|everything behind.*",
    "text": "text|texts|words?|letters?|lettering|writing|captions?|titles?|subtitles?|watermarks?|inscriptions?|typography"
    "|date ?stamp|time ?stamp|numbers?|handwriting|slogans?|headlines?",
    "face": "faces?|her face|his face|skin|cheeks?",
    "garment": "shirts?|t-?shirts?|tee|blouse|top|dress|gown|skirt|coat|jacket|suit|space ?suit|sweater|jumper|pullover|hoodie"
    "|cardigan|vest|clothes|clothing|outfit|garment|uniform|robe|trousers|pants|jeans|kimono",
    "person": "person|people|man|woman|boy|girl|child|kid|lady|guy|men|women|figure|model|astronaut|him|her|them|human|tourists?"
    "|pedestrians?|passer-?by|passers-?by",
    "sky": "sky|skies|heavens?",
    "subject": "subject|main subject|object|main object|product|foreground|thing|item",
}
_KINDS = [(kind, re.compile(rf"(?:{nouns})$")) for kind, nouns in KINDS.items()]
_ARTICLES = re.compile(
    r"^(?:(?:the|a|an|any|all|all of|every|this|that|these|those|of|my|his|her|their|its|some|whole|entire)\s+)+"
)
_SIDE = re.compile(
    r"\s*\b(?:(?:on|at|in|to|from|near) (?:the |its )?)?(?:far )?(left|right|top|bottom|middle|centre|center)"
    r"(?:[- ]?(?:hand)? (?:side|corner|edge|part|half))?(?: of (?:the |this )?(?:picture|image|photo|frame))?\b"
)
_TAIL = re.compile(
    r"\s+(?:(?:from|in|of|within|on) (?:the |this |my )?(?:picture|image|photo|photograph|shot|frame)|please|entirely|completely|altogether)$"
)
_SIDES: dict[str, Side] = {"middle": "centre", "center": "centre", "left": "left", "right": "right", "top": "top", "bottom": "bottom", "centre": "centre"}  # fmt: skip


def thing(phrase: str) -> Thing:
    """“the red car on the left” → a thing called “car”, red, left."""
    text = _TAIL.sub("", phrase.strip(" .,"))
    side: Side | None = None
    found = _SIDE.search(text)
    # “top” alone is a garment.
    if found and text != "top":
        side = _SIDES[found[1]]
        text = (text[: found.start()] + text[found.end() :]).strip()
    text = _ARTICLES.sub("", text)
    colour = find_colour(text)
    if colour:
        text = re.sub(r"\s+", " ", text.replace(colour, "", 1)).strip(" -") or colour
    text = re.sub(r"^(?:coloured|colored|part|parts|area|areas|region|ones?)$", "region", text)
    words = text or "subject"
    kind: Kind = next((kind for kind, nouns in _KINDS if nouns.match(words)), "thing")
    return Thing(words, kind, colour, side)
