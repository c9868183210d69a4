"""What changed between two prompts, field by field, and word by word inside a text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from studio.prompts.align import matches
from studio.prompts.document import Path, Value, fingerprint, label, scalar_text
from studio.prompts.flatten import leaves

MOVABLE_CHARACTERS = 12
"""A value shorter than this, such as `"high"`, is too common to be called moved to another group."""

Kind = Literal["added", "removed", "changed", "moved", "reordered"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `old_path` is in the old prompt, `path` in the new one.

    Added: `path`, `new`, `position` among the keys or items of its parent. Removed: `old_path`, `old`.
    Changed: all but `position`. Moved, or renamed where the parent is the same: everything, `old` is `new`.
    Reordered: an object whose common keys stand in another order; `new` lists them.
    """

    kind: Kind
    old_path: Path
    path: Path
    old: Value = None
    new: Value = None
    position: int = 0

    @property
    def renamed(self) -> bool:
        return self.kind == "moved" and self.old_path[:-1] == self.path[:-1]

    @property
    def label(self) -> str:
        return label(self.old_path if self.kind == "removed" else self.path)

    @property
    def old_label(self) -> str:
        return label(self.old_path)


class Words(NamedTuple):
    """A run of words that both texts, only the old (`removed`) or only the new one (`added`) has."""

    kind: Literal["same", "removed", "added"]
    text: str


def diff(old: Value, new: Value) -> list[Change]:
    """Every difference in the order of the new prompt, what was removed where it stood; empty when equal.

    `apply.patch(old, diff(old, new))` is `new`.
    """
    found = list(_compare(old, new, (), ()))
    return _with_moves(found)


def words(old: Value, new: Value) -> list[Words]:
    """Word by word; a structured prompt is read as the words of its leaves, so plain compares with structured.

    Same and added runs together are the new text. Space between words is not compared.
    """
    before, after = _TOKEN.findall(_prose(old)), _TOKEN.findall(_prose(new))
    pairs = matches([token.strip() for token in before], [token.strip() for token in after])
    spans: list[Words] = []
    one = other = 0
    for next_one, next_other in [*pairs, (len(before), len(after))]:
        _extend(spans, "removed", before[one:next_one])
        _extend(spans, "added", after[other:next_other])
        _extend(spans, "same", after[next_other : next_other + 1])
        one, other = next_one + 1, next_other + 1
    return spans


_TOKEN = re.compile(r"\s*(?:[^\W_]+(?:['’-][^\W_]+)*|\S)|\s+$")


def _extend(spans: list[Words], kind: Literal["same", "removed", "added"], tokens: list[str]) -> None:
    if not tokens:
        return
    said = "".join(tokens)
    if spans and spans[-1].kind == kind:
        said = spans.pop().text + said
    spans.append(Words(kind, said))


def _prose(value: Value) -> str:
    if isinstance(value, (dict, list)):
        return "\n".join(scalar_text(leaf) for _, leaf in leaves(value) if not isinstance(leaf, (dict, list)))
    return scalar_text(value)


def _compare(old: Value, new: Value, old_path: Path, path: Path) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _compare_objects(old, new, old_path, path)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, old_path, path)
    elif type(old) is not type(new) or old != new:
        yield Change("changed", old_path, path, old, new)


def _compare_objects(
    old: dict[str, Value], new: dict[str, Value], old_path: Path, path: Path
) -> Iterator[Change]:
    common = [key for key in new if key in old]
    if [key for key in old if key in new] != common:
        yield Change("reordered", old_path, path, new=list(common))
    for key, value in old.items():
        if key not in new:
            yield Change("removed", (*old_path, key), (*path, key), old=value)
    for position, (key, value) in enumerate(new.items()):
        if key in old:
            yield from _compare(old[key], value, (*old_path, key), (*path, key))
        else:
            yield Change("added", (*old_path, key), (*path, key), new=value, position=position)


def _compare_lists(old: list[Value], new: list[Value], old_path: Path, path: Path) -> Iterator[Change]:
    equal = matches([fingerprint(item) for item in old], [fingerprint(item) for item in new])
    one = other = 0
    for next_one, next_other in [*equal, (len(old), len(new))]:
        pairs = _pairs(old[one:next_one], new[other:next_other])
        kept_old, kept_new = {first for first, _ in pairs}, {second for _, second in pairs}
        for index in range(one, next_one):
            if index - one not in kept_old:
                yield Change("removed", (*old_path, index), (*path, index), old=old[index])
        partner = {other + second: one + first for first, second in pairs}
        for index in range(other, next_other):
            if index - other in kept_new:
                before = partner[index]
                yield from _compare(old[before], new[index], (*old_path, before), (*path, index))
            else:
                yield Change("added", (*old_path, index), (*path, index), new=new[index], position=index)
        one, other = next_one + 1, next_other + 1


def _pairs(old: list[Value], new: list[Value]) -> list[tuple[int, int]]:
    """Which items between two equal ones are the same item, changed: those that are alike, in order."""
    if len(old) == len(new) == 1:
        return [(0, 0)] if type(old[0]) is type(new[0]) else []
    pairs: list[tuple[int, int]] = []
    bags = [_bag(item) for item in new]
    taken = 0
    for index, item in enumerate(old):
        mine = _bag(item)
        for candidate in range(taken, min(len(new), taken + 20)):
            if type(new[candidate]) is type(item) and _alike(mine, bags[candidate]):
                pairs.append((index, candidate))
                taken = candidate + 1
                break
    return pairs


def _bag(value: Value) -> Counter[str]:
    if isinstance(value, (dict, list)):
        return Counter(label(path) + "\n" + fingerprint(leaf) for path, leaf in leaves(value))
    return Counter(_TOKEN.findall(scalar_text(value).lower()))


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    return 2 * (one & other).total() >= max(one.total(), other.total(), 1)


def _with_moves(found: list[Change]) -> list[Change]:
    """The changes with what was removed here and added there as one move."""
    removed: dict[str, list[int]] = {}
    for index, change in enumerate(found):
        if change.kind == "removed":
            removed.setdefault(fingerprint(change.old), []).append(index)
    if not removed:
        return found
    gone: set[int] = set()
    merged: list[Change] = []
    for change in found:
        source = _source(change, removed, found) if change.kind == "added" else None
        if source is None:
            merged.append(change)
            continue
        gone.add(source)
        old_path = found[source].old_path
        merged.append(Change("moved", old_path, change.path, change.new, change.new, change.position))
    dropped = {id(found[index]) for index in gone}
    return [change for change in merged if id(change) not in dropped]


def _source(added: Change, removed: dict[str, list[int]], found: list[Change]) -> int | None:
    """The removed value that this added one is: from the same parent if there is one, else if it is distinctive."""
    spelled = fingerprint(added.new)
    candidates = removed.get(spelled, [])
    for index in candidates:
        if found[index].path[:-1] == added.path[:-1]:
            candidates.remove(index)
            return index
    if candidates and len(spelled) >= MOVABLE_CHARACTERS:
        return candidates.pop(0)
    return None
