"""Telling the pages, once what is told has been committed."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import redis
from django.conf import settings
from django.db import transaction

from studio.live.events import Event, stream_of

KEPT_EVENTS = 1000
KEPT_SECONDS = 24 * 3600

# One round trip: append for those who come back later, publish for those who listen now.
APPEND = """
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'name', ARGV[1], 'data', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', KEYS[1], id .. ' ' .. ARGV[1] .. ' ' .. ARGV[2])
return id
"""

log = logging.getLogger(__name__)


def publish(event: Event) -> None:
    """Announce `event` when the transaction commits; at once outside of one."""
    transaction.on_commit(partial(_send, event))


def publish_meanwhile(event: Event) -> None:
    """Announce `event`, which is no part of a transaction, without waiting until it is told."""
    _announcer().submit(_send, event)


def _send(event: Event) -> None:
    try:
        _append()(
            keys=[stream_of(event.project)],
            args=[event.name, json.dumps(event.ids()), KEPT_EVENTS, KEPT_SECONDS],
        )
    except redis.RedisError as error:
        # Rows are the truth: a page that misses this re-reads them when its stream is back.
        log.warning("not announced, %s: %s", event.name, error)


@cache
def _announcer() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="announcer")


@cache
def sync_client() -> redis.Redis:
    """This process's connection pool to the live streams."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


@cache
def _append() -> redis.commands.core.Script:
    return sync_client().register_script(APPEND)
