"""Stored pictures as a backend takes them: as they are, or as a smaller JPEG where it would refuse them."""

from collections.abc import Collection
from dataclasses import dataclass

from studio.images.errors import ImageRefused
from studio.images.limits import RESULT, check_bytes
from studio.images.sandbox import client


@dataclass(frozen=True, slots=True)
class Fitted:
    content: bytes
    media_type: str
    width: int  # px
    height: int


def fit(
    content: bytes,
    *,
    media_type: str,
    width: int,
    height: int,
    accepted: Collection[str],
    max_bytes: int,
    max_area: int,
) -> Fitted:
    """The picture itself when its type is `accepted` and it is within `max_bytes` and `max_area` (px), else a
    JPEG that is. Raises ImageRefused when the stored bytes cannot be read."""
    if media_type in accepted and len(content) <= max_bytes and width * height <= max_area:
        return Fitted(content, media_type, width, height)
    check_bytes(content, RESULT)
    answer = client.shared.ask({"task": "fit", "max_area": max_area, "max_bytes": max_bytes}, content)
    if "refused" in answer.head:
        raise ImageRefused(*answer.head["refused"])
    across, down = answer.head["size"]
    return Fitted(answer.blobs[0], "image/jpeg", int(across), int(down))
