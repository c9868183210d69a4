"""One port: live streams are async, everything else is plain Django in threads.

Pages cost many times more CPU under ASGI's handler than under WSGI's (docs/measurements.md, `bench pages`).
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.handlers.asgi import ASGIHandler

from studio.wsgi import application as wsgi

PAGE_THREADS = 16

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# Both keep the ASGI and WSGI contracts; their annotations name them in ways of their own.
pages: Application = cast(Any, WSGIMiddleware(cast(Any, wsgi), workers=PAGE_THREADS))
live: Application = cast(Any, ASGIHandler())


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "http" and not scope["path"].startswith("/live/"):
        await pages(scope, receive, send)
    else:
        await live(scope, receive, send)
