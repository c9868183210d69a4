"""One port: what waits is async, everything else is plain Django in threads.

Pages cost many times more CPU under ASGI's handler than under WSGI's (docs/measurements.md, `bench pages`).
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

from studio.wsgi import application as wsgi

PAGE_THREADS = 16
# Streams of events, waiting for a job, and the OpenAI pair, whose answers are pictures.
WAITS = re.compile(r"/live/|/v1/images/|/api/v1/(?:jobs/\d+/wait|projects/\d+/events)/?$")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# Both keep the ASGI and WSGI contracts; their annotations name them in ways of their own.
pages: Application = cast(Any, WSGIMiddleware(cast(Any, wsgi), workers=PAGE_THREADS))
waits: Application = cast(Any, ASGIHandler())


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "http" and not WAITS.match(scope["path"]):
        await pages(scope, receive, send)
    elif scope["type"] == "http" and (status := _too_much(dict(scope["headers"]))):
        await _refuse(send, status)
    else:
        await waits(scope, receive, send)


def _too_much(headers: dict[bytes, bytes]) -> int:
    """The status that refuses a body; 0 for one that may be read. Django's ASGI handler would write all of it to
    the disk before any middleware is asked."""
    stated = headers.get(b"content-length", b"0")
    if b"transfer-encoding" in headers:
        return 411
    return 413 if not stated.isdigit() or int(stated) > settings.MAX_REQUEST_BYTES else 0


async def _refuse(send: Send, status: int) -> None:
    words = b"Say how long the request is." if status == 411 else b"The request is too large."
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
