"""Experiments: a labelled grid whose axes are fields of a prompt, and its cells once more."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from studio.access import experiment_for
from studio.backends.errors import Unsupported
from studio.live.stream import latest_id
from studio.models import Experiment, Job, Role
from studio.pipeline.experiment import axes_of, run_again
from studio.prompts.vary import Axis
from studio.views.answers import NOT_NOW, SignedInRequest, fragment, may_edit, signed_in, told
from studio.views.cards import JobCard, cards


@dataclass(frozen=True, slots=True)
class CellView:
    """A combination of values. `card` is its newest job; `before` are the earlier ones, newest first."""

    number: int
    labels: tuple[str, ...]
    card: JobCard | None
    before: list[JobCard]

    @property
    def price(self) -> Decimal:
        """What asking for it again should cost, at most."""
        if self.card is None:
            return Decimal(0)
        first = {call.slot: call.estimate for call in self.card.job.calls.all()}
        return sum(first.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    cells: list[CellView]


@dataclass(frozen=True, slots=True)
class Table:
    """One table per value of the first of three axes; else a single one without a caption."""

    caption: str
    lines: list[Line]


@require_safe
@signed_in
def experiment(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = experiment_for(request.user, pk)
    latest = latest_id(shown.project_id)
    context = _grid(shown) | {"latest": latest}
    template = "studio/_experiment.html" if request.htmx else "studio/experiment.html"
    return render(request, template, context)


@require_POST
@signed_in
def again(request: SignedInRequest, pk: int, cell: int) -> HttpResponse:
    """One cell once more; what it brought before stays."""
    shown = experiment_for(request.user, pk, Role.EDITOR)
    last = (
        Job.objects.filter(experiment=shown, cell=cell)
        .select_related("project__team", "prompt__parent", "experiment")
        .order_by("-pk")
        .first()
    )
    if last is None:
        raise Http404
    try:
        run_again(last, request.user)
    except (Unsupported, *NOT_NOW) as error:
        return told(request, shown.project, str(error), status=409 if request.htmx else 200)
    if not request.htmx:
        return redirect("experiment", shown.pk)
    return told(
        request,
        shown.project,
        "Asked for that cell again.",
        fragments=fragment(request, "#experiment", "studio/_experiment.html", _grid(shown)),
    )


def _grid(shown: Experiment) -> dict[str, object]:
    axes = axes_of(shown)
    found = cards(Job.objects.filter(experiment=shown).order_by("-pk"))
    of_cell: dict[int, list[JobCard]] = {}
    for each in found:
        of_cell.setdefault(each.job.cell or 0, []).append(each)
    views = []
    for number, at in enumerate(product(*(range(len(axis.values)) for axis in axes))):
        labels = tuple(axis.value_label(index) for axis, index in zip(axes, at, strict=True))
        jobs = of_cell.get(number, [])
        views.append(CellView(number, labels, jobs[0] if jobs else None, jobs[1:]))
    return {
        "project": shown.project,
        "experiment": shown,
        "axes": axes,
        "columns": [axes[-1].value_label(index) for index in range(len(axes[-1].values))],
        "tables": _tables(axes, views),
        "may_edit": may_edit(shown),
        "open": sum(1 for each in found if each.is_open),
        "got": sum(each.got for each in found),
        "asked": sum(each.job.count for each in found),
        "newest": found[0].job.pk if found else None,
        "cost": sum((each.cost for each in found), Decimal(0)),
    }


def _tables(axes: list[Axis], views: list[CellView]) -> list[Table]:
    """Columns are the last axis, rows the one before, tables the first of three."""
    width = len(axes[-1].values)
    lines = [
        Line(row[0].labels[-2] if len(axes) > 1 else "", row)
        for row in (views[start : start + width] for start in range(0, len(views), width))
    ]
    if len(axes) < 3:
        return [Table("", lines)]
    height = len(axes[-2].values)
    return [
        Table(block[0].cells[0].labels[0], block)
        for block in (lines[start : start + height] for start in range(0, len(lines), height))
    ]
