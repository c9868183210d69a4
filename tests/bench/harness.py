"""What every bench shares: figures with their bounds, medians, pairs, and the JSON line at the end.

A bench is a module here with a one-line docstring and `measure() -> Measurement`; one that takes arguments has them
as texts. It runs by `manage.py bench NAME [ARGUMENT …]`, in an environment that points at an empty PostgreSQL and Valkey of its own.
"""

import json
import math
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, TypeVar

from studio.stack.home import ROOT

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One measured number; `bound` is what was promised, None where nothing was."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    better: Literal["lower", "higher"] = "lower"

    @property
    def holds(self) -> bool:
        if self.bound is None:
            return True
        return self.value <= self.bound if self.better == "lower" else self.value >= self.bound


@dataclass(frozen=True)
class Measurement:
    figures: Sequence[Figure]
    runs: int  # how many repetitions the medians stand on

    @property
    def holds(self) -> bool:
        return all(figure.holds for figure in self.figures)


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of all do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def pairs(one: Callable[[], T], other: Callable[[], T], rounds: int) -> tuple[list[T], list[T]]:
    """Both in turns, A B A B, so that whatever else the machine does meets both alike."""
    ones, others = [], []
    for _ in range(rounds):
        ones.append(one())
        others.append(other())
    return ones, others


def with_database() -> None:
    """Make the studio's tables in the empty server, and load Django."""
    import django
    from django.core.management import call_command

    from studio.stack.home import Places, home
    from studio.stack.postgres import make_database

    make_database(Places(home()))
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def report(name: str, measurement: Measurement) -> str:
    """The line that a bench ends with."""
    figures = {
        figure.name: {
            "value": round(figure.value, 3),
            "unit": figure.unit,
            "bound": figure.bound,
            "holds": figure.holds,
        }
        for figure in measurement.figures
    }
    line = {
        "bench": name,
        "figures": figures,
        "holds": measurement.holds,
        "commit": commit(),
        "runs": measurement.runs,
    }
    return json.dumps(line)


def commit() -> str:
    """Of this tree, with -dirty where it has changes that are in no commit; "" outside a clone."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip()


def main(name: str, *arguments: str) -> None:
    print(report(name, import_module(f"tests.bench.{name}").measure(*arguments)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
