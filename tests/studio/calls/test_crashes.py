"""A worker dies, or the database: what becomes of the call follows from what is known, and nothing is paid twice."""

from decimal import Decimal

import httpx
import pytest
from django.conf import settings as django_settings
from django.db.models.functions import Now
from pytest_django import Settings

from studio.backends.errors import Unavailable
from studio.backends.registry import backend
from studio.models import Call, Job
from studio.pipeline import settle, spool, sweep
from studio.pipeline.lease import WORKER
from studio.pipeline.run import run
from studio.pipeline.submit import Input
from studio.tasks import store_call
from tests.backends.predictions import Predictions
from tests.backends.provider import Provider, picture
from tests.backends.wire import served
from tests.conftest import backend_settings, limits, work
from tests.studio.calls.moves import MakeJob, Pollable, die_while_drawing, expire_leases, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_that_died_before_sending_frees_its_call(
    make_job: MakeJob, provider: Provider, sent_along: list[Input]
) -> None:
    job = make_job(inputs=sent_along)
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


def test_what_the_version_before_kept_is_stored(make_job: MakeJob, provider: Provider) -> None:
    call = make_job().calls.get()
    die_while_drawing(call)
    kept = spool.keep(call.pk, 0, b"", media_type="image/jpeg", details={})
    kept.path.write_bytes(b'{"media_type": "image/jpeg", "details": {}}\n' + picture())
    assert sweep.recover() == {"stored again": 1}
    store_call(call.pk)
    assert (states(call.job), provider.requests) == (["stored"], [])
