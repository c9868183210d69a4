"""The value of a prompt: plain text is a `str`, a structured prompt a tree of dicts and lists.

Key order is part of the value, and a number is kept as it was written (`4.0` stays `4.0`). Values are never
changed in place: every function of this package that edits returns a new value and shares what it left alone.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TypeAlias

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number by its spelling. Two spellings of one amount are two values."""

    lexeme: str

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.lexeme):
            raise ValueError(f"{self.lexeme!r} is not a JSON number")

    def __str__(self) -> str:
        return self.lexeme


Scalar: TypeAlias = str | Number | bool | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"
Path: TypeAlias = tuple[str | int, ...]
"""Keys of objects and indices of lists, from the root; `()` is the whole prompt."""


class PathError(LookupError):
    """A path that does not lead anywhere in this document; the message is for the person."""


def to_text(value: Value, *, indent: int | None = 2) -> str:
    """The JSON text of a value; plain text stays the text it is."""
    if isinstance(value, str):
        return value
    out: list[str] = []
    _write(value, indent, 0, out)
    return "".join(out)


def fingerprint(value: Value) -> str:
    """One string per value: equal exactly when order, spelling and types are equal."""
    out: list[str] = []
    _write(value, None, 0, out)
    return "".join(out)


def digest(value: Value) -> str:
    """SHA-256 over the fingerprint, as hex: the same document has the same digest."""
    return hashlib.sha256(fingerprint(value).encode()).hexdigest()


def same(one: Value, other: Value) -> bool:
    """Equal with the order of keys; `==` alone does not see it."""
    return one == other and fingerprint(one) == fingerprint(other)


def to_plain(value: Value) -> object:
    """The value as `json.loads` would give it: numbers become int or float."""
    if isinstance(value, Number):
        return float(value.lexeme) if set(value.lexeme) & set(".eE") else int(value.lexeme)
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_plain(item) for item in value]
    return value


def from_plain(thing: object) -> Value:
    """A value from what `json.loads` gives; TypeError for anything JSON does not know."""
    if thing is None or isinstance(thing, (str, bool, Number)):
        return thing
    if isinstance(thing, (int, float)):
        return Number(json.dumps(thing, allow_nan=False))
    if isinstance(thing, (list, tuple)):
        return [from_plain(item) for item in thing]
    if isinstance(thing, dict) and all(isinstance(key, str) for key in thing):
        return {key: from_plain(item) for key, item in thing.items()}
    raise TypeError(f"{type(thing).__name__} has no place in a prompt document")


def find(value: Value, path: Path) -> Value:
    """What stands at a path; PathError where nothing does."""
    for done, step in enumerate(path):
        try:
            value = _child(value, step)
        except LookupError:
            raise PathError(f"There is no “{label(path[: done + 1])}” in this prompt.") from None
    return value


def _child(value: Value, step: str | int) -> Value:
    if isinstance(value, dict) and isinstance(step, str):
        return value[step]
    if isinstance(value, list) and isinstance(step, int) and step >= 0:
        return value[step]
    raise LookupError(step)


def has(value: Value, path: Path) -> bool:
    try:
        find(value, path)
    except PathError:
        return False
    return True


_PLAIN_KEY = re.compile(r"[^.\[\]\"\\\x00-\x1f\x7f]+")
_STEP = re.compile(r"\[(\d+)\]|\[(\"(?:[^\"\\]|\\.)*\")\]|(\.?)([^.\[\]\"\\\x00-\x1f\x7f]+)")


def label(path: Path) -> str:
    """The path as people read it: `lighting.key.source`, `quality_targets[0]`, `["a.b"]`; the root is empty."""
    parts = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_KEY.fullmatch(step) and step == step.strip():
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{_STRING(step)}]")
    return "".join(parts)


def read_label(text: str) -> Path:
    """The path a label names; PathError when it is not one."""
    path: list[str | int] = []
    at = 0
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None or (step[4] is not None and bool(step[3]) is not bool(path)):
            raise PathError(f"“{text[:200]}” is not a field of a prompt.")
        if step[1] is not None:
            path.append(_index(step[1], text))
        elif step[2] is not None:
            path.append(_quoted(step[2], text))
        else:
            path.append(step[4])
        at = step.end()
    return tuple(path)


def pointer(path: Path) -> str:
    """The JSON Pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def read_pointer(value: Value, text: str) -> Path:
    """The path a JSON Pointer has in this value; only the value tells an index from a key."""
    if text and not text.startswith("/"):
        raise PathError(f"“{text[:200]}” is not a JSON Pointer.")
    path: Path = ()
    for raw in text.split("/")[1:]:
        key = raw.replace("~1", "/").replace("~0", "~")
        step: str | int = key
        if isinstance(value, list) and re.fullmatch(r"0|[1-9][0-9]{0,5}", key):
            step = int(key)
        value = find(value, (step,)) if has(value, (step,)) else find({}, (*path, step))
        path = (*path, step)
    return path


_STRING = json.JSONEncoder(ensure_ascii=False).encode
_WORDS = {True: "true", False: "false", None: "null"}


def scalar_text(value: Scalar) -> str:
    """A leaf as people read it: strings bare, numbers as written, `true`, `false`, `null`."""
    if isinstance(value, str):
        return value
    return value.lexeme if isinstance(value, Number) else _WORDS[value]


def _write(value: Value, indent: int | None, level: int, out: list[str]) -> None:
    if isinstance(value, str):
        out.append(_STRING(value))
    elif not isinstance(value, (dict, list)):
        out.append(scalar_text(value))
    elif not value:
        out.append("{}" if isinstance(value, dict) else "[]")
    else:
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        inner = "" if indent is None else "\n" + " " * indent * (level + 1)
        outer = "" if indent is None else "\n" + " " * indent * level
        colon = ":" if indent is None else ": "
        lead = opening + inner
        for key, item in value.items() if isinstance(value, dict) else ((None, item) for item in value):
            out.append(lead if key is None else lead + _STRING(key) + colon)
            _write(item, indent, level + 1, out)
            lead = "," + inner
        out.append(outer + closing)


def _index(digits: str, text: str) -> int:
    if len(digits) > 6:
        raise PathError(f"“{text[:200]}” is not a field of a prompt.")
    return int(digits)


def _quoted(literal: str, text: str) -> str:
    try:
        return str(json.loads(literal))
    except ValueError:
        raise PathError(f"“{text[:200]}” is not a field of a prompt.") from None
