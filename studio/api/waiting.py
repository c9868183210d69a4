"""Waiting for a job on the async side: woken by its project's events, and by looking now and then."""

import contextlib
import json
import time
from collections.abc import AsyncGenerator

from studio.live.moments import moments
from studio.models import Job
from studio.threads import in_thread

LOOK_EVERY_SECONDS = 5.0


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
