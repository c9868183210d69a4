"""What a paid backend without idempotency keys may answer: statuses (F6), wires (F7), bytes (F8), poison (F13)."""

import json
from functools import partial
from itertools import chain
from time import monotonic

import pytest
from django.db.models import F
from pytest_django import Settings

from studio.models import Call, Job, Variant
from studio.pipeline.sweep import recover
from tests.backends.provider import Fault, Provider, Reply, picture
from tests.bench.harness import pairs, percentile
from tests.conftest import backend_settings, work
from tests.invariants import broken_promises
from tests.pictures import TEXT, png
from tests.studio.faults.scene import JOBS, MakeJob, scene, until_all_ended
from tests.workers import workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db]

DEADLINE_SECONDS = 3.0
ROUNDS = 5
A_ROUND = max(2, JOBS // ROUNDS // 2 * 2)


@pytest.mark.parametrize(
    ("status", "code", "ends", "charged"),
    [
        (429, "RateLimitExceeded.EndpointRPMExceeded", "again", 0),
        (500, "InternalServiceError", "again", 0),
        (503, "ServerOverloaded", "again", 0),
        (401, "AuthenticationError", Call.State.FAILED, 0),
        (403, "AccountOverdueError", Call.State.FAILED, 0),
        (400, "InputTextSensitiveContentDetected", Call.State.FAILED, 0),
        (400, "OutputImageSensitiveContentDetected", Call.State.FAILED, 0),
    ],
)
def test_a_status_is_taken_by_its_meaning(
    status: int, code: str, ends: str, charged: int, make_job: MakeJob, provider: Provider
) -> None:
    provider.script(Reply(status=status, error=(code, "These are the backend's own words."),
                          headers={"Retry-After": "7"}))  # fmt: skip
    job = make_job()
    work()
    first = job.calls.order_by("pk").first()
    assert first is not None
    assert first.state == Call.State.FAILED
    assert "These are the backend's own words." in first.error_message
    assert provider.charges == charged
    later = job.calls.filter(state=Call.State.WAITING).first()
    if ends == "again":
        assert later is not None
        assert first.ended_at is not None
        assert 6 <= (later.not_before - first.ended_at).total_seconds() <= 8
    else:
        assert later is None
        job.refresh_from_db()
        assert job.state == Job.State.FAILED


@pytest.mark.parametrize(
    "fault", ["silent", "trickle", "cut", "wrong_length", "chunked_garbage", "reset", "garbage"]
)
def test_a_wire_that_breaks_ends_in_time_and_in_doubt(
    fault: Fault, make_job: MakeJob, provider: Provider, settings: Settings
) -> None:
    settings.IMAGE_BACKENDS = {"paid": backend_settings(provider, deadline=DEADLINE_SECONDS)}
    provider.script(Reply(fault=fault))
    job = make_job()
    began = monotonic()
    work()
    assert monotonic() - began < DEADLINE_SECONDS * 1.05 + 1
    assert job.calls.get().state == Call.State.UNKNOWN
    assert not Call.objects.filter(state__in=Call.HELD).exists()
    assert len(provider.requests) == 1
    assert broken_promises(provider, accepted=1) == []


HUGE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00N \x00\x00N \x08\x02\x00\x00\x00" + b"\x00" * 400
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<!doctype html><h1>Bad gateway</h1>", id="a page"),
        pytest.param(b"", id="nothing"),
        pytest.param(png((64, 64))[:-30], id="a picture cut short"),
        pytest.param(HUGE, id="400 megapixels"),
        pytest.param(SVG, id="a drawing with a script"),
        pytest.param(TEXT, id="words"),
    ],
)
def test_bytes_that_are_no_picture_are_named_and_kept(
    content: bytes, make_job: MakeJob, provider: Provider, tmp_path: object
) -> None:
    provider.script(Reply(pictures=(content,)), Reply(pictures=(picture(seed=5),)))
    spoiled, good = make_job(text="one"), make_job(text="two")
    work()
    call = spoiled.calls.get()
    assert call.error_message or call.state == Call.State.UNKNOWN
    assert not spoiled.variants.exists()
    assert good.variants.count() == 1
    assert recover().total() == 0
    assert provider.charges == 2


def test_an_error_under_a_good_status_is_taken_for_what_it_says(
    make_job: MakeJob, provider: Provider
) -> None:
    body = json.dumps({"error": {"code": "InputTextSensitiveContentDetected", "message": "Not this."}})
    provider.script(Reply(body=body.encode()))
    job = make_job()
    work()
    call = job.calls.get()
    assert (call.state, call.error_message) == (Call.State.FAILED, "Not this.")
    assert not job.variants.exists()


def test_fewer_pictures_than_asked_for_and_the_same_one_twice_are_both_kept_as_they_are(
    make_job: MakeJob, provider: Provider
) -> None:
    same = picture(seed=3)
    provider.script(Reply(pictures=(same, same, picture(seed=4))))
    job = make_job(count=4, series=True)
    work()
    job.refresh_from_db()
    assert job.state == Job.State.DONE, "a set may bring fewer than were asked for"
    assert job.variants.count() == 3
    assert job.variants.values("image").distinct().count() == 2


@pytest.mark.django_db(transaction=True)
def test_pictures_that_no_decoder_gets_through_hold_up_no_other(
    make_job: MakeJob, settings: Settings
) -> None:
    """Every second answer is one of them; the others are stored nearly as soon as without."""
    poison = (png((2000, 2000))[:-30], HUGE, SVG)
    with (
        scene("fire_once", settings, seconds=0.1) as day,
        workers("worker", "image-worker", "relay", **day.env) as group,
    ):
        provider = day.provider
        assert isinstance(provider, Provider)

        def stored(spoil: bool) -> list[float]:
            """Seconds from each good picture's answer until it was there."""
            first = Call.objects.count()
            for number in range(A_ROUND):
                spoiled = (poison[number % len(poison)],) if spoil and number % 2 else None
                provider.script(Reply(delay=0.1, pictures=spoiled))
            day.submit(make_job, jobs=A_ROUND)
            until_all_ended(group)
            good = Variant.objects.filter(call__in=Call.objects.order_by("pk")[first:])
            took = good.annotate(took=F("ready_at") - F("call__answered_at")).values_list("took", flat=True)
            return [each.total_seconds() for each in took]

        stored(spoil=False)  # so that neither meets a cold start
        rounds = pairs(partial(stored, spoil=False), partial(stored, spoil=True), ROUNDS)
    alone, beside = (list(chain.from_iterable(each)) for each in rounds)
    assert (len(alone), len(beside)) == (ROUNDS * A_ROUND, ROUNDS * A_ROUND // 2)
    slower = percentile(beside, 95) / percentile(alone, 95)
    print(
        f"{ROUNDS} × {A_ROUND} jobs each: p95 {percentile(alone, 95):.3f} s alone, {slower:.2f} × that beside poison"
    )
    assert slower <= 2
