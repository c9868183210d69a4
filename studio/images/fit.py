"""Stored pictures as a backend takes them: another format, or smaller, where it would refuse the original."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fitted:
    content: bytes
    media_type: str
    width: int
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
    """The picture itself when it is `accepted`, within `max_bytes` and `max_area` (px)."""
    return Fitted(content, media_type, width, height)
