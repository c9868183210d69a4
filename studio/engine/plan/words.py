"""Tokens, plurals and quotations."""

import re
from dataclasses import dataclass

from studio.engine.plan.lexicon import EMOJI

TOKEN = re.compile(
    r"\x00\d+\x00|[a-zà-ÿ0-9][a-zà-ÿ0-9'’&/.-]*[a-zà-ÿ0-9]|[a-zà-ÿ0-9]|[,.;:!?()\n]|[^\s\w]|\w+"
)
QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»\n]{1,120})[\"“”„«»]|(?<![\w])['‘]([^'‘’\n]{1,80})['’](?![\w])")
SAYS = re.compile(
    r"\b(?:says?|saying|reads?|reading|that reads|with the (?:words?|text|letters|title|name|caption)|labell?ed|titled|spelling|written|the words?|called)[:\s]+"
    r"((?:[A-Z0-9][A-Z0-9'’&!?.-]*)(?:\s+[A-Z0-9][A-Z0-9'’&!?.-]*){0,6})(?![a-z])"
)
# Two words or more in capitals among others that are not, and no marks of cameras and screens.
SHOUTED = re.compile(
    r"(?<![\w-])((?!(?:[48]K|U?HDR?|HDR10|RAW|DSLR|RTX|RGB|CMYK|SVG|PNG|USA?|UK|UI|UX|AI|LED)\b)[A-Z][A-Z'’!&]+"
    r"(?:\s+(?!(?:[48]K|U?HDR?|RAW|DSLR|RTX|RGB|CMYK|UI|UX|AI|LED)\b)[A-Z&][A-Z'’!&]*){1,5})(?![\w-])"
)
IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "persons": "person", "mice": "mouse", "geese": "goose",
    "feet": "foot", "teeth": "tooth", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "loaves": "loaf", "shelves": "shelf",
    "calves": "calf", "halves": "half", "oxen": "ox", "cacti": "cactus", "octopi": "octopus", "buses": "bus", "lives": "life",
    "firemen": "fireman", "ladies": "lady", "cookies": "cookie", "movies": "movie", "pies": "pie", "ties": "tie", "shoes": "shoe",
    "canoes": "canoe", "fish": "fish", "sheep": "sheep", "deer": "deer", "sushi": "sushi", "zombies": "zombie", "selfies": "selfie", "taxis": "taxi",
}  # fmt: skip
SAME = frozenset({"fish", "sheep", "deer", "sushi"})


_EMOJI = str.maketrans({mark: f" {words}, " for mark, words in EMOJI.items()})


@dataclass(frozen=True, slots=True)
class Words:
    """A prompt's tokens in lower case, and what was quoted in it, as it was written."""

    tokens: tuple[str, ...]
    quoted: tuple[str, ...]


def read_words(text: str) -> Words:
    """Quotations become tokens of their own (NUL, index, NUL)."""
    quoted: list[str] = []

    def keep(found: re.Match[str]) -> str:
        said = next((group for group in found.groups() if group), "").strip()
        if not said:
            return " "
        quoted.append(said)
        start = found.group(0)[: found.start(1) - found.start(0)] if found.re is SAYS else " "
        return f"{start} \x00{len(quoted) - 1}\x00 "

    text = text.replace("\ufe0f", "").replace("\u200d", " ").translate(_EMOJI)
    text = QUOTED.sub(keep, text)
    text = SAYS.sub(keep, text)
    if any(letter.islower() for letter in text):
        text = SHOUTED.sub(keep, text)
    tokens = [token.strip(".'’-") or token for token in TOKEN.findall(text.lower())]
    return Words(tuple(tokens), tuple(quoted))


_PLURALS = {one: many for many, one in reversed(IRREGULAR.items()) if many != "persons"}


def plural(noun: str) -> str:
    """The plural of a noun of one or more words; of `glass of wine` the first one takes it."""
    head, of, rest = noun.partition(" of ")
    before, space, word = head.rpartition(" ")
    return f"{before}{space}{_plural(word)}{of}{rest}"


def _plural(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word in SAME or (word.endswith("s") and not word.endswith(("ss", "us", "is"))):
        return word  # scissors, fries
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def singular(word: str) -> str:
    """The singular of an English noun as far as rules go; the word itself when it is one already."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
