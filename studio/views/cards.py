"""Jobs as the wall shows them: every picture that was asked for has its place, whatever became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from studio.models import Call, Job, JobInput, Variant
from studio.pipeline.experiment import cell_labels

State = Literal["picture", "waiting", "drawing", "failed", "unknown", "cancelled"]
Shape = Literal["tall", "square", "wide"]

AT_WORK: dict[str, State] = {
    Call.State.WAITING: "waiting",
    Call.State.CLAIMED: "waiting",
    Call.State.SENT: "drawing",
    Call.State.ANSWERED: "drawing",
    Call.State.FAILED: "failed",
    Call.State.UNKNOWN: "unknown",
    Call.State.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a job. `name` is its element's id, the same before and after the picture came."""

    name: str
    number: int
    state: State
    call: Call
    variant: Variant | None = None
    trouble: str = ""
    """What the attempt before said, while the next one waits."""


@dataclass(frozen=True, slots=True)
class JobCard:
    job: Job
    places: list[Place]
    inputs: list[JobInput]
    unknown: list[Call]
    got: int
    trashed: int
    cost: Decimal
    fell_short: str = ""
    """Why an answer brought fewer pictures than it was asked for; empty where nobody said."""
    away: datetime | None = None
    """Since when its backend cannot be had, where that is what it waits for."""
    only_found: bool = False
    """Pictures that a search does not match are left out."""

    @property
    def is_open(self) -> bool:
        return self.job.state == Job.State.OPEN

    @property
    def is_drawing(self) -> bool:
        return any(place.state == "drawing" for place in self.places)

    @property
    def is_stoppable(self) -> bool:
        """Something has not been sent yet, or can be stopped by the backend's own id of it."""
        return any(
            place.state == "waiting" or (place.state == "drawing" and place.call.ref) for place in self.places
        )

    @property
    def missing(self) -> int:
        """Pictures that can be asked for again: they did not come, and nobody waits for them any more."""
        awaited = sum(place.state in ("waiting", "drawing", "unknown") for place in self.places)
        return 0 if self.is_open else max(0, self.job.count - self.got - awaited)

    @property
    def again_costs(self) -> Decimal:
        """What asking for the missing ones may cost at most."""
        first = self.job.calls.all()[0]
        return self.missing * first.estimate / first.wanted

    @property
    def trouble(self) -> str:
        """Why an open job is not getting on, in the backend's words; empty when it is."""
        return next(
            (place.trouble for place in self.places if place.state == "waiting" and place.trouble), ""
        )

    @property
    def parent(self) -> JobInput | None:
        """The picture of ours that this came of: its source, or the first that it was shown."""
        ours = [each for each in self.inputs if each.variant_id and each.role != JobInput.Role.MASK]
        return next((each for each in ours if each.role == JobInput.Role.SOURCE), ours[0] if ours else None)

    @property
    def shape(self) -> Shape:
        return shape_of(self.job.width, self.job.height)

    @property
    def cell(self) -> str:
        """What was varied in it, where it belongs to a grid."""
        grid, number = self.job.experiment, self.job.cell
        return "" if grid is None or number is None else " × ".join(cell_labels(grid, number))


def shape_of(width: int, height: int) -> Shape:
    if width > height * 1.2:
        return "wide"
    return "tall" if height > width * 1.2 else "square"


def cards(jobs: QuerySet[Job], pictures: Q | None = None) -> list[JobCard]:
    """The cards of these jobs, in their order; four queries whatever their number, while nothing is away.

    With `pictures`, only the pictures that match it, and no place for those that have not come.
    """
    variants = Variant.objects.select_related("image").annotate(same=_alike()).order_by("pk")
    if pictures is not None:
        variants = variants.kept().filter(pictures)
    loaded = jobs.select_related("created_by", "experiment").prefetch_related(
        Prefetch("calls", Call.objects.order_by("slot", "attempt")),
        Prefetch("variants", variants),
        Prefetch("inputs", JobInput.objects.select_related("image", "reference")),
    )
    made = [card(job, only_found=pictures is not None) for job in loaded]
    since = {alias: Call.objects.away_since(alias) for alias in {c.job.backend for c in made if c.trouble}}
    return [replace(each, away=since.get(each.job.backend)) if each.trouble else each for each in made]


def card(job: Job, *, only_found: bool = False) -> JobCard:
    calls = list(job.calls.all())
    variants = list(job.variants.all())
    slot_of = {call.pk: call.slot for call in calls}
    places = [
        place
        for slot, attempts in _by_slot(calls)
        for place in _places(job, attempts, [v for v in variants if slot_of[v.call_id] == slot])
    ]
    if only_found:
        places = [place for place in places if place.variant]
    counted = [call for call in calls if call.state not in Call.FREE]
    short = [call for call in _latest(calls) if call.state == Call.State.STORED]
    return JobCard(
        job=job,
        places=places,
        inputs=list(job.inputs.all()),
        unknown=[call for call in _latest(calls) if call.state == Call.State.UNKNOWN and not only_found],
        got=len(variants),
        only_found=only_found,
        trashed=sum(1 for variant in variants if variant.trashed_at),
        fell_short=next((c.error_message for c in short if c.error_message), ""),
        cost=sum((c.estimate if c.amount is None else c.amount for c in counted), Decimal(0)),
    )


def _alike() -> Coalesce:
    """How many kept pictures look like this one, itself among them; 0 for one that is alone."""
    same = Variant.objects.kept().filter(looks_like=OuterRef("looks_like")).order_by()
    return Coalesce(Subquery(same.values("looks_like").annotate(n=Count("pk")).values("n")), 0)


def place_of(variant: Variant) -> Place:
    """The place of one variant, from its job's own rows."""
    whole = cards(Job.objects.filter(pk=variant.job_id))[0]
    return next(place for place in whole.places if place.variant and place.variant.pk == variant.pk)


def _places(job: Job, attempts: list[Call], variants: list[Variant]) -> Iterator[Place]:
    latest = attempts[-1]
    trouble = attempts[-2].error_message if len(attempts) > 1 else ""
    first = latest.slot
    index = 0
    for index, variant in enumerate(variants, start=1):
        if variant.trashed_at is None:
            name = f"place-{job.pk}-{first}-{index}"
            yield Place(name, first + index, "picture", latest, variant)
    state = AT_WORK.get(latest.state)
    asked = job.count if job.series else 1
    for missing in range(index + 1, asked + 1):
        if state:
            yield Place(f"place-{job.pk}-{first}-{missing}", first + missing, state, latest, trouble=trouble)


def _by_slot(calls: Iterable[Call]) -> Iterator[tuple[int, list[Call]]]:
    slots: dict[int, list[Call]] = {}
    for call in calls:
        slots.setdefault(call.slot, []).append(call)
    yield from slots.items()


def _latest(calls: Iterable[Call]) -> list[Call]:
    return [attempts[-1] for _, attempts in _by_slot(calls)]
