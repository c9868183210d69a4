"""What was spent, as its owners and its people see it; and what may be."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from studio.models import Call, Job, Membership, Project, Team, User, Variant
from studio.pipeline.ledger import calls_of, ledger
from tests.backends.provider import Provider, Reply
from tests.conftest import work

pytestmark = pytest.mark.usefixtures("provider")

MakeJob = Callable[..., Job]


def test_the_ledger_adds_up_to_what_the_provider_charged(
    make_job: MakeJob, provider: Provider, team: Team, bob: User
) -> None:
    busy = Reply(status=429, error=("RequestBurstTooFast", "later"), headers={"Retry-After": "60"})
    provider.script(Reply(), busy, Reply())
    make_job(count=2)
    make_job(person=bob)
    work()
    make_job()
    Variant.objects.filter(pk=Variant.objects.earliest("pk").pk).update(trashed_at="2026-01-01T00:00Z")
    found = ledger(calls_of(team))
    assert provider.charges == 2
    assert (found.spent, found.reserved) == (Decimal("0.12"), Decimal("0.06"))
    assert (found.made, found.kept, found.each_kept) == (2, 1, Decimal("0.12"))
    assert sum(line.pictures for line in found.people) == 4, "what is tried again was asked for once"
    assert sum(line.spent for line in found.people) == found.spent
    assert [line.spent for line in found.days] == [line.spent for line in found.backends] == [found.spent]


def test_an_owner_sets_budgets_and_the_page_shows_them(as_alice: Client, team: Team, bob: User) -> None:
    url = reverse("team-money", args=[team.pk])
    his = team.memberships.get(user=bob)
    data = {"monthly-team": "25", "daily-team": "", f"daily-{his.pk}": "1.50"}
    assert as_alice.post(url, data).status_code == 302
    team.refresh_from_db()
    his.refresh_from_db()
    assert (team.monthly_budget, team.daily_budget) == (Decimal(25), None)
    assert (his.monthly_budget, his.daily_budget) == (None, Decimal("1.5"))
    page = as_alice.get(url).content.decode()
    assert 'value="25"' in page and 'value="1.5"' in page


@pytest.mark.parametrize("amount", ["-1", "lots", "1e400", "NaN", "9" * 40])
def test_an_amount_that_is_none_is_named_and_nothing_changes(
    as_alice: Client, team: Team, amount: str
) -> None:
    answer = as_alice.post(reverse("team-money", args=[team.pk]), {"monthly-team": amount})
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not Membership.objects.exclude(monthly_budget=None).exists()


@pytest.mark.parametrize("month", ["", "2026-13", "0001-01", "9999-12", "2024-02", "٢٠٢٤-٠٢", "<b>"])
def test_any_month_has_a_page(as_alice: Client, team: Team, make_job: MakeJob, month: str) -> None:
    make_job()
    url = reverse("team-money", args=[team.pk])
    assert as_alice.get(url, {"month": month, "before": "x"}).status_code == 200


def test_many_calls_come_page_by_page(as_alice: Client, team: Team, make_job: MakeJob) -> None:
    call = make_job().calls.get()
    Call.objects.bulk_create(
        Call(job=call.job, team=team, slot=slot, backend="paid", asked_by=call.asked_by)
        for slot in range(1, 61)
    )
    url = reverse("team-money", args=[team.pk])
    first = as_alice.get(url)
    assert (len(first.context["calls"]), bool(first.context["older"])) == (40, True)
    second = as_alice.get(url, {"before": first.context["older"]})
    assert (len(second.context["calls"]), second.context["older"]) == (21, None)


def test_a_viewer_sees_what_the_project_cost(
    vera: User, client: Client, project: Project, make_job: MakeJob
) -> None:
    make_job()
    work()
    client.force_login(vera)
    page = client.get(reverse("project-money", args=[project.pk])).content.decode()
    assert "$0.03" in page and "A kept picture" in page
