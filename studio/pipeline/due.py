"""The queue of calls: ids, each of them once, that a worker should look at now.

A waiting call is a promise itself, so nothing is lost with the queue: the relay wakes whatever is due (sweep.py).
Beside Celery's queues and not through them, because a person waits for each of its steps.
"""

import logging
from collections.abc import Iterable
from functools import partial

import redis
from django.db import transaction

from studio.live.publish import sync_client

QUEUE = "calls:due"  # a sorted set: the oldest first, and one that is woken again and again is in it once

log = logging.getLogger(__name__)


def wake_when_written(calls: Iterable[int]) -> None:
    """Have these calls made once the surrounding transaction has committed."""
    transaction.on_commit(partial(wake, list(calls)))


def wake(calls: Iterable[int]) -> int:
    """Have a worker look at these calls; how many of them the queue took. A lost or doubled one does no harm."""
    ids = {str(pk): pk for pk in calls}
    if not ids:
        return 0
    try:
        sync_client().zadd(QUEUE, ids)
    except redis.RedisError as error:
        log.warning("the queue did not take the calls %s: %s", ", ".join(ids), error)
        return 0
    return len(ids)


def taken(*, seconds: float) -> int | None:
    """The oldest call that somebody was to look at; None when there was none for so long. Raises RedisError."""
    popped = sync_client().bzpopmin(QUEUE, timeout=seconds)
    return int(popped[1]) if popped else None
