"""F1: the whole worker group is killed again and again while jobs run."""

import random
from functools import partial

import pytest
from pytest_django import Settings

from tests.invariants import broken_promises
from tests.studio.faults.scene import CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

KILLS = 20
SEED = 20251122


@pytest.mark.parametrize("crash", CLASSES)
def test_kills_lose_nothing_and_ask_nothing_twice(crash: str, make_job: MakeJob, settings: Settings) -> None:
    chance = random.Random(SEED)
    with scene(crash, settings, seconds=0.4) as day:
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            for _ in range(KILLS):
                enough = day.begun() + chance.randint(1, max(1, JOBS // KILLS))
                until(partial(day.has_begun, enough), seconds=60, why=group.log)
                group.kill()
                group.start()
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=JOBS) == []
        if crash == "dedupes":
            assert ends() == {"stored": JOBS}
        print(f"{crash}: {KILLS} kills, {JOBS} jobs: {ends()}, {day.provider.charges} charged")


@pytest.mark.parametrize("crash", CLASSES)
def test_a_stop_with_notice_leaves_nothing_in_doubt(
    crash: str, make_job: MakeJob, settings: Settings
) -> None:
    """F19: SIGTERM, and half a minute to finish what is under way."""
    with scene(crash, settings) as day:
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            for share in (0.2, 0.5, 0.8):
                until(partial(day.has_begun, round(share * JOBS)), seconds=120, why=group.log)
                group.stop(grace=30)
                group.start()
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert ends() == {"stored": JOBS}
