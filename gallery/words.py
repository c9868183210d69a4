"""Words from strangers: kept as lines without traps, and folded for comparing. Pure."""

import re
import unicodedata
from collections.abc import Iterable

MAX_TAGS, MAX_TAG = 12, 32
# Overrides of the writing direction, zero-width and other invisible signs; joiners stay, emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_JOINERS = re.compile("[\u200c\u200d]{2,}")


def line(text: str) -> str:
    """One line of text: no controls, no invisible or turning signs, single spaces."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """The same over several lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _JOINERS.sub("", _CONTROL.sub("", _INVISIBLE.sub("", text)))
    return _MARKS.sub(r"\1", text)


def is_seen(text: str) -> bool:
    """Whether anything of it would be visible."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


def tags(text: str) -> list[str]:
    """Small words from a line with commas or #; the first twelve, each once."""
    found: dict[str, None] = {}
    for part in re.split(r"[,#;\n]", text[:2000]):
        tag = re.sub(r"[^\w\- ]", "", line(part).lower()).strip(" -_")[:MAX_TAG].strip()
        if is_seen(tag):
            found.setdefault(tag)
    return list(found)[:MAX_TAGS]


def fold(text: str) -> str:
    """Small letters without accents, for comparing: “Ärger” and “arger” are one."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def heading_of(title: str, tags: Iterable[str]) -> str:
    return fold(f"{title} {' '.join(tags)}")[:600]
