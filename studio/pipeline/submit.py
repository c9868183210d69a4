"""What a person asks for becomes rows: prompt, job, inputs, calls and their reservation, in one transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from studio.backends.base import Backend, ImageRequest, InputImage
from studio.backends.errors import Unsupported
from studio.backends.registry import backend
from studio.images import composed, notes
from studio.images.notes import Note
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import (
    Experiment,
    Image,
    Job,
    JobInput,
    Project,
    Prompt,
    Reference,
    User,
    Variant,
)
from studio.models.orders import Calls, write
from studio.models.turns import Ready
from studio.pipeline import budget
from studio.pipeline.compose import compose
from studio.pipeline.due import wake_when_written
from studio.pipeline.limits import capped_as
from studio.pipeline.spool import require_room
from studio.prompts.mentions import resolved
from studio.prompts.searching import searchable

TICKETS = UUID("5eedbed0-0000-4000-8000-000000000000")

MOST_FEATHER = 256  # px


@dataclass(frozen=True, slots=True)
class Input:
    """One picture to send along, in the order in which the prompt may speak of it."""

    image: Image
    role: str = JobInput.Role.REFERENCE
    reference: Reference | None = None
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants. `series` asks for one coherent set instead of `count` independent pictures.
    `ticket` names the form that it came with: the same form with the same wishes is one job."""

    project: Project
    person: User
    text: str
    backend: str
    width: int
    height: int
    count: int = 1
    series: bool = False
    inputs: Sequence[Input] = ()
    feather: int | None = None
    """px over which a mask among the inputs fades out; None leaves it to us."""
    notes: Sequence[Note] = ()
    """What was drawn on the source; the picture of it is among the inputs, as NOTES."""
    parent: Prompt | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    ticket: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What was given for the variables of the text; the text itself is kept as a template."""
    experiment: Experiment | None = None
    cell: int | None = None


def submit(order: Order) -> Job:
    """The job, open, its calls promised to the workers; or the one that this very form made before.

    Raises Unsupported (the backend cannot be told this), OverBudget, TooMuchAtOnce or NoRoom; then nothing
    was written and nothing asked for.
    """
    chosen = backend(order.backend, team=order.project.team_id)
    request = _shape(order, chosen)
    chosen.check(request)
    require_room()
    ticket = ticket_of(order)
    with transaction.atomic():
        most, number = chosen.estimate(request), len(_slots(order))
        standing = budget.standing(order.project.team_id, order.person, ticket=ticket)
        if standing.job:
            return Job.objects.get(pk=standing.job)
        standing.reserve(calls=number, price=most * number)
        job = Job(
            project=order.project,
            created_by=order.person,
            backend=order.backend,
            model=chosen.label,
            sent_text=request.prompt,
            searched=searchable(order.text),
            width=order.width,
            height=order.height,
            count=order.count,
            series=order.series,
            parameters=_parameters(order, request) | _masking(order, chosen),
            ticket=ticket,
            experiment=order.experiment,
            cell=order.cell,
        )
        inputs = [
            JobInput(
                position=position,
                role=each.role,
                image=each.image,
                reference=each.reference,
                variant=each.variant,
            )
            for position, each in enumerate(order.inputs, start=1)
        ]
        calls = Calls(standing.team, number, request.count, capped_as(order.backend, chosen), most)
        written = write(job, order.text, calls, parent=order.parent, inputs=inputs)
        wake_when_written(Ready(pk, order.backend) for pk in written)
        publish(Event(order.project.pk, "job.submitted", job=job.pk))
    return job


def ticket_of(order: Order) -> UUID | None:
    """The same for the same person, form and wishes: a form that was changed and sent again asks anew."""
    if not order.ticket:
        return None
    wishes = [
        [order.ticket, order.project.pk, order.person.pk, order.backend, order.text],
        [order.width, order.height, order.count, order.series, order.feather, dict(order.parameters)],
        [dict(order.variables), order.cell],
        [[each.image.pk, str(each.role)] for each in order.inputs],
    ]
    return uuid5(TICKETS, json.dumps(wishes, sort_keys=True, cls=DjangoJSONEncoder))


def price(order: Order) -> Decimal:
    """What the order should cost at most, in US$: the figure on the button."""
    each, calls = estimate(order)
    return each * calls


def estimate(order: Order) -> tuple[Decimal, int]:
    """What one call of it should cost at most, in US$, and how many there are."""
    chosen = backend(order.backend, team=order.project.team_id)
    return chosen.estimate(_shape(order, chosen)), len(_slots(order))


def _slots(order: Order) -> range:
    return range(1) if order.series else range(order.count)


def _parameters(order: Order, request: ImageRequest) -> dict[str, object]:
    kept = dict(order.parameters)
    if order.variables:
        kept["variables"] = dict(order.variables)
    if request.options:
        kept["options"] = dict(request.options)
    return kept


def _shape(order: Order, chosen: Backend) -> ImageRequest:
    """The request as far as it can be checked without reading a byte: the inputs are fitted when sent."""
    masks, shown = _parted(order)
    inputs = [
        InputImage(b"", "image/jpeg", each.image.width, each.image.height, str(each.role)) for each in shown
    ]
    mask = None
    sent = compose(order.text, chosen, order.variables)
    text = _words(order, sent.prompt, shown)
    if masks:
        _check_mask(masks, shown, chosen)
        if chosen.capabilities.mask == "native":
            mask = InputImage(b"", "image/png", masks[0].image.width, masks[0].image.height, "mask")
        else:
            inputs.append(replace(inputs[0], role="marked"))
            text = composed.words_for(text, len(inputs))
    return ImageRequest(
        key="",
        prompt=text,
        width=order.width,
        height=order.height,
        count=order.count if order.series else 1,
        inputs=tuple(inputs),
        mask=mask,
        options=_options(order, chosen, sent.negative),
    )


def _options(order: Order, chosen: Backend, negative: str) -> dict[str, object]:
    """The backend's own extras, among them what should not be in the picture where it has a field for that."""
    asked = order.parameters.get("options")
    options = dict(asked) if isinstance(asked, Mapping) else {}
    return options | {chosen.capabilities.negative_option: negative} if negative else options


def _words(order: Order, text: str, shown: Sequence[Input]) -> str:
    """The composed words with every @name as the number of its picture, and what the notes say."""
    numbers = {each.reference.name: place for place, each in enumerate(shown, start=1) if each.reference}
    text = resolved(text, numbers)
    drawn = next((n for n, each in enumerate(shown, start=1) if each.role == JobInput.Role.NOTES), None)
    return notes.words_for(text, order.notes, drawn) if drawn and order.notes else text


def _masking(order: Order, chosen: Backend) -> dict[str, object]:
    """How a mask is applied, frozen with the job: what a backend can do may be another thing tomorrow."""
    masks, _ = _parted(order)
    if not masks:
        return {}
    feather = order.feather
    if feather is None:
        feather = round(max(masks[0].image.width, masks[0].image.height) / 128)
    return {"mask": chosen.capabilities.mask, "feather": min(max(feather, 0), MOST_FEATHER)}


def _parted(order: Order) -> tuple[list[Input], list[Input]]:
    """The masks, and what the prompt can count: not the picture that is drawn anew, which is only remembered."""
    unsent = (
        {JobInput.Role.MASK, JobInput.Role.SOURCE} if order.parameters.get("anew") else {JobInput.Role.MASK}
    )
    masks = [each for each in order.inputs if each.role == JobInput.Role.MASK]
    return masks, [each for each in order.inputs if each.role not in unsent]


def _check_mask(masks: Sequence[Input], shown: Sequence[Input], chosen: Backend) -> None:
    if chosen.capabilities.mask == "none":
        raise Unsupported(f"{chosen.label}: it cannot keep to a marked region.")
    if len(masks) > 1:
        raise Unsupported("One mask can be sent with a picture, not several.")
    if not shown or shown[0].role != JobInput.Role.SOURCE:
        raise Unsupported("A mask needs the picture that it belongs to, as the first one.")
    mask, source = masks[0].image, shown[0].image
    if (mask.width, mask.height) != (source.width, source.height):
        raise Unsupported(
            f"The mask is {mask.width} × {mask.height} pixels, the picture {source.width} × {source.height}:"
            " they must agree."
        )
