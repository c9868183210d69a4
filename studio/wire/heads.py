"""uvicorn's protocol, with bounds on what the other side may hold up: before its request, and after our answer.

uvicorn itself waits for a request line and headers as long as they take, keeps them however many they are, and keeps
an answer that nobody takes. Named to it as `--http studio.wire.heads:Bounded`.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_BYTES = 64 * 1024
TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Bounded(HttpToolsProtocol):
    head_seconds = 20.0
    """From the connection, or from the first byte after an answer, to the end of the headers."""
    taken_seconds = 60.0
    """In which something of an answer must be taken, or of a body that was refused be over."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clock: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._came = 0
        self._is_in_message = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_clock(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_clock()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._came += len(data)
        super().data_received(data)
        if self._is_in_message or not (self.cycle is None or self.cycle.response_complete):
            return
        if self._came > MOST_BYTES:
            self._end(TOO_LARGE)
        elif self._clock is None:
            self._start_clock(self.head_seconds)

    def on_headers_complete(self) -> None:
        self._stop_clock()
        self._is_in_message = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_message = False
        self._came = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._is_in_message and self._clock is None:
            self._start_clock(self.taken_seconds)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._stalled is None:
            self._stalled = self.loop.call_later(self.taken_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._abort_later()

    def _start_clock(self, seconds: float) -> None:
        self._clock = self.loop.call_later(seconds, self._end, TOO_LATE)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _end(self, answer: bytes) -> None:
        self._stop_clock()
        if self.transport.is_closing():
            return
        if not self._is_in_message:
            self.transport.write(answer)
        self.transport.close()
        self._abort_later()

    def _abort_later(self) -> None:
        """Closing waits for what was written to be taken, for ever."""
        self.loop.call_later(self.taken_seconds, self.transport.abort)
