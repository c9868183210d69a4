"""The way of a call: claimed, sent, answered, stored; and every way in which it may end otherwise."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.functions import Now
from pytest_django import Settings

from studio.backends.base import Backend, Capabilities, Event, ImageRequest, SizeRules
from studio.backends.errors import Unavailable
from studio.backends.registry import backend
from studio.images.keys import image_key
from studio.models import Call, Job, User, Variant
from studio.pipeline import settle, spool, sweep
from studio.pipeline.cancel import cancel, let_go
from studio.pipeline.lease import WORKER
from studio.pipeline.retry import retry, retry_unknown
from studio.pipeline.run import Lost, run
from studio.pipeline.store import write_once
from studio.tasks import run_call, store_call
from tests import pictures
from tests.backends.predictions import Predictions
from tests.backends.provider import Asked, Provider, Reply, picture
from tests.backends.wire import served
from tests.conftest import ask, backend_settings, limits, work

pytestmark = pytest.mark.django_db(transaction=True)

MakeJob = Callable[..., Job]


def states(job: Job) -> list[str]:
    return list(job.calls.order_by("slot", "attempt").values_list("state", flat=True))


def expire_leases() -> None:
    Call.objects.update(lease_until=Now() - timedelta(seconds=1))


def die_while_drawing(call: Call) -> None:
    """What a kill -9 leaves behind after the request went out."""
    assert Call.objects.claim(call.pk, limits(concurrency=99), worker="gone")
    assert Call.objects.move(call.pk, worker="gone", to=Call.State.SENT, sent_at=Now())
    expire_leases()


def test_a_call_brings_its_picture(make_job: MakeJob, provider: Provider) -> None:
    job = make_job(count=2)
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (Job.State.DONE, ["stored", "stored"])
    assert {variant.image.format for variant in job.variants.all()} == {"JPEG"}
    assert provider.charges == 2
    assert sum(call.amount or 0 for call in job.calls.all()) == Decimal("0.06")


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


def test_the_person_may_ask_again_for_an_unknown_call_or_let_it_go(
    make_job: MakeJob, provider: Provider, alice: User
) -> None:
    provider.always(Reply(fault="reset"))
    asked, dropped = make_job(), make_job(text="another")
    work()
    provider.always(Reply())
    assert retry_unknown(asked.calls.get(), alice)
    assert let_go(dropped.calls.get())
    work()
    asked.refresh_from_db()
    dropped.refresh_from_db()
    assert (asked.state, states(asked)) == (Job.State.DONE, ["let_go", "stored"])
    assert (dropped.state, states(dropped)) == (Job.State.CANCELLED, ["let_go"])


def test_a_worker_that_died_before_sending_frees_its_call(make_job: MakeJob, provider: Provider) -> None:
    job = make_job()
    assert Call.objects.claim(job.calls.get().pk, limits(concurrency=1), worker="gone")
    expire_leases()
    assert sweep.recover() == {"freed": 1}
    work()
    assert (states(job), provider.charges) == (["stored"], 1)


def test_a_worker_that_died_while_drawing_leaves_an_unknown_call(
    make_job: MakeJob, provider: Provider
) -> None:
    job = make_job()
    die_while_drawing(job.calls.get())
    assert sweep.recover() == {"unknown": 1}
    work()
    assert (states(job), provider.requests) == (["unknown"], [])


class Pollable(Backend):
    """Gives every call an id, by which it can be asked for again."""

    name, label, family, crash = "pollable", "Pollable", "any", "pollable"
    capabilities = Capabilities(
        operations=frozenset({"generate"}), sizes=SizeRules({}, 1, 10**8), price_per_picture=Decimal("0.03")
    )

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        raise NotImplementedError


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(("ref", "state"), [("p1", Call.State.WAITING), ("", Call.State.UNKNOWN)])
def test_a_lost_answer_is_asked_after_where_the_backend_gave_an_id(
    make_job: MakeJob, ref: str, state: Call.State
) -> None:
    call = Call.objects.claim(make_job().calls.get().pk, limits(concurrency=1), worker=WORKER)
    assert call
    Call.objects.move(call.pk, worker=WORKER, to=Call.State.SENT, sent_at=Now(), ref=ref)
    settle.failed(call, Unavailable("cut off", charged="unknown"), Pollable())
    call.refresh_from_db()
    assert (call.state, call.ref) == (state, ref)


def test_an_id_that_the_database_never_heard_of_is_found_on_the_disk(
    make_job: MakeJob, settings: Settings
) -> None:
    """The database died, or the worker, between the backend's answer and the commit."""
    predictions = Predictions(seconds=0)
    with served(predictions) as origin:
        options = {"base_url": f"{origin}/v1", "api_key": "test-key", "price": Decimal("0.03")}
        settings.IMAGE_BACKENDS = {
            "paid": {"BACKEND": "studio.backends.replicate.Replicate", "OPTIONS": options}
        }
        job = make_job(width=2048, height=2048)
        call = job.calls.get()
        begun = httpx.post(
            f"{origin}/v1/models/bytedance/seedream-4/predictions", json={"input": {"prompt": "a kite"}}
        )
        spool.keep_ref(call.pk, begun.json()["id"])
        die_while_drawing(call)
        assert sweep.recover() == {"asked again": 1}
        work()
    assert states(job) == ["stored"]
    assert predictions.charges == 1
    assert spool.ref_of(call.pk) == ""


def test_half_an_id_is_none() -> None:
    spool.keep_ref(4711, "p1")
    path = django_settings.SPOOL / "4711" / "ref"
    path.write_bytes(path.read_bytes()[:-1])
    assert spool.ref_of(4711) == ""
    spool.forget_ref(4711)
    assert not path.parent.exists()


def test_where_nothing_costs_a_crash_while_drawing_is_simply_repeated(
    make_job: MakeJob, provider: Provider, settings: Settings
) -> None:
    settings.IMAGE_BACKENDS = {"paid": backend_settings(provider, price=Decimal(0))}
    job = make_job()
    die_while_drawing(job.calls.get())
    assert sweep.recover() == {"asked again": 1}
    work()
    assert states(job) == ["stored"]


def test_a_worker_that_died_after_the_answer_never_asks_again(make_job: MakeJob, provider: Provider) -> None:
    job = make_job()
    call = job.calls.get()
    claimed = Call.objects.claim(call.pk, limits(concurrency=1), worker=WORKER)
    assert claimed
    assert [kept.index for kept in run(claimed, backend("paid"))] == [0]
    expire_leases()
    assert sweep.recover() == {"stored again": 1}
    store_call(call.pk)
    job.refresh_from_db()
    assert (job.state, provider.charges, len(provider.requests)) == (Job.State.DONE, 1, 1)
    assert list(spool.kept(call.pk)) == []


def test_a_worker_that_died_between_keeping_an_answer_and_saying_so_never_asks_again(
    make_job: MakeJob, provider: Provider
) -> None:
    job = make_job()
    call = job.calls.get()
    die_while_drawing(call)
    spool.keep(call.pk, 0, picture(), media_type="image/jpeg", details={})
    assert sweep.recover() == {"stored again": 1}
    store_call(call.pk)
    job.refresh_from_db()
    assert (job.state, job.variants.count(), provider.requests) == (Job.State.DONE, 1, [])
    assert job.calls.get().amount == Decimal("0.03")


def test_a_set_of_which_only_a_part_was_kept_stays_in_doubt(make_job: MakeJob, provider: Provider) -> None:
    job = make_job(count=2, series=True)
    die_while_drawing(job.calls.get())
    spool.keep(job.calls.get().pk, 0, picture(), media_type="image/jpeg", details={})
    assert sweep.recover() == {"unknown": 1}
    assert provider.requests == []


def test_a_set_that_breaks_off_after_its_last_picture_is_whole(make_job: MakeJob, provider: Provider) -> None:
    provider.script(Reply(drop_completed=True))
    job = make_job(count=2, series=True)
    work()
    job.refresh_from_db()
    assert (job.state, states(job), job.variants.count()) == (Job.State.DONE, ["stored"], 2)


def test_what_the_version_before_kept_is_stored(make_job: MakeJob, provider: Provider) -> None:
    call = make_job().calls.get()
    die_while_drawing(call)
    kept = spool.keep(call.pk, 0, b"", media_type="image/jpeg", details={})
    kept.path.write_bytes(b'{"media_type": "image/jpeg", "details": {}}\n' + picture())
    assert sweep.recover() == {"stored again": 1}
    store_call(call.pk)
    assert (states(call.job), provider.requests) == (["stored"], [])


def test_an_answer_that_is_no_picture_is_named_and_its_bytes_stay(
    make_job: MakeJob, provider: Provider
) -> None:
    broken = b"\xff\xd8\xff\xe0 broken"
    provider.script(Reply(pictures=(broken,)))
    job = make_job()
    work()
    call = job.calls.get()
    job.refresh_from_db()
    assert not default_storage.exists(as_it_came(job, broken))
    assert (job.state, call.error_kind) == (Job.State.FAILED, "BadAnswer")
    assert "could not be read as a picture" in call.error_message
    assert call.amount == Decimal("0.03")


def test_an_answer_that_tells_a_place_is_stored_without_and_leaves_nothing_else(
    make_job: MakeJob, provider: Provider
) -> None:
    named = pictures.jpeg(exif=pictures.exif(gps=True))
    provider.script(Reply(pictures=(named,)))
    job = make_job()
    work()
    stored = job.variants.get().image
    assert default_storage.exists(stored.key)
    assert not default_storage.exists(as_it_came(job, named))


def as_it_came(job: Job, jpeg: bytes) -> str:
    """The key under which exactly these bytes would lie in the storage."""
    digest = hashlib.sha256(jpeg).hexdigest()
    return image_key(job.project.team_id, digest, "jpg", secret=django_settings.SECRET_KEY)


def test_a_set_that_came_in_part_keeps_what_came_and_asks_only_for_the_rest(
    make_job: MakeJob, provider: Provider, alice: User
) -> None:
    provider.script(Reply(failing={1: ("OutputImageSensitiveContentDetected", "no"), 3: ("x", "no")}))
    job = make_job(count=4, series=True)
    work()
    assert job.variants.count() == 2
    assert [call.wanted for call in retry(job, alice)] == [2]
    work()
    job.refresh_from_db()
    assert (job.state, job.variants.count()) == (Job.State.DONE, 4)


def test_a_failed_job_is_retried_only_where_pictures_are_missing(
    make_job: MakeJob, provider: Provider, alice: User
) -> None:
    provider.script(Reply(status=400, error=("InvalidParameter", "no")))
    job = make_job(count=3)
    work()
    job.refresh_from_db()
    assert job.state == Job.State.PARTIAL
    assert len(retry(job, alice)) == 1
    work()
    job.refresh_from_db()
    assert (job.state, job.variants.count()) == (Job.State.DONE, 3)
    assert retry(job, alice) == []


def test_cancelling_takes_back_what_was_not_sent(make_job: MakeJob, provider: Provider) -> None:
    job = make_job(count=3)
    ask(job.calls.order_by("slot")[0])
    assert cancel(job) == 2
    work()
    job.refresh_from_db()
    assert (job.state, states(job)) == (Job.State.PARTIAL, ["stored", "cancelled", "cancelled"])
    assert provider.charges == 1


def test_a_call_that_was_cancelled_after_its_claim_is_never_sent(
    make_job: MakeJob, provider: Provider
) -> None:
    job = make_job()
    call = Call.objects.claim(job.calls.get().pk, limits(concurrency=1), worker=WORKER)
    assert call
    cancel(job)
    with pytest.raises(Lost):
        list(run(call, backend("paid")))
    assert provider.requests == []


def test_half_a_file_under_a_pictures_name_is_written_anew() -> None:
    """As a power cut leaves it between the name and the bytes."""
    key = default_storage.save("images/cut", ContentFile(b"half"))
    write_once(key, b"half and half")
    with default_storage.open(key) as file:
        assert file.read() == b"half and half"


def test_the_same_picture_twice_is_stored_once(make_job: MakeJob, provider: Provider) -> None:
    provider.always(Reply(pictures=(picture(1280, 720, 5),)))
    job = make_job(count=2)
    work()
    images = set(Variant.objects.filter(job=job).values_list("image", flat=True))
    assert (job.variants.count(), len(images)) == (2, 1)


@pytest.mark.usefixtures("provider")
def test_a_call_of_a_backend_that_is_gone_fails_with_words(make_job: MakeJob, settings: Settings) -> None:
    job = make_job()
    settings.IMAGE_BACKENDS = {}
    work()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "paid" in job.calls.get().error_message
