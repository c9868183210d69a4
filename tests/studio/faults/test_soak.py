"""Thousands of jobs at a backend that fails by chance, with workers that die by chance (F20)."""

import random
from functools import partial
from itertools import count

import pytest
from pytest_django import Settings

from tests.backends.provider import Fault, Provider, Reply
from tests.invariants import broken_promises
from tests.studio.faults.scene import JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SOAK = 25 * JOBS
SEED = 20261122
A_BATCH = 250
FAULTS: tuple[Fault, ...] = ("cut", "reset", "garbage", "wrong_length", "chunked_garbage")


def test_a_long_run_of_bad_luck_keeps_every_promise(make_job: MakeJob, settings: Settings) -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}, {SOAK} jobs")
    accepted = 0
    with scene("fire_once", settings, seconds=0.02) as day:
        assert isinstance(day.provider, Provider)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            for batch in count():
                if accepted == SOAK:
                    break
                size = min(A_BATCH, SOAK - accepted)
                day.provider.script(*(luck(chance) for _ in range(size)))
                day.submit(make_job, jobs=size)
                accepted += size
                if batch % 2:
                    until(partial(day.has_begun, day.begun() + size // 3), seconds=120, why=group.log)
                    group.kill()
                    group.start()
                until_all_ended(group)
        assert broken_promises(day.provider, accepted=SOAK) == [], f"seed {SEED}"
        print(f"{SOAK} jobs: {ends()}, {day.provider.charges} charged")


def luck(chance: random.Random) -> Reply:
    """Nine times in ten a picture; else a busy backend, a refusal or a wire that breaks."""
    drawn = chance.random()
    if drawn < 0.90:
        return Reply(delay=chance.choice((0.0, 0.02, 0.05)))
    if drawn < 0.94:
        return Reply(status=429, error=("RateLimitExceeded", "Slow down."), headers={"Retry-After": "1"})
    if drawn < 0.96:
        return Reply(status=400, error=("InputTextSensitiveContentDetected", "Not this."))
    return Reply(fault=chance.choice(FAULTS))
