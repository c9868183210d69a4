"""One prompt, several values for one, two or three of its fields: a labelled grid of documents."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

from studio.prompts.apply import put
from studio.prompts.document import Path, Value, find, fingerprint, label, scalar_text
from studio.prompts.template import fill_one, variables

MAX_AXES = 3
MAX_CELLS = 64


class CannotVary(ValueError):
    """The message is for the person."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The values one field (or, by name, one template variable) takes, in order."""

    field: Path | str
    values: tuple[Value, ...]

    @property
    def label(self) -> str:
        return self.field if isinstance(self.field, str) else label(self.field)

    def value_label(self, index: int) -> str:
        value = self.values[index]
        return fingerprint(value) if isinstance(value, (dict, list)) else scalar_text(value)


@dataclass(frozen=True, slots=True)
class Cell:
    """One document of the grid; `at` holds its index on every axis."""

    at: tuple[int, ...]
    labels: tuple[str, ...]
    document: Value


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in row-major order: the last axis changes first."""

    axes: tuple[Axis, ...]
    cells: tuple[Cell, ...]


def vary(
    document: Value, axes: Sequence[Axis], *, locked: Collection[Path] = (), cap: int = MAX_CELLS
) -> Grid:
    """The document once for every combination. CannotVary past the cap, on a locked field, on doubled values.

    Only the named fields differ from the document; `locked` fields and groups cannot be named.
    """
    _check(document, axes, locked, cap)
    cells = []
    for at in product(*(range(len(axis.values)) for axis in axes)):
        varied = document
        for axis, index in zip(axes, at, strict=True):
            varied = _with(varied, axis, axis.values[index])
        labels = tuple(axis.value_label(index) for axis, index in zip(axes, at, strict=True))
        cells.append(Cell(at, labels, varied))
    return Grid(tuple(axes), tuple(cells))


def is_locked(path: Path, locked: Collection[Path]) -> bool:
    """Whether a field is locked, stands in a locked group, or is a group that holds a locked field."""
    return any(path[: len(held)] == held or held[: len(path)] == path for held in locked)


def _check(document: Value, axes: Sequence[Axis], locked: Collection[Path], cap: int) -> None:
    if not 1 <= len(axes) <= MAX_AXES:
        raise CannotVary(f"Choose one to {MAX_AXES} fields to vary; {len(axes)} are chosen.")
    names = {variable.name for variable in variables(document)}
    for axis in axes:
        if isinstance(axis.field, str):
            if axis.field not in names:
                raise CannotVary(f"This prompt has no variable “{axis.field}”.")
        else:
            find(document, axis.field)
            if is_locked(axis.field, locked):
                raise CannotVary(f"“{axis.label}” is locked. Unlock it to vary it.")
        if not axis.values:
            raise CannotVary(f"Give “{axis.label}” at least one value.")
        spelled = [fingerprint(value) for value in axis.values]
        for index, value in enumerate(spelled):
            if value in spelled[:index]:
                raise CannotVary(f"“{axis.label}” has the value {axis.value_label(index)} twice.")
    for index, axis in enumerate(axes):
        if any(_overlap(axis, other) for other in axes[:index]):
            raise CannotVary(f"“{axis.label}” is varied twice, by itself or with its group.")
    count = 1
    for axis in axes:
        count *= len(axis.values)
    if count > cap:
        counts = " × ".join(str(len(axis.values)) for axis in axes)
        sizes = f"{counts} = {count}" if len(axes) > 1 else str(count)
        raise CannotVary(f"That would be {sizes} pictures; at most {cap} can be asked for at once.")


def _overlap(one: Axis, other: Axis) -> bool:
    if isinstance(one.field, str) or isinstance(other.field, str):
        return one.field == other.field
    return is_locked(one.field, [other.field])


def _with(document: Value, axis: Axis, value: Value) -> Value:
    if isinstance(axis.field, tuple):
        return put(document, axis.field, value)
    said = fingerprint(value) if isinstance(value, (dict, list)) else scalar_text(value)
    return fill_one(document, axis.field, said)
