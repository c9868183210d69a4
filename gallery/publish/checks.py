"""What is asked about a picture before anybody sees it: is it known, and is it for adults?"""

import base64
from dataclasses import dataclass

import httpx
from django.conf import settings
from django.db import connection

from studio.backends.registry import client

SECONDS = 20.0
VECTOR = 1280


class NoAnswer(Exception):
    """The classifier cannot be asked just now; the message is for the author."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`mature` is 0 to 1; `embedding` describes what the picture looks like, where that is known."""

    mature: float
    embedding: list[float] | None


def classify(content: bytes, media_type: str) -> Verdict:
    """The engine's classifier about this picture. Raises NoAnswer."""
    image = f"data:{media_type};base64,{base64.b64encode(content).decode()}"
    try:
        answer = client().post(
            f"{settings.ENGINE_URL}/v1/picture-checks",
            json={"image": image},
            headers={"Authorization": f"Bearer {settings.ENGINE_KEY}"},
            timeout=SECONDS,
        )
        answer.raise_for_status()
        told = answer.json()
        mature = float(told["mature"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise NoAnswer("The picture check is not answering; it is tried again by itself.") from error
    if not 0.0 <= mature <= 1.0:
        raise NoAnswer("The picture check gave an answer that makes no sense; it is tried again by itself.")
    return Verdict(mature, _vector(told.get("embedding")))


def looks_like_blocked(fingerprint: int, near: int) -> str | None:
    """The reason for which a picture that looks the same was taken down; None when none was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason FROM gallery_blocked WHERE bit_count((fingerprint # %s)::bit(64)) <= %s LIMIT 1",
            [fingerprint, near],
        )
        found = cursor.fetchone()
    return None if found is None else str(found[0])


def _vector(told: object) -> list[float] | None:
    if not isinstance(told, list) or len(told) != VECTOR:
        return None
    numbers = [float(each) for each in told if isinstance(each, int | float)]
    return numbers if len(numbers) == VECTOR else None
