"""Who may still spend what, and that the same form is one job."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from studio.backends.errors import Misconfigured, Refused
from studio.models import BackendAccount, Call, Job, Membership, Outbox, Team, User, Variant
from studio.pipeline import settle
from studio.pipeline.budget import OverBudget, caps
from studio.pipeline.cancel import cancel
from studio.pipeline.lease import WORKER
from studio.pipeline.retry import retry
from studio.pipeline.submit import Order, submit
from tests.backends.provider import Provider, Reply
from tests.conftest import ask, limits, work
from tests.studio.calls.moves import Pollable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]

MakeJob = Callable[..., Job]
MakeOrder = Callable[..., Order]


@pytest.mark.parametrize(
    ("whose", "field", "name"),
    [
        (Team, "monthly_budget", "the team's budget for this month"),
        (Team, "daily_budget", "the team's budget for today"),
        (Membership, "monthly_budget", "your own budget for this month"),
        (Membership, "daily_budget", "your own budget for today"),
    ],
)
def test_a_refusal_names_the_budget_and_what_is_left_of_it(
    order: MakeOrder, whose: type[Team | Membership], field: str, name: str
) -> None:
    submit(order(count=3))
    whose.objects.update(**{field: Decimal("0.10")})
    with pytest.raises(OverBudget, match=rf"up to \$0\.06, and \$0\.01 of {name} is left"):
        submit(order(count=2))
    assert Job.objects.count() == 1


def test_what_others_spend_does_not_count_against_a_persons_own_budget(
    order: MakeOrder, team: Team, alice: User, bob: User
) -> None:
    team.memberships.update(monthly_budget=Decimal("0.05"))
    submit(order())
    assert [cap.left for cap in caps(team, bob)] == [Decimal("0.05")]
    assert [cap.left for cap in caps(team, alice)] == [Decimal("0.02")]


def test_yesterday_counts_for_the_month_and_not_for_the_day(
    order: MakeOrder, team: Team, alice: User
) -> None:
    submit(order())
    long_ago = Call.objects.get().created_at.replace(year=2020)
    Call.objects.update(created_at=long_ago)
    team.daily_budget = Decimal(1)
    assert [cap.spent for cap in caps(team, alice)] == [0]


def test_a_retry_is_spent_by_whoever_asks_for_it(
    make_job: MakeJob, provider: Provider, bob: User, alice: User
) -> None:
    provider.script(Reply(status=400, error=("InvalidParameter", "no")))
    job = make_job()
    work()
    [again] = retry(job, bob)
    assert (again.asked_by, job.calls.get(attempt=1).asked_by) == (bob, alice)


def test_asking_for_the_rest_of_a_set_reserves_the_rest_only(
    make_job: MakeJob, provider: Provider, alice: User
) -> None:
    provider.script(Reply(failing={1: ("x", "no"), 3: ("x", "no")}))
    job = make_job(count=4, series=True)
    work()
    [again] = retry(job, alice)
    assert (again.wanted, again.estimate) == (2, Decimal("0.06"))


def test_a_form_that_is_sent_twice_is_one_job(order: MakeOrder) -> None:
    first, second = submit(order(ticket="t1")), submit(order(ticket="t1"))
    assert first == second
    assert (Job.objects.count(), Call.objects.count()) == (1, 1)


def test_a_form_that_was_changed_in_between_asks_anew(order: MakeOrder, bob: User) -> None:
    submit(order(ticket="t1"))
    for changed in ({"text": "a blue kite"}, {"count": 2}, {"person": bob}, {"ticket": "t2"}, {"ticket": ""}):
        submit(order(**({"ticket": "t1"} | changed)))
    assert Job.objects.count() == 6


def test_a_repeated_form_is_answered_even_when_the_money_is_gone(order: MakeOrder, team: Team) -> None:
    first = submit(order(ticket="t1"))
    Team.objects.filter(pk=team.pk).update(monthly_budget=Decimal(0))
    assert submit(order(ticket="t1")) == first


def added(provider: Provider, **fields: object) -> BackendAccount:
    """The loopback provider as somebody added it in the browser."""
    options: dict[str, object] = {
        "base_url": provider.url,
        "model": "seedream-4-0-250828",
        "response_format": "b64_json",
    }
    made: dict[str, object] = {
        "alias": "added",
        "kind": "seedream",
        "label": "Loopback Seedream",
        "price": "0.03",
    }
    account = BackendAccount(**(made | {"options": options} | fields))
    account.set_key("test-key")
    account.save()
    return account


def test_an_added_backend_draws_in_the_workers_without_a_restart(
    make_job: MakeJob, provider: Provider, settings: Settings
) -> None:
    settings.IMAGE_BACKENDS = {}
    added(provider)
    job = make_job(backend="added")
    work()
    assert Variant.objects.filter(job=job).count() == 1
    assert provider.requests[0].headers["Authorization"] == "Bearer test-key"


def test_a_new_key_is_used_by_the_next_call(make_job: MakeJob, provider: Provider) -> None:
    account = added(provider)
    account.set_key("another-key")
    account.save()
    make_job(backend="added")
    work()
    assert provider.requests[0].headers["Authorization"] == "Bearer another-key"


def test_a_switched_off_backend_takes_no_order_and_its_waiting_calls_cost_nothing(
    make_job: MakeJob, provider: Provider
) -> None:
    account = added(provider)
    job = make_job(backend="added")
    account.enabled = False
    account.save()
    work()
    call = job.calls.get()
    assert (call.state, call.error_message) == (Call.State.FAILED, "The backend 'added' is switched off.")
    with pytest.raises(Misconfigured, match="switched off"):
        make_job(backend="added")
    assert provider.requests == []


def test_another_teams_backend_cannot_be_ordered_from(
    make_job: MakeJob, provider: Provider, charlie: User
) -> None:
    added(provider, team=charlie.teams.get())
    with pytest.raises(Misconfigured, match="No backend is called 'added'"):
        make_job(backend="added")


def test_a_teams_backend_cannot_reach_the_inside(make_job: MakeJob, provider: Provider, team: Team) -> None:
    """Whatever address its row came to hold: the connection is refused where it is made."""
    added(provider, team=team)
    make_job(backend="added")
    ask(Call.objects.get())
    assert (
        Call.objects.order_by("pk")[0].error_message
        == "Loopback Seedream cannot be reached: its name has no public address."
    )
    assert provider.requests == []


def test_a_removed_backend_leaves_a_call_that_was_under_way_unknown_and_not_free(
    make_job: MakeJob, provider: Provider
) -> None:
    account = added(provider)
    job = make_job(backend="added")
    Call.objects.update(ref="p1", sent_at=Now())
    account.remove()
    work()
    assert job.calls.get().state == Call.State.UNKNOWN
    account.refresh_from_db()
    assert (account.sealed_key, account.options) == ("", {})


def test_cancelling_asks_the_backend_to_stop_what_it_gave_an_id_for(make_job: MakeJob) -> None:
    job = make_job()
    call = Call.objects.claim(job.calls.get().pk, limits(concurrency=1), worker=WORKER)
    assert call
    Call.objects.move(call.pk, worker=WORKER, to=Call.State.SENT, sent_at=Now(), ref="p1")
    assert cancel(job) == 0
    settle.failed(call, Refused("it was interrupted there", code="interrupted"), Pollable())
    job.refresh_from_db()
    assert (job.state, job.calls.get().state) == (Job.State.CANCELLED, Call.State.CANCELLED)


def test_a_backend_that_stopped_without_saying_what_it_took_is_not_asked_again(make_job: MakeJob) -> None:
    job = make_job()
    call = Call.objects.claim(job.calls.get().pk, limits(concurrency=1), worker=WORKER)
    assert call
    Call.objects.move(call.pk, worker=WORKER, to=Call.State.SENT, sent_at=Now(), ref="p1")
    cancel(job)
    settle.failed(call, Refused("it canceled the call", charged="unknown", code="canceled"), Pollable())
    job.refresh_from_db()
    assert (job.state, job.calls.get().state) == (Job.State.UNKNOWN, Call.State.UNKNOWN)


def test_what_waits_to_be_asked_after_was_sent_and_cannot_be_taken_back(make_job: MakeJob) -> None:
    job = make_job()
    Call.objects.update(ref="p1", sent_at=Now())
    assert cancel(job) == 0
    assert job.calls.get().state == Call.State.WAITING
    assert Outbox.objects.get(task="studio.tasks.cancel_call").arguments == [job.calls.get().pk]
