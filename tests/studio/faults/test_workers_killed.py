"""The whole worker group is killed again and again while paid jobs run."""

import random
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from pytest_django import Settings

from studio.models import Call, Job
from tests.backends.provider import Provider, Reply
from tests.invariants import broken_promises
from tests.workers import until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

JOBS = 40
KILLS = 10
SEED = 20251122


def test_ten_kills_during_forty_jobs_lose_nothing_and_ask_nothing_twice(
    make_job: Callable[..., Job], settings: Settings
) -> None:
    chance = random.Random(SEED)
    with Provider(reply=Reply(delay=0.4)) as provider:
        env = {
            "ARK_API_KEY": "test-key",
            "ARK_BASE_URL": provider.url,
            "ARK_PRICE": "0.03",
            "ARK_CONCURRENCY": "2",
            "SEEDBED_CALL_LEASE_SECONDS": "2",
        }
        settings.IMAGE_BACKENDS = {
            "seedream": {
                "BACKEND": "studio.backends.seedream.Seedream",
                "OPTIONS": {
                    "base_url": provider.url,
                    "model": "seedream-4-0-250828",
                    "api_key": "test-key",
                    "price": Decimal("0.03"),
                },
            }
        }
        jobs = [make_job(backend="seedream", text=f"kite {number}") for number in range(JOBS)]
        with workers("worker", "image-worker", "relay", **env) as group:
            for _ in range(KILLS):
                enough = min(JOBS, len(provider.requests) + chance.randint(1, 3))
                until(partial(_asked_or_ended, provider, enough), seconds=60, why=group.log)
                group.kill()
                group.start()
            until(_ended, seconds=120, why=group.log)
        assert broken_promises(provider, accepted=JOBS) == []
        repeated = [asked.trace for asked in provider.requests]
        assert len(repeated) == len(set(repeated)), "a call was asked for twice"
        stored = Call.objects.filter(state=Call.State.STORED).count()
        unknown = Call.objects.filter(state=Call.State.UNKNOWN).count()
        assert stored + unknown == len(jobs)
        print(f"{KILLS} kills, {JOBS} jobs: {stored} done, {unknown} unknown, {provider.charges} charged")


def _asked_or_ended(provider: Provider, enough: int) -> bool:
    return len(provider.requests) >= enough or _ended()


def _ended() -> bool:
    return not Job.objects.filter(state=Job.State.OPEN).exists()
