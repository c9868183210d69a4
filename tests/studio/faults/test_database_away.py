"""The database drops everybody, again and again (F4)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import httpx
import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from studio.models import Project
from tests.bench.browser import signed_in_browser, web
from tests.invariants import broken_promises
from tests.studio.faults.scene import CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

DROPS = 10
WITHIN_SECONDS = 10


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
        print(f"{crash}: {DROPS} drops, {JOBS} jobs: {ends()}")


def test_a_page_says_that_the_database_is_away_and_comes_back_by_itself(project: Project) -> None:
    with web() as origin, signed_in_browser(origin) as (browser, mine):
        assert browser.get(f"/projects/{mine}/").status_code == 200
        with refusing_connections():
            away = browser.get(f"/projects/{mine}/")
            assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
            assert "Back in a moment" in away.text
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


@contextmanager
def refusing_connections() -> Iterator[None]:
    """A block in which the database drops everybody and lets nobody in."""
    elsewhere = {**connection.get_connection_params(), "dbname": "postgres"}
    elsewhere.pop("cursor_factory", None)
    elsewhere.pop("context", None)
    name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
    connection.close()
    with psycopg.connect(**elsewhere, autocommit=True) as outside:
        outside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            outside.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                            [connection.settings_dict["NAME"]])  # fmt: skip
            yield
        finally:
            outside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
