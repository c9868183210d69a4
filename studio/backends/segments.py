"""Where a thing is: asked of the engine that ships with the studio, whichever backend draws."""

import base64
import binascii
from functools import lru_cache

import httpx
from django.conf import settings

from .errors import BackendError, BadAnswer, Refused, Unavailable
from .fetch import GuardedNetwork, origin_of, ssl_context
from .transport import Deadline, make_client

SECONDS = 20.0
MOST_BYTES = 16 * 1024 * 1024


def segment(jpeg: bytes, point: tuple[float, float]) -> bytes:
    """A grey PNG of the picture's size, white on the thing at `point` (shares of width and height).

    Raises Refused (nothing stands out there; in the engine's words), Unavailable or BadAnswer.
    """
    picture = "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
    try:
        answer = _client(settings.ENGINE_URL).post(
            f"{settings.ENGINE_URL}/v1/segments",
            json={"image": picture, "point": list(point)},
            headers={"Authorization": f"Bearer {settings.ENGINE_KEY}"},
            extensions={"deadline": Deadline(SECONDS)},
        )
    except httpx.TransportError as error:
        raise Unavailable("The engine does not answer just now.", retry_after=None) from error
    told = _document(answer)
    if answer.status_code == 200:
        return _mask(told)
    raise _meaning(answer.status_code, told)


@lru_cache(maxsize=4)
def _client(address: str) -> httpx.Client:
    return make_client(GuardedNetwork(frozenset({origin_of(address)})), ssl_context())


def _document(answer: httpx.Response) -> dict[str, object]:
    try:
        told = answer.json()
    except ValueError as error:
        raise BadAnswer("The engine's answer cannot be read.") from error
    return told if isinstance(told, dict) else {}


def _mask(told: dict[str, object]) -> bytes:
    try:
        return base64.b64decode(str(told.get("mask")).partition(",")[2], validate=True)[:MOST_BYTES]
    except binascii.Error as error:
        raise BadAnswer("The engine's answer is no mask.") from error


def _meaning(status: int, told: dict[str, object]) -> BackendError:
    error = told.get("error")
    words = str(error.get("message", "")) if isinstance(error, dict) else ""
    if status == 429 or status >= 500:
        return Unavailable("The engine is busy; try again in a moment.", retry_after=None)
    return Refused(words[:300] or "Nothing can be told apart there.")
