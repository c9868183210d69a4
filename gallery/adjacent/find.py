"""The neighbours of a prompt, with what differs named, and the directions that one can take from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gallery.facets.differing import Difference, difference, told
from gallery.facets.reading import Reading, read
from gallery.facets.turning import turned
from gallery.facets.vocabulary import FACETS, SUBJECT
from gallery.models import Creation
from gallery.related import Candidate
from gallery.remix import recipe_text
from gallery.said import document_of, reading_of
from studio.prompts.diff import diff
from studio.prompts.document import Value, to_text

NEIGHBOURS, MOST_TURNS = 6, 6
TOO_NEAR = 0.985
"""Cosine from which on two prompts are one prompt with another comma."""
DETAILS = 3
READ = 60
"""Candidates whose facets are read."""
TURNS = ("light", "style", "place", SUBJECT, "use", "palette", "mood")
"""Facets that a direction takes from another prompt."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`words` says what is the same and what differs, "" where that is not clear; `details` say it closer."""

    creation: Creation
    words: str
    details: Sequence[str]
    text: str


@dataclass(frozen=True, slots=True)
class Direction:
    """One way to go: `text` is the prompt at its end; `creation` is where the idea comes from."""

    name: str
    label: str
    said: str
    text: str
    creation: Creation


@dataclass(frozen=True, slots=True)
class Adjacent:
    neighbours: Sequence[Neighbour] = ()
    directions: Sequence[Direction] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    candidate: Candidate
    reading: Reading
    difference: Difference

    @property
    def creation(self) -> Creation:
        return self.candidate.creation


def adjacent(document: Value, candidates: Sequence[Candidate]) -> Adjacent:
    """What lies around a prompt, out of its candidates, the most related first."""
    mine = read(document)
    around = []
    for each in candidates[:READ]:
        if each.creation.prompt_text and (each.likeness is None or each.likeness < TOO_NEAR):
            reading = reading_of(each.creation)
            around.append(_Read(each, reading, difference(mine, reading)))
    return Adjacent(
        tuple(_neighbour(document, mine, each) for each in _varied(around)),
        tuple(_directions(document, mine, around)),
    )


def _varied(around: Sequence[_Read]) -> Sequence[_Read]:
    """The nearest, but not six times with the same thing to say: what differs otherwise comes first."""
    first: list[_Read] = []
    again: list[_Read] = []
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for each in around:
        key = (each.difference.same[:2], each.difference.other[:2])
        (again if key in seen or not each.difference.words else first).append(each)
        seen.add(key)
    return (first + again)[:NEIGHBOURS]


def _neighbour(document: Value, mine: Reading, each: _Read) -> Neighbour:
    apart = each.difference
    details = [told(facet, mine, each.reading) for facet in (*apart.other, *apart.theirs, *apart.mine)]
    if isinstance(document, dict) and each.creation.prompt_document:
        labels = dict.fromkeys(change.label for change in diff(document, document_of(each.creation)))
        if len(labels) == 1 or (not details and 0 < len(labels) <= DETAILS):
            details = [f"{' and '.join(labels)} {'differ' if len(labels) > 1 else 'differs'}"]
    return Neighbour(each.creation, apart.words, tuple(details[:DETAILS]), recipe_text(each.creation))


def _directions(document: Value, mine: Reading, around: Sequence[_Read]) -> Iterator[Direction]:
    if around and (nearest := around[0]).creation.remix_allowed:
        yield _whole("nearer", "Nearer", nearest)
    turns = (way for facet in TURNS for way in _turn(document, mine, facet, around))
    yield from islice(turns, MOST_TURNS)
    yield from _wilder(around)


def _turn(document: Value, mine: Reading, facet: str, around: Sequence[_Read]) -> Iterator[Direction]:
    """This prompt with one facet as the nearest other prompt says it that says it otherwise."""
    for each in around:
        apart = each.difference
        differs = facet in apart.other or (facet in apart.theirs and facet in ("light", "style"))
        if not differs or not each.creation.remix_allowed:
            continue
        end = turned(document, mine, facet, each.reading)
        if end is not None:
            said = " ".join(each.reading[facet].text.split())
            yield Direction(facet, f"Other {FACETS[facet]}", said, to_text(end), each.creation)
            return


def _wilder(around: Sequence[_Read]) -> Iterator[Direction]:
    """The furthest of the candidates that still has something in common, and another subject or place."""
    for each in reversed(around):
        apart = each.difference
        if apart.same and {SUBJECT, "place", "style"} & {*apart.other} and each.creation.remix_allowed:
            yield _whole("wilder", "Wilder", each)
            return


def _whole(name: str, label: str, each: _Read) -> Direction:
    return Direction(name, label, each.creation.title, recipe_text(each.creation), each.creation)


def end_of(document: Value, name: str, toward: Creation) -> str | None:
    """The prompt at the end of the direction `name` towards a creation; None where that leads nowhere."""
    if name in ("nearer", "wilder"):
        return recipe_text(toward) or None
    if name not in TURNS or not toward.remix_allowed:
        return None
    end = turned(document, read(document), name, reading_of(toward))
    return None if end is None else to_text(end)
