"""One prompt with every combination of some values: an experiment, and a job for each of its cells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import cast

from django.db import transaction

from studio.models import Experiment, Job, Team, User
from studio.models.orders import prompt_version
from studio.pipeline.budget import reserve
from studio.pipeline.compose import document_of
from studio.pipeline.submit import Input, Order, estimate, submit, ticket_of
from studio.prompts.document import Path, Value, fingerprint, label, read_label, to_text
from studio.prompts.parse import Structured, parse
from studio.prompts.vary import MAX_CELLS, Axis, CannotVary, Grid, vary

MAX_PICTURES = MAX_CELLS


def experiment(order: Order, axes: Sequence[Axis], *, locked: Collection[Path] = ()) -> Experiment:
    """Every cell asked for as `order` says, `order.count` pictures each, or nothing at all.

    Raises CannotVary, PathError for a field that is not there, and what submit() raises.
    """
    grid = grid_of(order.text, axes, locked=locked, count=order.count)
    each, calls = estimate(order)
    with transaction.atomic():
        if before := _made_before(order, to_text(grid.cells[0].document)):
            return before
        calls *= len(grid.cells)
        reserve(order.project.team_id, order.person, calls=calls, price=each * calls)
        base = prompt_version(order.project, order.person, order.text, parent=order.parent)
        made = Experiment.objects.create(
            project=order.project,
            prompt=base,
            created_by=order.person,
            axes=[_kept(axis) for axis in axes],
            locked=[label(path) for path in locked],
        )
        for number, cell in enumerate(grid.cells):
            submit(replace(order, text=to_text(cell.document), parent=base, experiment=made, cell=number))
    return made


def _made_before(order: Order, text: str) -> Experiment | None:
    """What this very form made before, when it comes twice; the second waits for the first."""
    if not order.ticket:
        return None
    Team.objects.select_for_update().get(pk=order.project.team_id)
    first = Job.objects.filter(ticket=ticket_of(replace(order, text=text, cell=0))).first()
    return first.experiment if first else None


def grid_of(text: str, axes: Sequence[Axis], *, locked: Collection[Path] = (), count: int = 1) -> Grid:
    """The documents that would be asked for. Raises CannotVary, also past the cap on pictures."""
    cells = prod(len(axis.values) for axis in axes)
    if count > 1 and cells <= MAX_CELLS < cells * count:
        raise CannotVary(
            f"{cells} combinations of {count} pictures each would be {cells * count} pictures; "
            f"at most {MAX_PICTURES} can be asked for at once."
        )
    return vary(document_of(text), axes, locked=locked)


def axes_of(made: Experiment) -> list[Axis]:
    return [
        Axis(
            axis["variable"] if "variable" in axis else read_label(axis["field"]),
            tuple(value_of(text) for text in axis["values"]),
        )
        for axis in cast(Sequence[Mapping[str, str]], made.axes)
    ]


def cell_labels(made: Experiment, cell: int) -> tuple[str, ...]:
    """The values of one cell, an axis each."""
    labels = []
    for axis in reversed(axes_of(made)):
        cell, index = divmod(cell, len(axis.values))
        labels.append(axis.value_label(index))
    return tuple(reversed(labels))


def value_of(text: str) -> Value:
    """The value of one JSON text, such as `"amber"`, `4.0` or `{"source": "dusk"}`; ValueError for anything else."""
    parsed = parse(f"[{text}]")
    if (
        not isinstance(parsed, Structured)
        or len(parsed.document) != 1
        or not isinstance(parsed.document, list)
    ):
        raise ValueError(f"{text[:80]} is not one JSON value")
    return parsed.document[0]


def run_again(job: Job, person: User) -> Job:
    """The cell of this job once more, as it was asked for. Raises what submit() raises."""
    return submit(
        Order(
            project=job.project,
            person=person,
            text=job.prompt.text,
            backend=job.backend,
            width=job.width,
            height=job.height,
            count=job.count,
            series=job.series,
            inputs=[
                Input(each.image, role=each.role, reference=each.reference, variant=each.variant)
                for each in job.inputs.select_related("image", "reference", "variant")
            ],
            parent=job.prompt.parent,
            parameters=job.parameters,
            variables=job.parameters.get("variables", {}),
            experiment=job.experiment,
            cell=job.cell,
        )
    )


def _kept(axis: Axis) -> dict[str, object]:
    values = [fingerprint(value) for value in axis.values]
    if isinstance(axis.field, str):
        return {"variable": axis.field, "values": values}
    return {"field": axis.label, "values": values}
