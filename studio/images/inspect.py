"""What comes in from outside becomes a picture that may be stored, or is refused with a sentence.

All decoding happens in a confined process (`sandbox/`); only lengths and first bytes are looked at here.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from studio.images.errors import ImageRefused
from studio.images.formats import KEPT, readable
from studio.images.limits import RESULT, UPLOAD, check_bytes
from studio.images.render import Rendered, rendered
from studio.images.sandbox import client
from studio.images.specs import Spec

__all__ = [
    "ImageRefused",
    "Inspected",
    "Inspecting",
    "inspect_and_render",
    "inspect_result",
    "inspect_upload",
    "inspecting",
]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A picture as it is stored: upright, sRGB, 8 bits, without anything personal."""

    content: bytes
    format: str  # JPEG, PNG, WEBP, AVIF
    media_type: str
    extension: str  # without the dot
    width: int
    height: int
    sha256: str  # of content, hex
    thumbhash: str  # base64
    has_alpha: bool  # something shines through; a wholly opaque alpha channel does not count


def inspect_upload(content: bytes) -> Inspected:
    """Always encoded anew, with every trace of its maker gone. Raises ImageRefused."""
    return inspect_and_render(content, (), uploaded=True)[0]


def inspect_result(content: bytes) -> Inspected:
    """A backend's picture: kept byte for byte where that is harmless, else encoded anew. Raises ImageRefused.

    Either way it goes on saying that a machine made it, if it said so.
    """
    return inspect_and_render(content, ())[0]


def inspect_and_render(
    content: bytes, specs: Sequence[Spec], *, uploaded: bool = False
) -> tuple[Inspected, list[Rendered]]:
    """`inspect_result` (or `inspect_upload`), and some renditions from the same decode."""
    question = _question(content, specs, uploaded=uploaded)
    return _inspected(client.shared.ask(question, content), content, specs)


@dataclass(frozen=True, slots=True)
class Inspecting:
    """A backend's picture while it is being decoded. `result` waits for the end of that, and raises ImageRefused.

    Where the bytes may be kept as they are, `extension` says what they would be kept as; else it is "".
    """

    content: bytes
    sha256: str  # of content, hex
    extension: str
    result: Callable[[], tuple[Inspected, list[Rendered]]]


@contextmanager
def inspecting(content: bytes, specs: Sequence[Spec]) -> Iterator[Inspecting]:
    """`inspect_and_render` of a backend's picture in two parts. Raises nothing before its result is asked for."""
    try:
        question = _question(content, specs, uploaded=False)
    except ImageRefused as refusal:
        yield Inspecting(content, "", "", partial(_refuse, refusal))
        return
    with client.shared.ahead(question, content) as answer:
        digest = hashlib.sha256(content).hexdigest()  # while it is being decoded
        known = KEPT.get(readable(content))
        result = partial(_awaited, answer, content, specs, digest)
        yield Inspecting(content, digest, known.extension if known else "", result)


def _awaited(
    answer: Callable[[], client.Answer], content: bytes, specs: Sequence[Spec], digest: str
) -> tuple[Inspected, list[Rendered]]:
    return _inspected(answer(), content, specs, digest=digest)


def _refuse(refusal: ImageRefused) -> NoReturn:
    raise refusal


def _question(content: bytes, specs: Sequence[Spec], *, uploaded: bool) -> dict[str, Any]:
    check_bytes(content, UPLOAD if uploaded else RESULT)
    readable(content)
    return {
        "task": "upload" if uploaded else "result",
        "specs": [[spec.name, spec.width] for spec in specs],
    }


def _inspected(
    answer: client.Answer, content: bytes, specs: Sequence[Spec], *, digest: str = ""
) -> tuple[Inspected, list[Rendered]]:
    """`digest` is the content's own SHA-256, where it is known already."""
    told, blobs = answer.head, list(answer.blobs)
    if "refused" in told:
        raise ImageRefused(*told["refused"])
    picture: dict[str, Any] = told["picture"]
    kept = content if picture["kept"] else blobs.pop(0)
    known = digest if picture["kept"] else ""
    form = KEPT[picture["format"]]
    inspected = Inspected(
        content=kept,
        format=form.name,
        media_type=form.media_type,
        extension=form.extension,
        width=int(picture["width"]),
        height=int(picture["height"]),
        sha256=known or hashlib.sha256(kept).hexdigest(),
        thumbhash=str(picture["thumbhash"]),
        has_alpha=bool(picture["has_alpha"]),
    )
    return inspected, rendered(specs, told["renditions"], blobs)
