"""A request's body: bounded in size and in time, and read before a thread is asked to answer it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

GRACE_SECONDS = 20.0
SLOWEST = 16 * 1024  # bytes a second, on the whole
IN_MEMORY = 256 * 1024  # what is longer waits on the disk


class TooSlow(Exception):
    """The body did not come in its time."""


class HungUp(Exception):
    """Nobody is there any more to be answered."""


def seconds_for(size: int) -> float:
    """How long a body of `size` bytes may take."""
    return GRACE_SECONDS + size / SLOWEST


@asynccontextmanager
async def whole(receive: Receive, seconds: float) -> AsyncIterator[IO[bytes]]:
    """The body, from its start, while the context lasts. Raises TooSlow or HungUp."""
    with SpooledTemporaryFile(IN_MEMORY) as body:
        try:
            async with asyncio.timeout(seconds):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise HungUp
                    body.write(message.get("body", b""))
                    more = message.get("more_body", False)
        except TimeoutError as error:
            raise TooSlow from error
        body.seek(0)
        yield body


def in_time(receive: Receive, seconds: float) -> Receive:
    """`receive` for an application that reads the body itself: too late counts as hung up."""
    until = asyncio.get_running_loop().time() + seconds
    is_read = False

    async def received() -> Message:
        nonlocal is_read
        if is_read:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            message = {"type": "http.disconnect"}
        is_read = not message.get("more_body", False)
        return message

    return received
