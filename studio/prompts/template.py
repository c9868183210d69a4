"""Variables of a prompt: `{{colour}}`, `{{colour=red}}` and `{argument name="colour" default="red"}`.

They live in the texts of a document. Filling gives a new document; the template itself is what is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from studio.prompts.document import Path, PathError, Value, find, read_label, scalar_text
from studio.prompts.flatten import leaves


@dataclass(frozen=True, slots=True)
class Variable:
    """A name used in a prompt. `default` is None when the prompt gives none; the first one given counts."""

    name: str
    default: str | None
    places: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A document with its variables replaced; those without any value stand as they were and are listed."""

    document: Value
    unfilled: tuple[str, ...]


def variables(document: Value) -> list[Variable]:
    """Every variable in the order of its first use.

    A variable that names another field of the document, such as `{{product.name}}`, has that field as default.
    """
    defaults: dict[str, str | None] = {}
    places: dict[str, list[Path]] = {}
    for path, leaf in leaves(document):
        if not isinstance(leaf, str) or "{" not in leaf:
            continue
        for use in _USE.finditer(leaf):
            name, default = _parts(use)
            if defaults.get(name) is None:
                defaults[name] = default
            if path not in places.setdefault(name, []):
                places[name].append(path)
    return [
        Variable(name, _field(document, name) if default is None else default, tuple(places[name]))
        for name, default in defaults.items()
    ]


def fill(document: Value, given: Mapping[str, str]) -> Filled:
    """The document with what was given, else the defaults. What is put in is not searched for variables."""
    known: dict[str, str] = {}
    unfilled: list[str] = []
    for variable in variables(document):
        value = given.get(variable.name, variable.default)
        if value is None:
            unfilled.append(variable.name)
        else:
            known[variable.name] = value
    return Filled(_filled(document, known) if known else document, tuple(unfilled))


def fill_one(document: Value, name: str, said: str) -> Value:
    """The document with one variable replaced; the others stay variables."""
    return _filled(document, {name: said})


_USE = re.compile(
    r"\{\{\s*(?P<name>[^{}=\s][^{}=\n]{0,80}?)\s*(?:=(?P<default>[^{}\n]{0,1000}))?\}\}"
    r"|\{argument\b(?P<attributes>[^{}\n]{0,1200})\}"
)
_ATTRIBUTE = re.compile(r"\b(name|default)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|[“”]([^“”]*)[“”]|([^\s\"'“”]+))")


def _parts(use: re.Match[str]) -> tuple[str, str | None]:
    """Name and default of one use; an `{argument}` without a name is called “argument”."""
    if use["name"] is not None:
        return use["name"], use["default"].strip() if use["default"] is not None else None
    said = {
        found[1]: next(value for value in found.groups()[1:] if value is not None)
        for found in _ATTRIBUTE.finditer(use["attributes"])
    }
    return said.get("name", "").strip() or "argument", said.get("default")


def _field(document: Value, name: str) -> str | None:
    """The text of the field this name is the path of, unless it has variables itself."""
    try:
        path = read_label(name)
        value = find(document, path)
    except PathError:
        return None
    if isinstance(value, (dict, list)) or not path:
        return None
    said = scalar_text(value)
    return None if _USE.search(said) else said


def _filled(value: Value, known: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return _USE.sub(lambda use: known.get(_parts(use)[0], use[0]), value)
    if isinstance(value, dict):
        return {key: _filled(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, known) for item in value]
    return value
