"""Vectors of texts, from the engine: texts that mean alike lie near each other.

They have length 1, so that their dot product is the cosine. In a worker this may take its time; a request
asks only for the words somebody has just typed, by `of_query`, and is answered without a vector when the engine
is slow or away.
"""

import hashlib
import logging
from collections.abc import Sequence

import httpx
from django.conf import settings
from django.core.cache import cache

from studio.backends.registry import client

log = logging.getLogger(__name__)

DIMENSIONS = 384
MOST_TEXTS = 32
"""Texts that one request to the engine carries."""
MOST_CHARACTERS = 2000
"""The model reads some 256 word pieces; what stands behind them says nothing to it."""
WORK_SECONDS, QUERY_SECONDS = 60.0, 0.6
REMEMBERED_SECONDS = 3600

Vector = list[float]


class Away(Exception):
    """The engine cannot be reached, or does not answer as agreed; try later."""


def of_texts(texts: Sequence[str]) -> list[Vector]:
    """A vector for each text, in order. Raises Away."""
    found: list[Vector] = []
    for start in range(0, len(texts), MOST_TEXTS):
        found += _ask(texts[start : start + MOST_TEXTS], WORK_SECONDS)
    return found


def of_query(text: str) -> Vector | None:
    """The vector of what somebody typed; None for nothing typed, and when the engine does not answer in time."""
    text = " ".join(text.split())[:MOST_CHARACTERS]
    if not text:
        return None
    key = "vector:" + hashlib.sha256(text.encode()).hexdigest()
    remembered: Vector | None = cache.get(key)
    if remembered is not None:
        return remembered
    try:
        vector = _ask([text], QUERY_SECONDS)[0]
    except Away as away:
        log.info("a query is answered by its words alone: %s", away)
        return None
    cache.set(key, vector, REMEMBERED_SECONDS)
    return vector


def _ask(texts: Sequence[str], seconds: float) -> list[Vector]:
    try:
        answer = client().post(
            f"{settings.ENGINE_URL}/v1/embeddings",
            json={"input": [text[:MOST_CHARACTERS] for text in texts]},
            headers={"Authorization": f"Bearer {settings.ENGINE_KEY}"},
            timeout=httpx.Timeout(seconds, connect=min(seconds, 1)),
        )
        answer.raise_for_status()
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Away(f"The engine's embeddings: {error}") from error
    data = told.get("data") if isinstance(told, dict) else None
    if not isinstance(data, list) or len(data) != len(texts):
        raise Away(f"The engine did not answer with {len(texts)} vectors.")
    return [_vector(each.get("embedding") if isinstance(each, dict) else None) for each in data]


def _vector(told: object) -> Vector:
    if not isinstance(told, list) or len(told) != DIMENSIONS:
        raise Away(f"The engine's vector does not have {DIMENSIONS} numbers.")
    if not all(isinstance(number, (int, float)) and abs(number) <= 1.01 for number in told):
        raise Away("The engine's vector is not one of length 1.")
    return [float(number) for number in told]
