"""What a repair did, in sentences, and when it gives up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from studio.prompts.parse import place

MAX_REPAIRS = 200


@dataclass(frozen=True, slots=True)
class Repair:
    """One change to the text. A `sure` one has only one reading; the others are offered, not applied.

    `kind` names the fault: spaces, quotes, comma_missing, cut_off … Where the same fault is all over the text
    (`count` > 1), line and column are those of the first.
    """

    kind: str
    line: int
    column: int
    message: str
    sure: bool
    count: int = 1


class GiveUp(Exception):
    """The repair is not sure enough to be offered; `at` is the offset where that shows."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


_SAME_ALL_OVER = frozenset(
    {"spaces", "quotes", "comment", "literal", "key_unquoted", "line_break", "escape", "comma_trailing"}
)


class Notes:
    """Repairs as they are made, in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entries: list[Repair] = []
        self._first: dict[tuple[str, str], int] = {}

    def add(self, kind: str, at: int, message: str, *, sure: bool = True, count: int = 1) -> None:
        """Raises GiveUp past `MAX_REPAIRS` different places."""
        first = self._first.get((kind, message)) if kind in _SAME_ALL_OVER else None
        if first is not None:
            self.entries[first] = replace(self.entries[first], count=self.entries[first].count + count)
            return
        if len(self.entries) == MAX_REPAIRS:
            raise GiveUp(
                at, f"More than {MAX_REPAIRS} places would have to be repaired, from the first up to here."
            )
        self._first[kind, message] = len(self.entries)
        self.entries.append(Repair(kind, *place(self.text, at), message, sure, count))

    def has(self, *kinds: str) -> bool:
        return any(entry.kind in kinds for entry in self.entries)

    def copy(self) -> "Notes":
        other = Notes(self.text)
        other.entries, other._first = list(self.entries), dict(self._first)
        return other

    def drop_last(self, kind: str, count: int) -> None:
        """Takes back the last notes of a kind, for a better one about the same place."""
        kept = [index for index, entry in enumerate(self.entries) if entry.kind == kind][-count:]
        self.entries = [entry for index, entry in enumerate(self.entries) if index not in kept]
        self._first.clear()

    def __iter__(self) -> Iterator[Repair]:
        return iter(sorted(self.entries, key=lambda entry: (entry.line, entry.column)))
