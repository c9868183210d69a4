"""What is sent: a prompt as the text a backend understands. Nothing of the prompt is ever left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from studio.prompts.document import Value, scalar_text, to_text
from studio.prompts.keys import is_negative, spoken
from studio.prompts.template import fill

ATTENTIVE_WORDS = 600
"""Above about so many words Seedream's attention scatters; ByteDance advises 600 English or 300 Chinese ones."""

Reads = Literal["json", "words"]


@dataclass(frozen=True, slots=True)
class Composed:
    """`negative` is empty unless the backend has a field for it; `unfilled` names variables without a value."""

    prompt: str
    negative: str
    words: int
    unfilled: tuple[str, ...]

    @property
    def warning(self) -> str:
        if self.words <= ATTENTIVE_WORDS:
            return ""
        return f"Beyond about {ATTENTIVE_WORDS} words an image model begins to overlook some of them."


def compose(
    document: Value, *, reads: Reads, negative_field: bool = False, given: Mapping[str, str] | None = None
) -> Composed:
    """The text for a backend that reads JSON or only words, with its variables filled.

    What should not be in the picture goes to `negative` where the backend has a field for it; else it stays in
    the JSON, or is worded (“Avoid: …”). Plain text is sent as it is.
    """
    filled = fill(document, given or {})
    wanted, negatives = _parted(filled.document) if negative_field else (filled.document, [])
    prompt = prose(wanted) if reads == "words" else to_text(wanted)
    negative = ", ".join(_phrase(value) for value in negatives)
    return Composed(prompt, negative, count_words(prompt) + count_words(negative), filled.unfilled)


def prose(document: Value) -> str:
    """A document as lines of words: one per field of the root, its name before it."""
    if isinstance(document, dict):
        return "\n".join(_line(key, value) for key, value in document.items())
    if isinstance(document, list):
        return "\n".join(prose(item) if isinstance(item, dict) else _phrase(item) for item in document)
    return scalar_text(document)


def count_words(text: str) -> int:
    """Words as the backends' advice counts them: a Chinese, Japanese or Korean character is two."""
    return len(_WORD.findall(text)) + 2 * len(_CHARACTER.findall(text))


_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_CHARACTER = re.compile(f"[{_CJK}]")
_WORD = re.compile(rf"[^\W_{_CJK}]+(?:['’.-][^\W_{_CJK}]+)*")


def _line(key: str, value: Value) -> str:
    if is_negative(key):
        return f"Avoid: {_phrase(value)}"
    if key == "prompt" and isinstance(value, str):
        return value
    said = spoken(key)
    return f"{said[:1].upper()}{said[1:]}: {_phrase(value)}"


def _phrase(value: Value) -> str:
    if isinstance(value, dict):
        return "; ".join(_pair(key, item) for key, item in value.items())
    if isinstance(value, list):
        grouped = any(isinstance(item, (dict, list)) for item in value)
        return ", ".join(f"({_phrase(item)})" if grouped else _phrase(item) for item in value)
    return scalar_text(value)


def _pair(key: str, value: Value) -> str:
    said = _phrase(value)
    name = "avoid" if is_negative(key) else spoken(key)
    return f"{name}: ({said})" if isinstance(value, dict) and len(value) > 1 else f"{name}: {said}"


def _parted(document: Value) -> tuple[Value, list[Value]]:
    """The document without its negative fields, and those fields."""
    if not isinstance(document, dict):
        return document, []
    negatives: list[Value] = []
    kept: dict[str, Value] = {}
    for key, value in document.items():
        if is_negative(key):
            negatives.append(value)
        else:
            kept[key], found = _parted(value)
            negatives += found
    return kept, negatives
