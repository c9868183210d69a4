"""The queue of calls: each of them once, with its backend, that a worker should look at now.

A waiting call is a promise itself, so nothing is lost with the queue: the relay wakes whatever is due (sweep.py).
Beside Celery's queues and not through them, because a person waits for each of its steps.
"""

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

import redis
from django.db import transaction

from studio.live.publish import sync_client
from studio.models.turns import Ready

QUEUE = "calls:ready"  # a sorted set: the oldest first, and one that is woken again and again is in it once

log = logging.getLogger(__name__)


def wake_when_written(calls: Iterable[Ready]) -> None:
    """Have these calls made once the surrounding transaction has committed."""
    transaction.on_commit(partial(wake, list(calls)))


def wake(calls: Iterable[Ready]) -> int:
    """Have a worker look at these calls; how many of them the queue took. A lost or doubled one does no harm."""
    members = {f"{pk} {alias}": pk for pk, alias in calls}
    if not members:
        return 0
    try:
        sync_client().zadd(QUEUE, members)
    except redis.RedisError as error:
        log.warning("the queue did not take the calls %s: %s", ", ".join(members), error)
        return 0
    return len(members)


def taken(*, seconds: float) -> Ready | None:
    """The oldest call that somebody was to look at; None when there was none for so long. Raises RedisError."""
    popped: Any = sync_client().bzpopmin(QUEUE, timeout=seconds)
    if not popped:
        return None
    pk, _, alias = popped[1].decode().partition(" ")
    return Ready(int(pk), alias)
