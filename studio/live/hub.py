"""One Redis subscription per process, fanned out to every page that listens there."""

import asyncio
import contextlib
from collections import defaultdict
from dataclasses import dataclass

import redis.asyncio as redis

BACKLOG = 256


@dataclass(frozen=True, slots=True)
class Told:
    id: str
    name: str
    data: str


class Overrun(Exception):
    """A listener did not keep up and missed events: it must re-read."""


class Listener:
    """A bounded queue; when it overflows, the listener is told so instead of being fed gaps."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Told] = asyncio.Queue(BACKLOG)
        self.overrun = False

    def put(self, told: Told) -> None:
        if self._queue.full():
            self.overrun = True
        else:
            self._queue.put_nowait(told)

    async def get(self) -> Told:
        if self.overrun and self._queue.empty():
            raise Overrun
        return await self._queue.get()


class Hub:
    """Belongs to one event loop. Channels are subscribed with the first listener, dropped with the last."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._pubsub = client.pubsub(ignore_subscribe_messages=True)
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._lock = asyncio.Lock()
        self._pump: asyncio.Task[None] | None = None

    async def join(self, channel: str) -> Listener:
        listener = Listener()
        async with self._lock:
            if channel not in self._listeners:
                await self._pubsub.subscribe(channel)
            self._listeners[channel].add(listener)
            if self._pump is None or self._pump.done():
                self._pump = asyncio.create_task(self._read())
        return listener

    async def leave(self, channel: str, listener: Listener) -> None:
        async with self._lock:
            listeners = self._listeners.get(channel)
            if listeners is None:
                return
            listeners.discard(listener)
            if not listeners:
                del self._listeners[channel]
                with contextlib.suppress(redis.RedisError):
                    await self._pubsub.unsubscribe(channel)

    async def _read(self) -> None:
        try:
            while True:
                message = await self._pubsub.get_message(timeout=30)
                if message is None:
                    continue
                channel = message["channel"].decode()
                id_, name, data = message["data"].decode().split(" ", 2)
                for listener in self._listeners.get(channel, ()):
                    listener.put(Told(id_, name, data))
        except redis.RedisError:
            # The subscription broke and events may have been missed: everybody re-reads and comes back.
            for listeners in self._listeners.values():
                for listener in listeners:
                    listener.overrun = True
                    listener.put(Told("0-0", "reset", "{}"))
            self._listeners.clear()
            self._pubsub = self._client.pubsub(ignore_subscribe_messages=True)
