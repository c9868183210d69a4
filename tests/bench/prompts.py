"""Prompt documents of 300 leaves: parse, flatten, diff, compose and repair (CPU), and typing in the browser."""

import time
from collections.abc import Callable
from functools import partial

from studio.prompts import apply
from studio.prompts.compose import compose
from studio.prompts.diff import diff
from studio.prompts.document import Value, to_text
from studio.prompts.flatten import leaves
from studio.prompts.parse import Structured, parse
from studio.prompts.repair import repair
from tests.bench.harness import Figure, Measurement, median
from tests.bench.keystrokes import keystrokes
from tests.prompts import damage
from tests.prompts.documents import POTTER

ROUNDS = 60
GROUPS, FIELDS = 30, 10


def measure() -> Measurement:
    document = _document()
    text = to_text(document)
    other = apply.delete(apply.put(document, ("group 3", "field 4"), "another light"), ("group 9",))
    figures = [
        Figure("parse, 300 leaves", _cpu(lambda: parse(text)), "ms"),
        Figure("flatten, 300 leaves", _cpu(lambda: list(leaves(document))), "ms"),
        Figure("diff, 300 leaves", _cpu(lambda: diff(document, other)), "ms"),
        Figure("compose, 300 leaves", _cpu(lambda: compose(document, reads="words")), "ms"),
        Figure("parse, flatten, diff, compose, 300 leaves", _cpu(lambda: _all(text, other)), "ms", 5),
        Figure("slowest repair of a page", max(_repairs(POTTER)), "ms", 20),
        Figure("slowest repair, 300 leaves", max(_repairs(text)), "ms", 20),
        *keystrokes(document, "group 15.field 5"),
    ]
    return Measurement(figures, ROUNDS)


def _document() -> dict[str, Value]:
    return {
        f"group {group}": {
            f"field {field}": f"soft light number {group * field} on wet clay" for field in range(FIELDS)
        }
        for group in range(GROUPS)
    }


def _all(text: str, other: Value) -> None:
    parsed = parse(text)
    assert isinstance(parsed, Structured)
    list(leaves(parsed.document))
    diff(parsed.document, other)
    compose(parsed.document, reads="words")


def _repairs(text: str) -> list[float]:
    """Each kind of damage, and the text cut off in the middle."""
    broken = [harm(text) for harm in (*damage.SURE, *damage.OFFERED)] + [text[: len(text) // 2]]
    return [_cpu(partial(repair, one), ROUNDS // 6) for one in broken]


def _cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median CPU of one run, in milliseconds."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return median(spent)
