"""Words from people as others may be shown them: no controls, no invisible or turning signs. Pure."""

import re
import unicodedata

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
