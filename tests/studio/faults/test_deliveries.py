"""Messages and submits that come more than once (F11, F12), clocks that are wrong (F10), cancels at every state (F14)."""

import random
import threading
from datetime import datetime
from functools import partial

import httpx
import pytest
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from studio.live.publish import sync_client
from studio.models import Call, Job
from studio.models.turns import Ready
from studio.pipeline import due
from studio.pipeline.cancel import cancel
from studio.pipeline.lease import WORKER
from studio.pipeline.submit import Input
from studio.tasks import store_call
from tests.bench.browser import signed_in_browser, web
from tests.conftest import ask, limits, work
from tests.invariants import broken_promises
from tests.studio.faults.scene import (
    CLASSES,
    JOBS,
    PATIENCE_SECONDS,
    MakeJob,
    ends,
    scene,
    still_open,
    until_all_ended,
)
from tests.workers import until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

AT_ONCE = 50
SEED = 7


@pytest.mark.parametrize("crash", CLASSES)
def test_messages_that_come_again_and_again_and_out_of_order_change_nothing(
    crash: str, make_job: MakeJob, settings: Settings
) -> None:
    with scene(crash, settings) as day:
        jobs = day.submit(make_job)
        calls = [Ready(*row) for row in Call.objects.filter(job__in=jobs).values_list("pk", "backend")] * 2
        random.Random(SEED).shuffle(calls)
        for call in calls:
            current_app.send_task("studio.tasks.store_call", args=[call.call])
        with workers("worker", "image-worker", "relay", **day.env) as group:

            def all_ended() -> bool:
                # The queue holds each once: so again, whatever they are at, whenever all have been looked at. Sooner,
                # and those that have ended, the oldest, would keep workers of a busy machine from all others.
                if not sync_client().zcard(due.QUEUE):
                    due.wake(calls)
                return not still_open()

            until(all_ended, seconds=PATIENCE_SECONDS, why=group.log)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert ends() == {"stored": JOBS}


def test_fifty_posts_of_one_form_are_one_job(settings: Settings) -> None:
    with scene("fire_once", settings) as day, workers("worker", "relay", **day.env) as group:
        with web(**day.env) as origin, signed_in_browser(origin) as (browser, project):
            form = {"prompt": "a red kite", "backend": day.alias, "width": 2048, "height": 2048, "count": 1,
                    "aspect": "custom", "tier": "custom", "ticket": "3f0d9c0e-8a4e-4d62-a3a5-6f8f8f6f2c11"}  # fmt: skip
            answers: list[int] = []
            post = partial(_post, browser, f"/projects/{project}/jobs/", form, answers)
            threads = [threading.Thread(target=post) for _ in range(AT_ONCE)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        until_all_ended(group)
        assert answers == [201] * AT_ONCE
        assert broken_promises(day.provider, accepted=1) == []
        assert day.provider.charges == 1


def _post(browser: httpx.Client, address: str, form: dict[str, object], answers: list[int]) -> None:
    answers.append(browser.post(address, data=form, headers={"HX-Request": "true"}).status_code)


def test_no_clock_but_the_databases_decides_about_a_lease(make_job: MakeJob, settings: Settings) -> None:
    """A worker whose clock is wrong by minutes would give its own time as a parameter."""
    with scene("fire_once", settings) as day:
        call = make_job(backend=day.alias, width=2048, height=2048).calls.get()
        with CaptureQueriesContext(connection) as asked:
            Call.objects.claim(call.pk, limits(day.alias, concurrency=1), worker=WORKER)
            Call.objects.filter(pk=call.pk).renew(WORKER)
            Call.objects.abandoned().count()
            Call.objects.adopt(call.pk, worker="another")
            Call.objects.move(call.pk, worker=WORKER, to=Call.State.SENT)
    year = str(datetime.now().year)
    leases = [query["sql"] for query in asked.captured_queries if '"lease_until" ' in query["sql"]]
    assert leases
    assert not [sql for sql in leases if f"'{year}-" in sql]


def test_a_job_that_is_cancelled_while_waiting_or_claimed_costs_nothing(
    make_job: MakeJob, settings: Settings, sent_along: list[Input]
) -> None:
    with scene("fire_once", settings) as day:
        waiting, claimed = day.submit(make_job, jobs=2, inputs=sent_along)
        assert Call.objects.claim(claimed.calls.get().pk, limits(day.alias, concurrency=9), worker=WORKER)
        assert (cancel(waiting), cancel(claimed)) == (1, 1)
        work()
        assert ends() == {"cancelled": 2}
        assert day.provider.charges == 0


def test_a_job_that_is_cancelled_while_it_is_drawn_keeps_what_was_paid_for(
    make_job: MakeJob, settings: Settings
) -> None:
    with (
        scene("fire_once", settings, seconds=1.0) as day,
        workers("worker", "image-worker", "relay", **day.env) as group,
    ):
        (job,) = day.submit(make_job, jobs=1)
        until(partial(day.has_begun, 1), seconds=60, why=group.log)
        assert cancel(job) == 0
        until_all_ended(group)
        assert broken_promises(day.provider, accepted=1) == []
        assert job.variants.count() == day.provider.charges == 1


def test_a_job_that_is_cancelled_after_its_answer_is_stored(make_job: MakeJob, settings: Settings) -> None:
    with scene("fire_once", settings) as day:
        (job,) = day.submit(make_job, jobs=1)
        ask(job.calls.get())
        assert cancel(job) == 0
        store_call(job.calls.get().pk)
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE
        assert broken_promises(day.provider, accepted=1) == []
