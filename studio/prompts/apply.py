"""Edits of a prompt: each gives a new one and leaves the old one as it was."""

from collections.abc import Iterable

from studio.prompts.diff import Change
from studio.prompts.document import Path, PathError, Value, find, label


def put(document: Value, path: Path, value: Value) -> Value:
    """The document with another value at a path that exists."""
    find(document, path)
    return _at(document, path, value)


def add(
    document: Value, parent: Path, key: str | None, value: Value, *, position: int | None = None
) -> Value:
    """The document with a new field in an object, or a new item (`key` None) in a list, last or at a position."""
    group = find(document, parent)
    if isinstance(group, dict) and key is not None:
        if key in group:
            raise PathError(f"There is already a “{label((*parent, key))}”.")
        entries = list(group.items())
        entries.insert(len(entries) if position is None else position, (key, value))
        return _at(document, parent, dict(entries))
    if isinstance(group, list) and key is None:
        items = list(group)
        items.insert(len(items) if position is None else position, value)
        return _at(document, parent, items)
    raise PathError(f"“{label(parent)}” cannot take this: fields belong in groups, items in lists.")


def delete(document: Value, path: Path) -> Value:
    if not path:
        raise PathError("The whole prompt cannot be deleted field by field.")
    find(document, path)
    group = find(document, path[:-1])
    if isinstance(group, dict):
        return _at(document, path[:-1], {key: value for key, value in group.items() if key != path[-1]})
    items = list(group) if isinstance(group, list) else []
    del items[int(path[-1])]
    return _at(document, path[:-1], items)


def rename(document: Value, path: Path, key: str) -> Value:
    """The document with another key for a field, at the same place."""
    find(document, path)
    group = find(document, path[:-1]) if path else None
    if not isinstance(group, dict):
        raise PathError(f"“{label(path)}” has no name to change.")
    if key != path[-1] and key in group:
        raise PathError(f"There is already a “{label((*path[:-1], key))}”.")
    renamed = {key if name == path[-1] else name: value for name, value in group.items()}
    return _at(document, path[:-1], renamed)


def move(document: Value, path: Path, parent: Path, position: int) -> Value:
    """The document with a field or item in another group, or elsewhere in its own.

    `position` counts in the group as it is without what is moved; `parent` is a path before the move.
    """
    if parent[: len(path)] == path:
        raise PathError(f"“{label(path)}” cannot be moved into itself.")
    value = find(document, path)
    target = find(document, parent)
    key: str | None = None
    if isinstance(target, dict):
        key = path[-1] if isinstance(path[-1], str) else _free("item", target)
    without = delete(document, path)
    return add(without, _after_delete(parent, path), key, value, position=position)


def take(document: Value, other: Value, path: Path, *, to: Path | None = None) -> Value:
    """The document with one field or group as the other prompt has it: “this light on that subject”.

    It goes to the same path unless `to` names another. Groups on the way are made; a list is appended to where
    it is too short. PathError where the other has no such field, or where a text stands in the way.
    """
    value = find(other, path)
    return _placed(document, path if to is None else to, value, 0)


def patch(document: Value, changes: Iterable[Change]) -> Value:
    """The document after all changes of one diff: `patch(old, diff(old, new))` is `new`."""
    todo = list(changes)
    for change in todo:
        if change.kind == "changed":
            document = put(document, change.old_path, change.new)
        elif change.kind == "reordered":
            document = _reordered(document, change)
    leaving = sorted(
        (change.old_path for change in todo if change.kind in ("removed", "moved")), key=_order, reverse=True
    )
    for path in leaving:
        document = delete(document, path)
    arriving = sorted(
        (change for change in todo if change.kind in ("added", "moved")),
        key=lambda change: (len(change.path), _order(change.path[:-1]), change.position),
    )
    for change in arriving:
        key = change.path[-1]
        document = add(
            document,
            change.path[:-1],
            key if isinstance(key, str) else None,
            change.new,
            position=change.position,
        )
    return document


def _at(document: Value, path: Path, value: Value) -> Value:
    """The document with this value at a path whose parent exists; only the way there is copied."""
    if not path:
        return value
    step = path[0]
    if isinstance(document, dict) and isinstance(step, str):
        return {**document, step: _at(document[step], path[1:], value) if len(path) > 1 else value}
    if isinstance(document, list) and isinstance(step, int):
        return [*document[:step], _at(document[step], path[1:], value), *document[step + 1 :]]
    raise PathError(f"There is no “{label(path)}” in this prompt.")


def _placed(document: Value, path: Path, value: Value, done: int) -> Value:
    if done == len(path):
        return value
    step = path[done]
    if isinstance(document, dict) and isinstance(step, str):
        there = document.get(step, _group_for(path, done + 1))
        return {**document, step: _placed(there, path, value, done + 1)}
    if isinstance(document, list) and isinstance(step, int):
        index = min(step, len(document))
        there = document[index] if index < len(document) else _group_for(path, done + 1)
        return [*document[:index], _placed(there, path, value, done + 1), *document[index + 1 :]]
    where = label(path[:done]) or "This prompt"
    raise PathError(f"“{where}” is not a group that could take “{label(path)}”.")


def _group_for(path: Path, done: int) -> Value:
    if done == len(path):
        return None
    return [] if isinstance(path[done], int) else {}


def _after_delete(parent: Path, path: Path) -> Path:
    """A path as it reads once what stood at another is gone: later items of the same list move up."""
    depth = len(path) - 1
    gone = path[-1]
    if len(parent) <= depth or parent[:depth] != path[:depth]:
        return parent
    step = parent[depth]
    if isinstance(step, int) and isinstance(gone, int) and step > gone:
        return (*parent[:depth], step - 1, *parent[depth + 1 :])
    return parent


def _reordered(document: Value, change: Change) -> Value:
    group = find(document, change.old_path)
    if not isinstance(group, dict) or not isinstance(change.new, list):
        return document
    order = [key for key in change.new if isinstance(key, str) and key in group]
    rest = [key for key in group if key not in order]
    return _at(document, change.old_path, {key: group[key] for key in (*order, *rest)})


def _order(path: Path) -> tuple[tuple[int, str | int], ...]:
    """Items of a list by index; the order among keys does not matter."""
    return tuple((0, step) if isinstance(step, int) else (1, step) for step in path)


def _free(name: str, group: dict[str, Value]) -> str:
    number = 1
    free = name
    while free in group:
        number += 1
        free = f"{name}_{number}"
    return free
