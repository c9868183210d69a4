"""A call is taken by one worker, and by none beyond what its backend allows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from pytest_django import Settings

from studio.models import Call
from studio.pipeline import sweep
from studio.pipeline.lease import WORKER
from studio.tasks import run_call
from tests.backends.provider import Asked, Provider, Reply
from tests.conftest import ask, backend_settings, limits, work
from tests.studio.calls.moves import MakeJob

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_delivery_finds_nothing_to_do(make_job: MakeJob, provider: Provider) -> None:
    job = make_job()
    work()
    for call in job.calls.all():
        ask(call)
    assert provider.charges == 1
    assert job.variants.count() == 1


class Watching(Provider):
    """Notes the states of all calls at the moment when a request arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def begin(self, asked: Asked) -> Reply:
        self.seen += Call.objects.values_list("state", flat=True)
        connection.close()
        return super().begin(asked)


def test_it_is_written_down_as_sent_before_the_first_byte_leaves(
    make_job: MakeJob, settings: Settings
) -> None:
    with Watching() as watching:
        settings.IMAGE_BACKENDS = {"paid": backend_settings(watching)}
        make_job()
        work()
    assert watching.seen == ["sent"]


@pytest.mark.usefixtures("provider")
def test_a_backend_is_not_asked_beyond_its_cap(make_job: MakeJob) -> None:
    first, second = make_job(count=2).calls.order_by("slot")
    assert Call.objects.claim(first.pk, limits(concurrency=1), worker="one")
    assert Call.objects.claim(second.pk, limits(concurrency=1), worker="two") is None
    assert sweep.next_calls("paid") == [(second.pk, "paid")]


@pytest.mark.usefixtures("provider")
def test_a_backend_is_not_asked_for_more_pictures_a_minute_than_it_allows(make_job: MakeJob) -> None:
    series, single = make_job(count=3, series=True).calls.get(), make_job().calls.get()
    assert Call.objects.claim(series.pk, limits(concurrency=9, per_minute=3), worker="one")
    assert Call.objects.move(series.pk, worker="one", to=Call.State.SENT, sent_at=Now())
    assert Call.objects.claim(single.pk, limits(concurrency=9, per_minute=3), worker="two") is None
    Call.objects.filter(pk=series.pk).update(sent_at=Now() - timedelta(seconds=61))
    assert Call.objects.claim(single.pk, limits(concurrency=9, per_minute=3), worker="two")


def test_two_aliases_with_one_key_share_its_caps_and_another_key_does_not(
    make_job: MakeJob, provider: Provider, settings: Settings
) -> None:
    one_each = {"concurrency": 1, "pictures_per_minute": 2}
    settings.IMAGE_BACKENDS = {
        "four": backend_settings(provider, **one_each),
        "pro": backend_settings(provider, **one_each),
        "theirs": backend_settings(provider, **one_each, api_key="another-key"),
    }
    four, pro, theirs = (make_job(backend=alias).calls.get() for alias in ("four", "pro", "theirs"))

    def claimed(call: Call) -> bool:
        return Call.objects.claim(call.pk, limits(call.backend), worker=WORKER) is not None

    assert claimed(four)
    assert not claimed(pro), "the key is at work"
    assert claimed(theirs)
    assert Call.objects.move(four.pk, worker=WORKER, to=Call.State.ANSWERED, sent_at=Now())
    assert sweep.next_calls("four") == [(pro.pk, "pro")], (
        "a place at the key is free for all that draw with it"
    )
    assert claimed(pro)
    assert Call.objects.move(pro.pk, worker=WORKER, to=Call.State.ANSWERED, sent_at=Now())
    assert not claimed(make_job(backend="four").calls.get()), "two pictures a minute, whatever alias asked"
    noted = " ".join(Call.objects.values_list("capped_as", flat=True))
    assert "test-key" not in noted and "another-key" not in noted


def test_a_backend_that_is_away_is_asked_one_call_at_a_time_until_it_is_back(
    make_job: MakeJob, provider: Provider
) -> None:
    provider.always(Reply(status=503, error=("ServerOverloaded", "away")))
    job = make_job(count=5)
    for call in list(job.calls.all()):
        ask(call)
    provider.always(Reply())
    Call.objects.update(not_before=Now())
    [trial] = sweep.next_calls("paid")
    run_call(*trial)
    assert len(sweep.next_calls("paid")) == 4
