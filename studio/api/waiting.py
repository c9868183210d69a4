"""Waiting for a job on the async side: woken by its project's events, and by looking now and then."""

import contextlib
import json
import time
from collections.abc import AsyncGenerator
from typing import Self

from studio.api.threads import in_thread
from studio.live.moments import moments
from studio.models import Job

MOST_WAITING = 200
LOOK_EVERY_SECONDS = 5.0

_waiting = 0


class TooManyWait(Exception):
    """This process holds as many waiting requests as it may."""


class Place:
    """One of the places for requests that wait; each costs an idle thread. Making one raises TooManyWait.

    It is given back at the end of its `with`, or when nothing holds it any more: an answer may never be begun.
    """

    def __init__(self) -> None:
        global _waiting
        self._is_held = False
        if _waiting >= MOST_WAITING:
            raise TooManyWait("Too many requests are waiting here just now. Ask for the job itself instead.")
        _waiting += 1
        self._is_held = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._give_back()

    def __del__(self) -> None:
        self._give_back()

    def _give_back(self) -> None:
        global _waiting
        if self._is_held:
            self._is_held = False
            _waiting -= 1


async def changes(job: int, project: int, seconds: float) -> AsyncGenerator[None]:
    """Yields at once, and whenever something may have become of this job, until the seconds are over."""
    until = time.monotonic() + seconds
    async with contextlib.aclosing(moments(project, every=LOOK_EVERY_SECONDS, until=until)) as heard:
        async for told in heard:
            if told is None or json.loads(told.data).get("job") in (job, None):
                yield


async def until_settled(job: int, project: int, seconds: float) -> bool:
    """Whether the job has ended within these seconds."""
    async with contextlib.aclosing(changes(job, project, seconds)) as looks:
        async for _ in looks:
            if await in_thread(is_settled, job):
                return True
    return False


def is_settled(job: int) -> bool:
    return not Job.objects.filter(pk=job, state=Job.State.OPEN).exists()
