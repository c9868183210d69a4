"""Presets: the part of a prompt worth keeping, to be merged into others, and as a file to pass on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studio.prompts import limits
from studio.prompts.diff import Change, diff
from studio.prompts.document import Number, Path, Value, find, same, to_text
from studio.prompts.parse import Broken, Structured, parse
from studio.prompts.vary import is_locked

VERSION_KEY = "seedbed_presets"
VERSION = "1"
MAX_NAME_CHARACTERS = 100
MAX_DESCRIPTION_CHARACTERS = 500
MAX_PRESETS = 50
MAX_FILE_CHARACTERS = 1_000_000
MAX_FILE_VALUES = 50_000


@dataclass(frozen=True, slots=True)
class Preset:
    """`fields` is a partial document: only what the preset is about."""

    name: str
    description: str
    fields: dict[str, Value]


class PresetError(ValueError):
    """A file or a choice of fields that is no preset; the message is for the person."""


class Merged(NamedTuple):
    """The prompt with the preset in it, and what that changed, for the preview."""

    document: Value
    changes: list[Change]


def pick(document: Value, paths: Iterable[Path]) -> dict[str, Value]:
    """The part of a document at these paths, in the document's order. Of a list, the whole list is taken."""
    if not isinstance(document, dict):
        raise PresetError("Only fields of a structured prompt can be kept as a preset.")
    wanted = set()
    for path in paths:
        find(document, path)
        whole = next((depth for depth, step in enumerate(path) if isinstance(step, int)), len(path))
        wanted.add(path[:whole])
    if not wanted:
        raise PresetError("Choose at least one field to keep.")
    return _picked(document, wanted, ())


def merge(
    document: Value, fields: dict[str, Value], *, locked: Sequence[Path] = (), extend_lists: bool = True
) -> Merged:
    """The prompt with the preset's fields put in: groups are merged, values replaced, locked fields left alone.

    Lists get the preset's items they do not have, at their end; without `extend_lists` they are replaced.
    A plain prompt becomes the field `prompt` of a structured one.
    """
    whole: Value = {"prompt": document} if isinstance(document, str) and document.strip() else document
    if not isinstance(whole, dict):
        whole = {} if isinstance(whole, str) else {"items": whole}
    merged = _merged(whole, fields, (), locked, extend_lists)
    return Merged(merged, diff(document, merged))


def export_presets(presets: Sequence[Preset]) -> str:
    """The text of a preset file."""
    listed: list[Value] = [
        {"name": preset.name, "description": preset.description, "fields": preset.fields}
        for preset in presets
    ]
    return to_text({VERSION_KEY: Number(VERSION), "presets": listed}) + "\n"


def import_presets(text: str) -> list[Preset]:
    """The presets of a file. PresetError for anything else, with the line where it can be told."""
    parsed = parse(text, characters=MAX_FILE_CHARACTERS, values=MAX_FILE_VALUES)
    if isinstance(parsed, Broken):
        raise PresetError(f"Line {parsed.line}, column {parsed.column}: {parsed.message}")
    document = parsed.document if isinstance(parsed, Structured) else None
    if not isinstance(document, dict) or VERSION_KEY not in document:
        raise PresetError(f"This is not a preset file: the key “{VERSION_KEY}” is missing.")
    if to_text(document[VERSION_KEY]) != VERSION:
        raise PresetError("This preset file was written by a newer Seedbed and cannot be read by this one.")
    listed = document.get("presets")
    if not isinstance(listed, list) or not listed:
        raise PresetError("This file holds no presets.")
    if len(listed) > MAX_PRESETS:
        raise PresetError(f"This file holds {len(listed)} presets; at most {MAX_PRESETS} are read at once.")
    return [_preset(entry, number) for number, entry in enumerate(listed, 1)]


def _preset(entry: Value, number: int) -> Preset:
    if not isinstance(entry, dict):
        raise PresetError(f"Preset {number} is not an object with a name and fields.")
    name, description, fields = entry.get("name"), entry.get("description", ""), entry.get("fields")
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME_CHARACTERS:
        raise PresetError(f"Preset {number} needs a name of at most {MAX_NAME_CHARACTERS} characters.")
    if not isinstance(description, str) or len(description) > MAX_DESCRIPTION_CHARACTERS:
        raise PresetError(
            f"The description of “{name}” is not a text of at most {MAX_DESCRIPTION_CHARACTERS} characters."
        )
    if not isinstance(fields, dict) or not fields:
        raise PresetError(f"“{name}” has no fields.")
    try:
        limits.check(fields)
    except limits.TooLarge as too_large:
        raise PresetError(f"“{name}”: {too_large}") from None
    return Preset(name.strip(), description.strip(), fields)


def _picked(group: dict[str, Value], wanted: set[Path], path: Path) -> dict[str, Value]:
    picked: dict[str, Value] = {}
    for key, value in group.items():
        here = (*path, key)
        if here in wanted:
            picked[key] = value
        elif isinstance(value, dict) and any(one[: len(here)] == here for one in wanted):
            picked[key] = _picked(value, wanted, here)
    return picked


def _merged(
    group: dict[str, Value], fields: dict[str, Value], path: Path, locked: Sequence[Path], extend_lists: bool
) -> dict[str, Value]:
    merged = dict(group)
    for key, value in fields.items():
        here, there = (*path, key), group.get(key)
        if isinstance(there, dict) and isinstance(value, dict):
            merged[key] = _merged(there, value, here, locked, extend_lists)
        elif is_locked(here, locked):
            continue
        elif extend_lists and isinstance(there, list) and isinstance(value, list):
            merged[key] = [*there, *(item for item in value if not any(same(item, had) for had in there))]
        else:
            merged[key] = value
    return merged
