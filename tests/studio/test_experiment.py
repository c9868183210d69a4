"""One prompt with every combination of some values: whole or not at all, and a cell once more."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from studio.models import Experiment, Job, Team
from studio.pipeline.budget import OverBudget
from studio.pipeline.compose import document_of
from studio.pipeline.experiment import axes_of, experiment, run_again
from studio.pipeline.submit import Order
from studio.prompts.document import Number, find, to_text
from studio.prompts.vary import Axis, CannotVary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]

MakeOrder = Callable[..., Order]

TEXT = '{"who": "a potter", "light": "window", "lens": {"mm": 50, "f": 4.0}, "keep": {"face": "as it is"}}'
LIGHT = Axis(("light",), ("window", "one candle", "noon sun"))
LENS = Axis(("lens", "f"), (Number("4.0"), Number("1e1")))


def test_every_cell_is_a_job_with_its_own_version(order: MakeOrder) -> None:
    made = experiment(order(text=TEXT), [LIGHT, LENS])
    jobs = list(Job.objects.filter(experiment=made).order_by("cell"))
    assert [job.cell for job in jobs] == list(range(6))
    documents = [document_of(job.prompt.text) for job in jobs]
    assert [(find(one, ("light",)), str(find(one, ("lens", "f")))) for one in documents] == [
        (light, f) for light in LIGHT.values for f in ("4.0", "1e1")
    ]
    assert {to_text(find(one, ("lens", "mm"))) for one in documents} == {"50"}


def test_the_version_that_is_varied_is_the_parent_of_its_cells(order: MakeOrder) -> None:
    made = experiment(order(text=TEXT), [LIGHT])
    others = [job.prompt for job in Job.objects.filter(experiment=made) if job.prompt != made.prompt]
    assert {prompt.parent for prompt in others} == {made.prompt}
    assert len(others) == 2


def test_the_axes_come_back_as_they_were_given(order: MakeOrder) -> None:
    made = experiment(order(text=TEXT), [LIGHT, LENS], locked=[("keep", "face")])
    kept = Experiment.objects.get(pk=made.pk)
    assert axes_of(kept) == [LIGHT, LENS]
    assert kept.locked == ["keep.face"]


def test_a_variable_can_be_an_axis_and_the_others_keep_what_was_given(order: MakeOrder) -> None:
    wanted = order(text="a {{colour}} kite over {{place=dunes}}", variables={"place": "a lake"})
    experiment(wanted, [Axis("colour", ("red", "blue"))])
    sent = Job.objects.order_by("cell").values_list("sent_text", flat=True)
    assert list(sent) == ["a red kite over a lake", "a blue kite over a lake"]


def test_over_the_budget_nothing_is_asked_for(order: MakeOrder, team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(monthly_budget=Decimal("0.10"))
    with pytest.raises(OverBudget, match=r"up to \$0\.18"):
        experiment(order(text=TEXT), [LIGHT, LENS])
    assert not Job.objects.exists()
    assert not Experiment.objects.exists()


@pytest.mark.parametrize(
    ("axes", "count", "words"),
    [
        ([Axis(("light",), tuple(str(n) for n in range(65)))], 1, "65 pictures; at most 64"),
        ([LIGHT, Axis(("who",), tuple("abcdefg"))], 4, "21 combinations of 4 pictures each would be 84"),
        ([Axis(("keep", "face"), ("other",))], 1, "“keep.face” is locked"),
    ],
)
def test_what_cannot_be_varied_is_said_and_nothing_is_asked_for(
    order: MakeOrder, axes: list[Axis], count: int, words: str
) -> None:
    with pytest.raises(CannotVary, match=words):
        experiment(order(text=TEXT, count=count), axes, locked=[("keep",)])
    assert not Job.objects.exists()


def test_a_cell_can_be_asked_for_again_alone(order: MakeOrder) -> None:
    made = experiment(order(text=TEXT), [LIGHT])
    first = Job.objects.get(experiment=made, cell=1)
    again = run_again(first, first.created_by)  # type: ignore[arg-type]  # the fixture's person is there
    assert (again.experiment, again.cell, again.prompt) == (made, 1, first.prompt)
    assert (again.sent_text, again.width, again.parameters) == (
        first.sent_text,
        first.width,
        first.parameters,
    )
    assert Job.objects.filter(experiment=made).count() == 4
