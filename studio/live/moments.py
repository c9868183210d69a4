"""For those who wait for something to happen in a project, and then look at rows themselves."""

import asyncio
import time
from collections.abc import AsyncGenerator

import redis.asyncio as redis

from studio.live.events import stream_of
from studio.live.hub import Overrun, Told
from studio.live.stream import hub

WITHOUT_EVENTS_SECONDS = 1.0


async def moments(project: int, *, every: float, until: float) -> AsyncGenerator[Told | None]:
    """None at once and every so many seconds, and each event as it comes, up to `until` (time.monotonic).

    While no events can be had, None comes every second: rows are the truth, events only shorten the wait.
    """
    channel = stream_of(project)
    _, events = hub()
    try:
        listener = await events.join(channel)
    except redis.RedisError:
        listener = None
    try:
        yield None
        while (left := until - time.monotonic()) > 0:
            if listener is None:
                await asyncio.sleep(min(left, WITHOUT_EVENTS_SECONDS))
                yield None
                continue
            try:
                told = await asyncio.wait_for(listener.get(), min(left, every))
            except TimeoutError:
                yield None
            except Overrun:
                listener = None
                yield None
            else:
                yield None if told.name == "reset" else told
        yield None
    finally:
        if listener is not None:
            await events.leave(channel, listener)
