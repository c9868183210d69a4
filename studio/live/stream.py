"""A project's events as server-sent events: replay from where the page was, then live, with heartbeats."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import cast
from weakref import WeakKeyDictionary

import redis.asyncio as redis
from django.conf import settings

from studio.live.events import stream_of
from studio.live.hub import Hub, Overrun, Told
from studio.live.publish import sync_client

HEARTBEAT_SECONDS = 15
REPLAY_LIMIT = 500
START = "0-0"
# What Redis gives for a range of a stream: nothing is decoded for us.
Entries = list[tuple[bytes, dict[bytes, bytes]]]
EVENT_ID = re.compile(r"\d{1,20}-\d{1,20}")

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[redis.Redis, Hub]] = WeakKeyDictionary()


async def stream(
    project: int,
    last_id: str | None,
    allowed: Callable[[], Awaitable[bool]],
    *,
    every: float = HEARTBEAT_SECONDS,
) -> AsyncGenerator[bytes]:
    """SSE bytes for one page.

    `last_id` is what the page has seen: the id it was rendered with, or the browser's Last-Event-ID. When
    events after it can no longer be replayed, the page gets `event: reset` and re-reads everything. `allowed`
    is asked at every heartbeat, also where much happens, so that a person who was taken out of the team stops
    hearing within seconds.
    """
    client, events = hub()
    channel = stream_of(project)
    listener = await events.join(channel)
    try:
        yield b"retry: 2000\n: listening\n\n"
        seen = START
        for told in await _missed(client, channel, last_id or START):
            seen = told.id
            yield _format(told)
        asked = time.monotonic()
        while True:
            left = max(0.0, asked + every - time.monotonic())
            try:
                told = await asyncio.wait_for(listener.get(), left)
            except TimeoutError:
                if not await allowed():
                    return
                asked = time.monotonic()
                yield b": still here\n\n"
                continue
            if told.name == "reset":
                raise Overrun
            if _order(told.id) > _order(seen):
                seen = told.id
                yield _format(told)
    except (Overrun, redis.RedisError):
        yield b"event: reset\ndata: {}\n\n"
    finally:
        await events.leave(channel, listener)


def latest_id(project: int) -> str:
    """The id of the project's newest event, for a page to be rendered with; START when there is none."""
    try:
        newest = cast(Entries, sync_client().xrevrange(stream_of(project), count=1))
    except redis.RedisError:
        return START
    return str(newest[0][0].decode()) if newest else START


async def _missed(client: redis.Redis, channel: str, last_id: str) -> list[Told]:
    if not EVENT_ID.fullmatch(last_id):
        last_id = START
    kept = cast(Entries, await client.xrange(channel, min=last_id, count=REPLAY_LIMIT + 1))
    events = [Told(id_.decode(), entry[b"name"].decode(), entry[b"data"].decode()) for id_, entry in kept]
    if last_id == START and len(events) <= REPLAY_LIMIT:
        return events
    # What the page saw last must still be there: otherwise what came between it and the first kept is gone.
    if events and events[0].id == last_id and len(events) <= REPLAY_LIMIT:
        return events[1:]
    newest = cast(Entries, await client.xrevrange(channel, count=1))
    return [Told(newest[0][0].decode() if newest else START, "reset", "{}")]


def _format(told: Told) -> bytes:
    return f"id: {told.id}\nevent: {told.name}\ndata: {told.data}\n\n".encode()


def _order(id_: str) -> tuple[int, int]:
    milliseconds, _, number = id_.partition("-")
    return int(milliseconds), int(number)


def hub() -> tuple[redis.Redis, Hub]:
    """This event loop's connections to the live streams."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        client = redis.Redis.from_url(settings.REDIS_URL, max_connections=64, health_check_interval=30)
        _hubs[loop] = client, Hub(client)
    return _hubs[loop]
