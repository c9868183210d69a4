"""From a submit to its call at the backend's door, beside the barest hand-over: a push, a pop, the same request.

And beside the barest one that promises the same: written down before it is pushed, and again before it is asked for.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import httpx
import psycopg
import redis

from tests.backends.provider import Provider
from tests.bench.harness import Figure, Measurement, median, percentile, with_database

ROUNDS = 60
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
            ours, bare = _submit(provider), _push(provider, lambda: queue.rpush(BARE, "1"))
            durable = _push(provider, lambda: queue.rpush(KEPT, _kept(database)))
            for _ in range(WARM_UP):
                ours(), bare(), durable()
            submitted, handed, kept = [], [], []
            for _ in range(ROUNDS):  # A B C A B C
                submitted.append(ours())
                handed.append(bare())
                kept.append(durable())
    whole, written = [each[0] for each in submitted], [each[1] for each in submitted]
    return Measurement(
        [
            Figure("submit → call leaves, p95, beside the bare one", _beside(whole, handed), "×", 3),
            Figure("committed → call leaves, p95, beside the bare one", _beside(written, handed), "×"),
            Figure("submit → call leaves, p95, beside one that promises as much", _beside(whole, kept), "×"),
            Figure("submit → call leaves, median", 1000 * median(whole), "ms"),
            Figure("committed → call leaves, median", 1000 * median(written), "ms"),
            Figure("the bare hand-over, median", 1000 * median(handed), "ms"),
            Figure("the bare one that promises as much, median", 1000 * median(kept), "ms"),
        ],
        runs=ROUNDS,
    )


def _beside(ours: list[float], bare: list[float]) -> float:
    return percentile(ours, 95) / percentile(bare, 95)


def _submit(provider: Provider) -> Callable[[], tuple[float, float]]:
    """Seconds until the backend is asked: from the submit, and from when it was written down."""
    from studio.accounts import local_owner, make_team_of_one
    from studio.models import Call, Project
    from studio.pipeline.submit import Order, submit
    from tests.workers import until

    owner = local_owner()
    project = Project.objects.create(team=make_team_of_one(owner), name="Bench", created_by=owner)

    def once() -> tuple[float, float]:
        before = len(provider.requests)
        began = monotonic()
        job = submit(Order(project, owner, "a red kite", "seedream", 2048, 2048))
        written = monotonic()
        until(lambda: not Call.objects.open().filter(job=job).exists(), seconds=20)
        arrived = next(each.at for each in provider.requests[before:] if each.method == "POST")
        return arrived - began, arrived - written

    return once


def _kept(database: psycopg.Connection) -> int:
    """The number of a row that is written down."""
    (number,) = database.execute(KEEP).fetchone() or (0,)
    return int(number)


def _push(provider: Provider, push: Callable[[], object]) -> Callable[[], float]:
    from tests.workers import until

    def once() -> float:
        before = len(provider.requests)
        began = monotonic()
        push()
        until(lambda: len(provider.requests) > before, seconds=20)
        return provider.requests[before].at - began

    return once


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
