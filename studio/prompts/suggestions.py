"""Values to try for a field, by what its name and its present value say it is about. The lists are our own."""

from dataclasses import dataclass

from studio.prompts.document import Number, Path, Value
from studio.prompts.keys import words_of
from studio.prompts.suggestion_lists import LISTS, Kind


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`kind` is the machine's name, `label` the person's; `values` are of the field's type, without its own."""

    kind: str
    label: str
    values: tuple[Value, ...]


def suggest(path: Path, value: Value = None) -> Suggestions | None:
    """What this field could be instead; None when neither its name nor its value says anything we know.

    The last key counts: `camera.angle` is an angle, and with its group `hair.color` is a hair colour. A key that
    says little by itself is read as its group: `lighting.key.source` is a light.
    """
    if isinstance(value, bool):
        return Suggestions("switch", "Yes or no", (not value,))
    if isinstance(value, (dict, list)):
        return None
    kind = _kind_of(path)
    if kind is None:
        return None
    if isinstance(value, Number):
        numbers = tuple(Number(lexeme) for lexeme in kind.numbers if lexeme != value.lexeme)
        return Suggestions(kind.name, kind.label, numbers) if numbers else None
    present = value.strip().lower() if value is not None else ""
    return Suggestions(kind.name, kind.label, tuple(text for text in kind.values if text.lower() != present))


_VAGUE = frozenset(
    [
        "type",
        "source",
        "kind",
        "name",
        "value",
        "main",
        "key",
        "fill",
        "primary",
        "secondary",
        "quality",
        "effect",
        "description",
        "setup",
        "item",
        "items",
        "details",
        "look",
        "choice",
        "mode",
        "modifier",
        "overall",
        "general",
        "mm",
        "k",
        "f",
    ]
)
_BY_NAME = {kind.name: kind for kind in LISTS}
_BY_KEY = {key: kind for kind in LISTS for key in kind.keys}
_LONGEST = max(len(key) for key in _BY_KEY)


def _kind_of(path: Path) -> Kind | None:
    keys = [words_of(step) for step in path if isinstance(step, str)]
    while keys:
        group = keys[-2] if len(keys) > 1 else ()
        kind = _ending(group, keys[-1])
        if kind is not None and kind.name == "palette" and isinstance(path[-1], int):
            return _BY_NAME["colour"]
        if kind is not None or not set(keys[-1]) <= _VAGUE:
            return kind
        keys.pop()
    return None


def _ending(group: tuple[str, ...], key: tuple[str, ...]) -> Kind | None:
    """The kind with the longest name that ends the key; its group may begin that name but not be all of it."""
    for trimmed in (key, _without_vague(key)):
        words = (*group, *trimmed)
        for length in range(min(_LONGEST, len(words)), 0, -1):
            if trimmed and (kind := _BY_KEY.get(words[-length:])):
                return kind
    return None


def _without_vague(key: tuple[str, ...]) -> tuple[str, ...]:
    while key and key[-1] in _VAGUE:
        key = key[:-1]
    return key
