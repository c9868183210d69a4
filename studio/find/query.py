"""What is written into the search field, read: words, and `name:value` pairs. Pure.

    fox "at night" -lantern hair.color:red tag:snow verdict:>=4 is:favourite by:me uses:@bottle after:2026-11-01

What is not one of NAMES before the colon is the path of a field of a structured prompt.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from studio.numbers import number

LONGEST = 400
MOST_TERMS = 24
SIZES = {"1k": 1024, "2k": 2048, "3k": 3072, "4k": 4096}
IS = ("favourite", "edited", "structured", "untagged", "unjudged", "first")
SHAPES = ("tall", "square", "wide")

Name = Literal[
    "words", "field", "tag", "board", "uses", "by", "project", "backend", "verdict", "is", "size", "shape",
    "on", "before", "after", "like",
]  # fmt: skip
NAMES: tuple[Name, ...] = (
    "tag", "board", "uses", "by", "project", "backend", "verdict", "is", "size", "shape", "on", "before", "after",
    "like",
)  # fmt: skip
ALSO: dict[str, Name] = {"person": "by", "in": "board", "ref": "uses", "date": "on", "since": "after"}

_TERM = re.compile(
    r"""(?P<not>-)?(?:(?P<name>[^\s":]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))|(?P<lone>[^\s]+)"""
)
_VERDICT = re.compile(r"(>=|<=|=|>|<)?([0-5])")


@dataclass(frozen=True, slots=True)
class Term:
    """`path` is a field's, in small letters; `value` is as written, or for dates the ISO date."""

    name: Name
    value: str
    negated: bool = False
    path: str = ""
    op: str = "="
    """Of a verdict."""


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...] = ()
    problems: tuple[str, ...] = ()
    """Sentences about what cannot be searched for; then nothing is found, instead of something else."""

    def __bool__(self) -> bool:
        return bool(self.terms or self.problems)


def read(text: str, *, today: date) -> Query:
    text = " ".join(text.replace("\x00", " ").split())
    if len(text) > LONGEST:
        return Query(problems=(f"A search has at most {LONGEST} characters; this one has {len(text):,}.",))
    terms: list[Term] = []
    problems: list[str] = []
    for found in _TERM.finditer(text):
        try:
            if term := _term(found, today):
                terms.append(term)
        except Unreadable as problem:
            problems.append(str(problem))
    if len(terms) > MOST_TERMS:
        problems.append(f"A search has at most {MOST_TERMS} parts; this one has {len(terms)}.")
    return Query(tuple(terms[:MOST_TERMS]), tuple(problems))


class Unreadable(ValueError):
    """A part that cannot be searched for; says why to the person."""


def _term(found: "re.Match[str]", today: date) -> Term | None:
    if found["lone"] is not None:
        return None  # a quotation mark or a colon alone
    negated, value = found["not"] is not None, found["quoted"] if found["bare"] is None else found["bare"]
    written = (found["name"] or "").casefold()
    if not value or (found["bare"] or "").endswith(":"):
        return None  # a name whose value is still to be written
    if not written:
        return Term("words", value, negated)
    name = ALSO.get(written) or next((each for each in NAMES if each == written), None)
    if name is None:
        return Term("field", value, negated, path=written.strip("."))
    return _CHECKS.get(name, _as_written)(name, value, negated, today)


def _as_written(name: Name, value: str, negated: bool, today: date) -> Term:
    return Term(name, value.lstrip("@") if name == "uses" else value, negated)


def _verdict(name: Name, value: str, negated: bool, today: date) -> Term:
    found = _VERDICT.fullmatch(value)
    if not found:
        raise Unreadable(f"verdict:{value} is none; write verdict:4, or verdict:>=3.")
    return Term(name, found[2], negated, op=found[1] or "=")


def _one_of(name: Name, value: str, negated: bool, today: date) -> Term:
    offered: tuple[str, ...] = {"is": IS, "shape": SHAPES, "size": tuple(SIZES)}[name]
    small = {"favorite": "favourite", "starred": "favourite"}.get(value.casefold(), value.casefold())
    if small not in offered:
        raise Unreadable(f"{name}:{value} is not known here; there are {', '.join(offered)}.")
    return Term(name, small, negated)


def _date(name: Name, value: str, negated: bool, today: date) -> Term:
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        day = named.get(value.casefold()) or date.fromisoformat(value)
    except ValueError:
        raise Unreadable(f"{name}:{value} is no day; write it as {today.isoformat()}.") from None
    return Term(name, day.isoformat(), negated)


def _number(name: Name, value: str, negated: bool, today: date) -> Term:
    if not number(value):
        raise Unreadable(f"like:{value} is no picture’s number.")
    return Term(name, value, negated)


_CHECKS = {
    "verdict": _verdict,
    "is": _one_of,
    "shape": _one_of,
    "size": _one_of,
    "on": _date,
    "before": _date,
    "after": _date,
    "like": _number,
}
