"""The database's server dies in the middle of everything (F4), or drops everybody and stays."""

import time
from functools import partial

import httpx
import pytest
from django.db import connection
from pytest_django import Settings

from studio.models.token import make_secret
from tests.bench.browser import signed_in_browser, web
from tests.invariants import broken_promises
from tests.studio.faults.database import Server
from tests.studio.faults.scene import CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

DEATHS_SECONDS = (0, 2, 30, 0, 2)
"""For how long it is away, at each of its deaths."""
DROPS = 10
WITHIN_SECONDS = 10


@pytest.mark.parametrize("crash", CLASSES)
def test_a_server_that_is_stopped_at_once_loses_nothing_and_asks_nothing_twice(
    crash: str, make_job: MakeJob, settings: Settings, server: Server
) -> None:
    with scene(crash, settings) as day:
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            for number, seconds in enumerate(DEATHS_SECONDS, start=1):
                enough = number * JOBS // (len(DEATHS_SECONDS) + 2)
                until(partial(day.has_begun, enough), seconds=120, why=group.log)
                with server.away():
                    time.sleep(seconds)  # being away is what happens here
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=JOBS) == []
        if crash != "fire_once":
            assert ends() == {"stored": JOBS}
        print(f"{crash}: {len(DEATHS_SECONDS)} deaths, {JOBS} jobs: {ends()}, {day.provider.charges} charged")


@pytest.mark.parametrize("crash", CLASSES)
def test_dropped_connections_lose_nothing_and_ask_nothing_twice(
    crash: str, make_job: MakeJob, settings: Settings
) -> None:
    with scene(crash, settings) as day:
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            for number in range(1, DROPS + 1):
                until(partial(day.has_begun, number * JOBS // (DROPS + 2)), seconds=120, why=group.log)
                drop_everybody_else()
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=JOBS) == []
        if crash != "fire_once":
            assert ends() == {"stored": JOBS}
        print(f"{crash}: {DROPS} drops, {JOBS} jobs: {ends()}")


def test_a_page_says_that_the_database_is_away_and_comes_back_by_itself(server: Server) -> None:
    with web() as origin, signed_in_browser(origin) as (browser, mine):
        assert browser.get(f"/projects/{mine}/").status_code == 200
        with server.away():
            away = browser.get(f"/projects/{mine}/")
            assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
            assert "Back in a moment" in away.text
            program = browser.get("/api/v1/me", headers={"Authorization": f"Bearer {make_secret()}"})
            assert (program.status_code, program.headers["Retry-After"]) == (503, "5")
            assert program.headers["Content-Type"] == "application/problem+json"
        began = time.monotonic()
        until(partial(_answers, browser, f"/projects/{mine}/"), seconds=WITHIN_SECONDS)
        assert time.monotonic() - began < WITHIN_SECONDS


def _answers(browser: httpx.Client, address: str) -> bool:
    return browser.get(address).status_code == 200


def drop_everybody_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
