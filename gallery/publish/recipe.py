"""The public part of a prompt: all of it, the chosen fields, or nothing. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gallery.models.creation import Shows
from studio.prompts.compose import prose
from studio.prompts.document import Path, Value, label, pointer, scalar_text, to_text
from studio.prompts.flatten import leaves
from studio.prompts.parse import Structured, parse

MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Recipe:
    """`document` is JSON text, "" for plain words; `text` is what is read and searched."""

    text: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One field that an author may show."""

    pointer: str
    name: str
    group: str
    words: str


def recipe(prompt: str, shows: str, fields: Collection[str]) -> Recipe:
    """What strangers get of `prompt`; `fields` are JSON Pointers of the chosen leaves."""
    if shows == Shows.NOTHING:
        return Recipe()
    parsed = parse(prompt)
    if not isinstance(parsed, Structured):
        return Recipe(text=prompt) if shows == Shows.ALL else Recipe()
    document: Value = parsed.document
    if shows == Shows.FIELDS:
        kept = _kept(document, frozenset(fields), ())
        if kept is None:
            return Recipe()
        document = kept
    return Recipe(text=prose(document), document=to_text(document))


def choices(prompt: str) -> list[Choice]:
    """Every leaf of a structured prompt, in its order; none for plain words."""
    parsed = parse(prompt)
    if not isinstance(parsed, Structured):
        return []
    return list(_choices(parsed.document))[:MOST_FIELDS]


def is_structured(prompt: str) -> bool:
    return isinstance(parse(prompt), Structured)


def _choices(document: Value) -> Iterator[Choice]:
    for path, value in leaves(document):
        words = scalar_text(value) if not isinstance(value, (dict, list)) else "empty"
        yield Choice(pointer(path), label(path), label(path[:1]), words)


def _kept(value: Value, chosen: frozenset[str], path: Path) -> Value:
    """The value with only the chosen leaves; None when none is below."""
    if isinstance(value, dict) and value:
        inner = {key: _kept(item, chosen, (*path, key)) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item is not None} or None
    if isinstance(value, list) and value:
        items = [_kept(item, chosen, (*path, index)) for index, item in enumerate(value)]
        return [item for item in items if item is not None] or None
    if pointer(path) not in chosen:
        return None
    return "" if value is None else value
