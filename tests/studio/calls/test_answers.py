"""What a backend may answer, and how its call ends then."""

from decimal import Decimal

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from studio.models import Call, Job
from studio.pipeline import sweep
from tests.backends.provider import Provider, Reply
from tests.conftest import ask, work
from tests.studio.calls.moves import MakeJob, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_brings_its_picture(make_job: MakeJob, provider: Provider) -> None:
    job = make_job(count=2)
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (Job.State.DONE, ["stored", "stored"])
    assert {variant.image.format for variant in job.variants.all()} == {"JPEG"}
    assert provider.charges == 2
    assert sum(call.amount or 0 for call in job.calls.all()) == Decimal("0.06")


def test_a_refusal_is_shown_in_the_backends_own_words_and_costs_nothing(
    make_job: MakeJob, provider: Provider
) -> None:
    provider.script(Reply(status=400, error=("OutputImageSensitiveContentDetected", "may be sensitive")))
    job = make_job()
    work()
    call = job.calls.get()
    job.refresh_from_db()
    assert (job.state, call.state, call.error_kind) == (Job.State.FAILED, Call.State.FAILED, "Refused")
    assert "may be sensitive" in call.error_message
    assert provider.charges == 0


def test_a_backend_that_is_busy_is_asked_again_after_the_wait_it_asked_for(
    make_job: MakeJob, provider: Provider
) -> None:
    provider.script(Reply(status=429, error=("ServerOverloaded", "busy"), headers={"Retry-After": "7"}))
    job = make_job()
    ask(job.calls.get())
    first, again = job.calls.order_by("attempt")
    assert (first.state, again.state) == (Call.State.FAILED, Call.State.WAITING)
    assert 6 < (again.not_before - again.created_at).total_seconds() < 8
    ask(again)
    assert provider.charges == 0
    Call.objects.update(not_before=Now())
    work()
    job.refresh_from_db()
    assert (job.state, provider.charges) == (Job.State.DONE, 1)


def test_an_answer_that_never_came_is_unknown_and_not_repeated(make_job: MakeJob, provider: Provider) -> None:
    provider.script(Reply(fault="reset"))
    job = make_job()
    work()
    sweep.recover()
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (Job.State.UNKNOWN, ["unknown"])
    assert len(provider.requests) == 1


def test_a_set_that_breaks_off_after_its_last_picture_is_whole(make_job: MakeJob, provider: Provider) -> None:
    provider.script(Reply(drop_completed=True))
    job = make_job(count=2, series=True)
    work()
    job.refresh_from_db()
    assert (job.state, states(job), job.variants.count()) == (Job.State.DONE, ["stored"], 2)


@pytest.mark.usefixtures("provider")
def test_a_call_of_a_backend_that_is_gone_fails_with_words(make_job: MakeJob, settings: Settings) -> None:
    job = make_job()
    settings.IMAGE_BACKENDS = {}
    work()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "paid" in job.calls.get().error_message
