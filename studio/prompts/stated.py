"""What a prompt says about its own picture: aspect ratio, size and number, to be offered as settings."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from studio.prompts.document import Number, Path, Value
from studio.prompts.flatten import groups, leaves
from studio.prompts.keys import words_of


class Ratio(NamedTuple):
    width: int
    height: int
    path: Path


class Size(NamedTuple):
    """Pixels; both 0 where only a `tier` (1K, 2K, 4K) is stated."""

    width: int
    height: int
    tier: str
    path: Path


class Count(NamedTuple):
    number: int
    path: Path


class Stated(NamedTuple):
    """What the prompt states, each with the field that says it, for the chip; None where it says nothing clear."""

    ratio: Ratio | None
    size: Size | None
    pictures: Count | None


def stated(document: Value) -> Stated:
    """The outermost statement of each kind; None where statements of one depth disagree."""
    return Stated(_first(_ratios(document)), _first(_sizes(document)), _first(_counts(document)))


_RATIO_KEYS = {
    ("aspect", "ratio"),
    ("aspectratio",),
    ("ratio",),
    ("aspect",),
    ("picture", "ratio"),
    ("image", "ratio"),
    ("ar",),
}
_SIZE_KEYS = {
    ("resolution",),
    ("size",),
    ("image", "size"),
    ("dimensions",),
    ("output", "size"),
    ("output", "resolution"),
}
_COUNT_KEYS = {
    ("num", "images"),
    ("number", "of", "images"),
    ("image", "count"),
    ("images", "count"),
    ("n", "images"),
    ("num", "outputs"),
    ("output", "count"),
    ("variants",),
    ("variations",),
    ("batch", "size"),
}
_RATIO = re.compile(r"(?<![\d.:])(\d{1,2})\s*(?::|：|/|\bto\b|by)\s*(\d{1,2})(?![\d.:])")
_IN_WORDS = re.compile(
    r"(?:--ar|aspect[ _]ratio(?:\s+(?:of|is))?\s*[:=]?)\s*(\d{1,2})\s*[:：]\s*(\d{1,2})(?!\d)", re.IGNORECASE
)
_PIXELS = re.compile(r"(?<!\d)(\d{3,4})\s*(?:px)?\s*[x×*]\s*(\d{3,4})(?!\d)", re.IGNORECASE)
_TIER = re.compile(r"\s*([124])\s*k\s*", re.IGNORECASE)


def _ratios(document: Value) -> Iterator[Ratio]:
    for path, leaf in leaves(document):
        if isinstance(leaf, str):
            found = (_RATIO if _named(path, _RATIO_KEYS) else _IN_WORDS).search(leaf)
            if found and int(found[1]) and int(found[2]):
                yield Ratio(int(found[1]), int(found[2]), path)


def _sizes(document: Value) -> Iterator[Size]:
    for path, leaf in leaves(document):
        if isinstance(leaf, str) and _named(path, _SIZE_KEYS):
            if pixels := _PIXELS.search(leaf):
                yield Size(int(pixels[1]), int(pixels[2]), "", path)
            elif tier := _TIER.fullmatch(leaf):
                yield Size(0, 0, f"{tier[1]}K", path)
    for path, group in groups(document):
        if isinstance(group, dict):
            width, height = _whole(group.get("width")), _whole(group.get("height"))
            if 256 <= width <= 8192 and 256 <= height <= 8192:
                yield Size(width, height, "", path)


def _counts(document: Value) -> Iterator[Count]:
    for path, leaf in leaves(document):
        if _named(path, _COUNT_KEYS) and 1 <= (number := _whole(leaf)) <= 64:
            yield Count(number, path)


def _named(path: Path, names: set[tuple[str, ...]]) -> bool:
    return bool(path) and isinstance(path[-1], str) and words_of(path[-1]) in names


def _whole(value: Value) -> int:
    """A whole number of at most four digits, written as a number or as a text; else 0."""
    said = value.lexeme if isinstance(value, Number) else value
    return int(said) if isinstance(said, str) and re.fullmatch(r"[0-9]{1,4}", said) else 0


_Statement = TypeVar("_Statement", Ratio, Size, Count)


def _first(statements: Iterable[_Statement]) -> _Statement | None:
    found = sorted(statements, key=lambda statement: len(statement.path))
    outermost = [one for one in found if len(one.path) == len(found[0].path)]
    return outermost[0] if outermost and len({one[:-1] for one in outermost}) == 1 else None
