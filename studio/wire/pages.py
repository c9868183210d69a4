"""A WSGI application in threads, none of which waits for the other side.

A body is there before a thread is taken (`bodies`), and a file goes out from the event loop once the thread is free:
sixteen people on slow lines would otherwise be all that a process serves.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any
from wsgiref.util import FileWrapper

from a2wsgi.wsgi import WSGIResponder, build_environ

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

QUEUED = 10  # pieces of an answer that is no file
PIECE = 64 * 1024
FILE_THREADS = 4  # they read a piece and are free again


class Pages:
    """`app` answers requests whose bodies have come."""

    def __init__(self, app: Any, *, threads: int) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._files = ThreadPoolExecutor(FILE_THREADS, thread_name_prefix="file")

    async def answer(self, scope: Message, body: IO[bytes], receive: Receive, send: Send) -> None:
        answer = _Answer(self._app, self._threads, QUEUED)
        await answer.made(scope, body, send)
        if answer.file is not None:
            await self._sent(answer.file, scope["method"] == "HEAD", receive, send)

    async def _sent(self, file: Any, is_head: bool, receive: Receive, send: Send) -> None:
        """The file in pieces, as they are taken, until the end or until nobody takes them."""
        loop = asyncio.get_running_loop()
        gone = loop.create_task(_gone(receive))
        try:
            while not (is_head or gone.done()):
                piece = await loop.run_in_executor(self._files, file.filelike.read, PIECE)
                if not piece:
                    break
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            await loop.run_in_executor(self._files, file.close)


class _Answer(WSGIResponder):
    """One answer; `file` is what is still to be sent of it."""

    file: FileWrapper | None = None

    async def made(self, scope: Message, body: IO[bytes], send: Send) -> None:
        environ: Any = build_environ(scope, body)  # type: ignore[arg-type]
        environ["wsgi.file_wrapper"] = FileWrapper
        sender = self.loop.create_task(self.sender(send))  # type: ignore[arg-type]
        work = contextvars.copy_context().run
        try:
            await self.loop.run_in_executor(self.executor, work, self.wsgi, environ, self.start_response)
            await self.send_queue.put(None)
            await sender
        finally:
            sender.cancel()
        if self.exc_info is not None:
            raise self.exc_info[1].with_traceback(self.exc_info[2])

    def wsgi(self, environ: Any, start_response: Any) -> None:
        found = self.app(environ, start_response)
        if isinstance(found, FileWrapper):
            self.file = found
            return
        try:
            for piece in found:
                self.send({"type": "http.response.body", "body": piece, "more_body": True})
            self.send({"type": "http.response.body", "body": b""})
        finally:
            getattr(found, "close", lambda: None)()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
