"""Everything that a page can be told: a name and ids. The page then asks for the fragment that shows it."""

from dataclasses import dataclass
from typing import Literal

Name = Literal[
    "job.submitted",
    "job.ended",
    "call.moved",
    "call.progressed",
    "variant.ready",
    "variant.derived",
    "variant.trashed",
    "variant.restored",
    "variant.judged",
    "edit.measured",
    "reference.added",
    "reference.trashed",
    "wall.changed",
    "project.changed",
]


@dataclass(frozen=True, slots=True)
class Event:
    project: int
    name: Name
    job: int | None = None
    call: int | None = None
    variant: int | None = None
    reference: int | None = None

    def ids(self) -> dict[str, int]:
        pairs = {"job": self.job, "call": self.call, "variant": self.variant, "reference": self.reference}
        return {key: value for key, value in pairs.items() if value is not None}


def stream_of(project: int) -> str:
    """The Redis key of a project's stream, which is also its pub/sub channel."""
    return f"live:{project}"
