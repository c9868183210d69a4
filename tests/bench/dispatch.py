"""From an order that is written down to its call at the backend's door, beside the barest hand-over: a push, a pop, the
same request. And beside the barest one that promises the same: written down again before it is asked for.

Writing the order down is no part of a hand-over; with it, the time from the submit on is told without a bound.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import httpx
import psycopg
import redis

from tests.backends.provider import Provider
from tests.bench.harness import Figure, Measurement, median, percentile, with_database

if TYPE_CHECKING:
    from studio.pipeline.submit import Order

ROUNDS = 120
WARM_UP = 15  # a server plans a statement anew for the first few times
BARE, KEPT = "bench:bare", "bench:kept"
TABLE = "CREATE TABLE bench_kept (id bigserial PRIMARY KEY, prompt text NOT NULL, state text NOT NULL)"
KEEP = "INSERT INTO bench_kept (prompt, state) VALUES ('a red kite', 'waiting') RETURNING id"
SEND = "UPDATE bench_kept SET state = 'sent' WHERE id = %s"


def measure() -> Measurement:
    with_database()
    from django.conf import settings

    from tests.workers import workers

    rows = os.environ["DATABASE_URL"]
    with (
        Provider() as provider,
        redis.Redis.from_url(settings.REDIS_URL) as queue,
        psycopg.connect(rows, autocommit=True) as database,
    ):
        database.execute(TABLE)
        env = {"ARK_API_KEY": "test-key", "ARK_BASE_URL": provider.url}
        settings.IMAGE_BACKENDS = {**settings.IMAGE_BACKENDS, **_seedream(provider)}
        with workers("worker", "relay", **env), popping(settings.REDIS_URL, provider.url, rows):
            submit, dispatch = _submit(provider), _dispatch(provider)
            bare, durable = _push(provider, queue, BARE, 1), _push(provider, queue, KEPT, _kept(database))
            ways = [dispatch, bare, submit, durable]
            for _ in range(WARM_UP):
                for way in ways:
                    way()
            rounds = [[way() for way in ways] for _ in range(ROUNDS)]  # A B C D A B C D
    dispatched, handed, submitted, kept = (list(each) for each in zip(*rounds, strict=True))
    return Measurement(
        [
            Figure(
                "written down → call leaves, p95, beside the bare hand-over",
                _beside(dispatched, handed),
                "×",
                3,
            ),
            Figure("the same beside one that promises as much", _beside(dispatched, kept), "×"),
            Figure("submit → call leaves, p95, beside the bare hand-over", _beside(submitted, handed), "×"),
            Figure("written down → call leaves, median", 1000 * median(dispatched), "ms"),
            Figure("written down → call leaves, p95", 1000 * percentile(dispatched, 95), "ms"),
            Figure("submit → call leaves, median", 1000 * median(submitted), "ms"),
            Figure("the bare hand-over, median", 1000 * median(handed), "ms"),
            Figure("the bare hand-over, p95", 1000 * percentile(handed, 95), "ms"),
            Figure("the bare one that promises as much, median", 1000 * median(kept), "ms"),
        ],
        runs=ROUNDS,
    )


def _beside(ours: list[float], bare: list[float]) -> float:
    return percentile(ours, 95) / percentile(bare, 95)


def _order() -> "Order":
    from studio.accounts import local_owner, make_team_of_one
    from studio.models import Project
    from studio.pipeline.submit import Order

    owner = local_owner()
    project = Project.objects.create(team=make_team_of_one(owner), name="Bench", created_by=owner)
    return Order(project, owner, "a red kite", "seedream", 2048, 2048)


def _submit(provider: Provider) -> Callable[[], float]:
    """Seconds from a submit until its backend is asked."""
    from studio.pipeline.submit import submit

    order = _order()

    def once() -> float:
        before, began = len(provider.requests), monotonic()
        submit(order)
        return _asked_at(provider, before) - began

    return once


def _dispatch(provider: Provider) -> Callable[[], float]:
    """Seconds from when an order is written down until its backend is asked."""
    from django.db import transaction

    from studio.pipeline.submit import submit

    order = _order()

    def once() -> float:
        before, written = len(provider.requests), list[float]()
        with transaction.atomic():
            transaction.on_commit(lambda: written.append(monotonic()))  # before what the submit has done then
            submit(order)
        return _asked_at(provider, before) - written[0]

    return once


def _push(provider: Provider, queue: redis.Redis, name: str, number: int) -> Callable[[], float]:
    def once() -> float:
        before, began = len(provider.requests), monotonic()
        queue.rpush(name, number)
        return _asked_at(provider, before) - began

    return once


def _asked_at(provider: Provider, before: int) -> float:
    """When the one request after so many came; nothing is under way any more once this returns."""
    from studio.models import Call
    from tests.workers import until

    until(lambda: len(provider.requests) > before and not Call.objects.open().exists(), seconds=20)
    return next(each.at for each in provider.requests[before:] if each.method == "POST")


def _kept(database: psycopg.Connection) -> int:
    """The number of a row that is written down."""
    (number,) = database.execute(KEEP).fetchone() or (0,)
    return int(number)


@contextmanager
def popping(queue: str, backend: str, rows: str) -> Iterator[None]:
    """A process that does nothing but pop and ask, and write down what was kept."""
    with subprocess.Popen([sys.executable, "-m", "tests.bench.dispatch", queue, backend, rows]) as process:
        try:
            yield
        finally:
            process.kill()


def pop(queue: str, backend: str, rows: str) -> None:
    body = {"model": "seedream-4-0-250828", "prompt": "a red kite", "size": "2048x2048"}
    with (
        redis.Redis.from_url(queue) as client,
        httpx.Client() as http,
        psycopg.connect(rows, autocommit=True) as database,
    ):
        while popped := client.blpop([BARE, KEPT]):
            if popped[0] == KEPT.encode():
                database.execute(SEND, [int(popped[1])])
            http.post(f"{backend}/images/generations", json=body).raise_for_status()


def _seedream(provider: Provider) -> dict[str, object]:
    from tests.conftest import backend_settings

    return {"seedream": backend_settings(provider)}


if __name__ == "__main__":
    pop(*sys.argv[1:])
