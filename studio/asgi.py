"""One port: what waits is async, everything else is plain Django in threads.

Pages cost many times more CPU under ASGI's handler than under WSGI's (docs/measurements.md, `bench pages`).
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import DatabaseError
from django.shortcuts import resolve_url

import studio.wsgi  # before our own: it sets Django up
from studio.wire import bodies, strangers
from studio.wire.pages import Pages

PAGE_THREADS = 16
# Streams of events, waiting for a job, and the OpenAI pair, whose answers are pictures.
WAITS = re.compile(r"/live/|/v1/images/|/api/v1/(?:jobs/\d+/wait|projects/\d+/events)/?$")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

pages = Pages(studio.wsgi.application, threads=PAGE_THREADS)
# It keeps the ASGI contract; its annotations name it in ways of their own.
waits: Application = cast(Any, ASGIHandler())

WORDS = {
    401: b"Sign in before you send as much as this.",
    408: b"The request took too long to arrive.",
    411: b"Say how long the request is.",
    413: b"The request is too large.",
    503: b"Not just now; try again in a moment.",
}


async def application(scope: Message, receive: Receive, send: Send) -> None:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    size = _stated(headers)
    readable = size if size is not None and size <= settings.MAX_REQUEST_BYTES else None
    waiting = WAITS.match(scope["path"])
    if waiting and readable is None:
        # Django's ASGI handler would write all of it to the disk before any middleware is asked.
        await _refuse(send, 411 if size is None else 413)
    elif readable and readable > strangers.MOST_BYTES and (status := await _why_not(headers)):
        await _refuse(send, status, headers)
    elif waiting:
        await waits(scope, bodies.in_time(receive, bodies.seconds_for(readable or 0)), send)
    else:
        await _page(scope, receive, send, readable or 0)


async def _page(scope: Message, receive: Receive, send: Send, size: int) -> None:
    """Of a body that is too large, or of unknown length, nothing is read: the page says so, or takes it as empty."""
    if not size:
        await pages.answer(scope, BytesIO(), receive, send)
        return
    try:
        async with bodies.whole(receive, bodies.seconds_for(size)) as body:
            await pages.answer(scope, body, receive, send)
    except bodies.TooSlow:
        await _refuse(send, 408)
    except bodies.HungUp:
        return


def _stated(headers: dict[bytes, bytes]) -> int | None:
    """Bytes of the body; None where the request does not say."""
    stated = headers.get(b"content-length", b"0")
    return int(stated) if b"transfer-encoding" not in headers and stated.isdigit() else None


async def _why_not(headers: dict[bytes, bytes]) -> int:
    """The status that refuses to read this much of a stranger's; 0 for those whom we know."""
    try:
        return 0 if await asyncio.to_thread(strangers.is_known, headers) else 401
    except DatabaseError:
        return 503


async def _refuse(send: Send, status: int, asked: dict[bytes, bytes] | None = None) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    if status == 401 and asked and b"hx-request" in asked:
        headers.append((b"hx-redirect", resolve_url(settings.LOGIN_URL).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": WORDS[status]})
