"""Stored bytes → the sizes that pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.images.errors import ImageRefused
from studio.images.limits import RESULT, check_bytes
from studio.images.sandbox import client
from studio.images.specs import Spec


@dataclass(frozen=True, slots=True)
class Rendered:
    spec: Spec
    content: bytes  # WebP
    width: int
    height: int


def render(content: bytes, specs: Sequence[Spec]) -> list[Rendered]:
    """Every spec, in order, from one decode; never larger than the original. Raises ImageRefused."""
    check_bytes(content, RESULT)
    question = {"task": "render", "specs": [[spec.name, spec.width] for spec in specs]}
    answer = client.shared.ask(question, content)
    if "refused" in answer.head:
        raise ImageRefused(*answer.head["refused"])
    return rendered(specs, answer.head["renditions"], answer.blobs)


def rendered(specs: Sequence[Spec], sizes: Sequence[Sequence[int]], blobs: Sequence[bytes]) -> list[Rendered]:
    """The sandbox's answer, put beside what was asked."""
    return [
        Rendered(spec, content, int(width), int(height))
        for spec, (width, height), content in zip(specs, sizes, blobs, strict=True)
    ]
