"""What is asked for becomes rows, whole or not at all."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from pytest_django import Settings

from studio.backends.errors import Unsupported
from studio.models import Call, Job, Prompt, Team
from studio.pipeline import sweep
from studio.pipeline.budget import OverBudget, TooMuchAtOnce, spent
from studio.pipeline.spool import NoRoom
from studio.pipeline.submit import Order, price, submit
from tests.backends.provider import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]

MakeOrder = Callable[..., Order]


def test_four_variants_are_four_calls_of_one_picture(order: MakeOrder) -> None:
    job = submit(order(count=4))
    assert [(call.slot, call.wanted, call.state) for call in job.calls.order_by("slot")] == [
        (slot, 1, Call.State.WAITING) for slot in range(4)
    ]


def test_a_set_is_one_call(order: MakeOrder) -> None:
    job = submit(order(count=4, series=True))
    assert [(call.wanted, call.estimate) for call in job.calls.all()] == [(4, Decimal("0.12"))]


def test_the_price_on_the_button_is_what_is_reserved(order: MakeOrder, team: Team) -> None:
    wanted = order(count=3)
    job = submit(wanted)
    assert price(wanted) == Decimal("0.09") == sum(call.estimate for call in job.calls.all())


def test_a_call_that_nobody_was_told_of_is_found_by_who_looks(order: MakeOrder) -> None:
    job = submit(order(count=2))  # the test's transaction never ends, so that nobody hears of it
    assert sweep.next_calls("paid") == [(call.pk, "paid") for call in job.calls.order_by("slot")]


def test_the_same_words_are_the_same_version(order: MakeOrder) -> None:
    first, second = submit(order()), submit(order())
    assert first.prompt == second.prompt


def test_other_words_are_a_version_after_their_parent(order: MakeOrder) -> None:
    first = submit(order())
    second = submit(order(text="a blue kite over dunes", parent=first.prompt))
    assert second.prompt.parent == first.prompt


def test_a_json_document_is_kept_as_it_was_written(order: MakeOrder) -> None:
    text = '{"z": 1.50, "a": {"b": [true, null]}}'
    job = submit(order(text=text))
    assert (job.prompt.kind, job.prompt.text) == (Prompt.Kind.STRUCTURED, text)
    assert job.sent_text == '{\n  "z": 1.50,\n  "a": {\n    "b": [\n      true,\n      null\n    ]\n  }\n}'


def test_a_size_outside_the_family_is_refused_before_anything_is_written(order: MakeOrder) -> None:
    with pytest.raises(Unsupported, match="800×800"):
        submit(order(width=800, height=800))
    assert not Job.objects.exists()


def test_an_order_beyond_the_budget_writes_nothing(order: MakeOrder, team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(monthly_budget=Decimal("0.10"))
    submit(order(count=3))
    with pytest.raises(OverBudget, match=r"up to \$0\.03, and \$0\.01 of the team's budget"):
        submit(order())
    team.refresh_from_db()
    assert spent(team) == Decimal("0.09")
    assert Job.objects.count() == 1


def test_nobody_may_have_too_much_on_its_way(order: MakeOrder, settings: Settings) -> None:
    settings.MAX_OPEN_CALLS_PER_PERSON = 3
    submit(order(count=3))
    with pytest.raises(TooMuchAtOnce, match="You have 3 pictures on their way; at most 3"):
        submit(order())


def test_a_full_disk_is_refused_before_any_call(
    order: MakeOrder, settings: Settings, provider: Provider
) -> None:
    settings.SPOOL_RESERVE_BYTES = 2**60
    with pytest.raises(NoRoom, match="nearly full"):
        submit(order())
    assert not Job.objects.exists()
    assert provider.requests == []
