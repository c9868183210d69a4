"""How an answer leaves: its ids in the headers, whole or as a stream, with a bound on how slowly it is taken."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import Send

from studio.engine.errors import ApiError
from studio.engine.limits import SEND_SECONDS
from studio.engine.replies import DONE, Json, sse

_PART_BYTES = 256 * 1024
_CLIENT_ID_CHARACTERS = 128
_log = logging.getLogger("studio.engine")


class Answer:
    """One request's answer. `request_id` is ours; the caller's own trace id is echoed."""

    def __init__(self, request: Request, send: Send) -> None:
        self.request_id = time.strftime("%Y%m%d%H%M%S", time.gmtime()) + secrets.token_hex(9)
        client_id = request.headers.get("x-client-request-id", "")[:_CLIENT_ID_CHARACTERS]
        self.client_id = client_id or f"unknown-{self.request_id}"
        self.streams = False
        self.status = 0
        self._send = send
        self._began = time.monotonic()
        self._path = request.url.path

    async def whole(self, body: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        await self._start(
            status,
            {"content-type": "application/json", "content-length": str(len(content)), **(headers or {})},
        )
        await self._write(content, more=False)
        self._tell()

    async def error(self, error: ApiError) -> None:
        """The envelope with its status; when a stream is under way, its last event instead."""
        if self.streams:
            await self.event({"error": error.item()})
            await self.end()
            return
        headers = {} if error.retry_after is None else {"retry-after": str(error.retry_after)}
        await self.whole(dict(error.envelope(self.request_id)), error.status, headers)

    async def event(self, event: Json) -> None:
        """One event; the first begins the stream."""
        if not self.streams:
            self.streams = True
            await self._start(200, {"content-type": "text/event-stream", "cache-control": "no-store"})
        await self._write(sse(event), more=True)

    async def end(self) -> None:
        await self._write(DONE, more=False)
        self._tell()

    async def _start(self, status: int, headers: dict[str, str]) -> None:
        self.status = status
        headers |= {"x-request-id": self.request_id, "x-client-request-id": self.client_id}
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def _write(self, content: bytes, *, more: bool) -> None:
        """In parts, each waiting for the one before, so that a caller who does not read holds only one."""
        async with asyncio.timeout(SEND_SECONDS):
            for start in range(0, len(content), _PART_BYTES):
                part = content[start : start + _PART_BYTES]
                last = start + _PART_BYTES >= len(content)
                await self._send({"type": "http.response.body", "body": part, "more_body": more or not last})

    def _tell(self) -> None:
        took = round((time.monotonic() - self._began) * 1000)
        _log.info("%s %s %s %d ms, client %s", self.request_id, self._path, self.status, took, self.client_id)
