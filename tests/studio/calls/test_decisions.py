"""What a person decides: ask again, let go, cancel."""

import pytest

from studio.backends.registry import backend
from studio.models import Call, Job, User
from studio.pipeline.cancel import cancel, let_go
from studio.pipeline.lease import WORKER
from studio.pipeline.retry import retry, retry_unknown
from studio.pipeline.run import Lost, run
from studio.pipeline.submit import Input
from tests.backends.provider import Provider, Reply
from tests.conftest import ask, limits, work
from tests.studio.calls.moves import MakeJob, states

pytestmark = pytest.mark.django_db(transaction=True)


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
    make_job: MakeJob, provider: Provider, sent_along: list[Input]
) -> None:
    job = make_job(inputs=sent_along)
    call = Call.objects.claim(job.calls.get().pk, limits(concurrency=1), worker=WORKER)
    assert call
    cancel(job)
    with pytest.raises(Lost):
        list(run(call, backend("paid")))
    assert provider.requests == []
