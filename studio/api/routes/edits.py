"""Changing a picture: what may be asked of it, and asking. The edit page's own rules hold, and its sentences."""

import hashlib
from decimal import Decimal
from typing import Annotated, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import File, Form, Query, Router, Schema, UploadedFile
from ninja.responses import Status
from pydantic import Field

from studio.api import once
from studio.api.bearer import ERRORS, READS, SPENDING_ERRORS, SPENDS
from studio.api.caller import ApiRequest, Caller
from studio.api.problems import Problem, field_problem
from studio.api.routes.jobs import Key, read, spending
from studio.api.shapes import JobOut
from studio.api.validity import require_valid
from studio.forms.edit import EditForm
from studio.forms.edit_choices import MOST_COUNT, EditChoices
from studio.images.errors import ImageRefused
from studio.images.limits import MEGABYTE, RESULT
from studio.images.masks import MaskRefused
from studio.images.notes import MOST, MOST_CHARACTERS
from studio.models import Job, Role, Variant
from studio.pipeline.edit import edit
from studio.pipeline.store import StorageTrouble
from studio.pipeline.submit import MOST_FEATHER

NAMES = {"reference": "references"}

router = Router()


class SizeOut(Schema):
    name: str = Field(description="What `size` of an edit takes")
    width: int = Field(description="px")
    height: int = Field(description="px")


class OperationOut(Schema):
    name: str = Field(description="What `operation` of an edit takes")
    label: str = Field(description="What people read")
    words: str = Field(description="An instruction to begin with; what stands in ‹ › is yours to replace")
    wants: str = Field(description="mask, reference, or empty: what it is done better or only with")


class EditOfferOut(Schema):
    backend: str = Field(description="The alias that all of this is about")
    backends: list[str] = Field(description="Aliases that can change this picture")
    operations: list[OperationOut] = Field(description="Named edits, each an instruction to begin with")
    sizes: list[SizeOut] = Field(description="The first keeps the picture's own; a mask needs that one")
    mask: str = Field(
        description="native: the backend keeps to a mask itself; composed: what lies outside is laid back, pixel by "
        "pixel; none: it takes no mask"
    )
    max_references: int = Field(description="Beside the picture itself")
    max_count: int = Field(description="Pictures of one edit")
    price_per_picture: Decimal = Field(description="US$, at most")


class EditIn(Schema):
    """The fields of a multipart form."""

    prompt: str = Field("", description="What should change; not needed where `notes` say it")
    backend: str = Field("", max_length=40, description="An alias; empty for the one that drew the picture")
    operation: str = Field("", max_length=40, description="The named edit that the prompt began as, if any")
    size: str = Field("same", max_length=40, description="The name of one of the offered sizes")
    count: int = Field(1, ge=1, le=MOST_COUNT, description="How many pictures")
    references: list[int] = Field(
        [], max_length=16, description="In the order in which the prompt counts them; the picture is image 1"
    )
    feather: int | None = Field(
        None,
        ge=0,
        le=MOST_FEATHER,
        description="px over which the mask fades out; left out, it follows the size",
    )
    notes: str = Field(
        "",
        max_length=40_000,
        description=f"A JSON list of at most {MOST}: "
        '{"kind": "note" or "arrow", "at": [x, y], "to": [x, y], "text": "…"}, x and y in shares of width and height '
        f"from the top left, the text of at most {MOST_CHARACTERS} characters. They are drawn on a copy that is sent "
        "along",
    )


@router.get(
    "/variants/{int:pk}/edits",
    auth=READS,
    response={200: EditOfferOut, 409: SPENDING_ERRORS[409], **ERRORS},
    summary="What a picture's edit may be",
    description="For the backend that is named, or else the one that would be taken.",
)
def offered_edits(
    request: ApiRequest, pk: int, backend: Annotated[str, Query(max_length=40, description="An alias")] = ""
) -> EditOfferOut:
    shown = request.auth.variant(pk)
    offers = EditChoices(shown, {"backend": backend}, [])
    if not offers.backends:
        raise Problem(409, "No backend here can change a picture.")
    if backend and backend != offers.alias:
        raise field_problem("backend", "This backend cannot change a picture.")
    return EditOfferOut(
        backend=offers.alias,
        backends=list(offers.backends),
        operations=[
            OperationOut(name=each.name, label=each.label, words=each.words, wants=each.wants)
            for each in offers.operations
        ],
        sizes=[SizeOut(name=each.value, width=each.width, height=each.height) for each in offers.sizes],
        mask=offers.masks,
        max_references=offers.max_references,
        max_count=MOST_COUNT,
        price_per_picture=offers.price,
    )


@router.post(
    "/variants/{int:pk}/edits",
    auth=SPENDS,
    response={201: JobOut, 200: JobOut, **SPENDING_ERRORS},
    summary="Change a picture",
    description="201 with the new job, whose first input is the picture; 200 with the one that this Idempotency-Key "
    "made before. `mask` is a picture of the same size, white where it may change and black or transparent where it "
    f"must stay, of at most {RESULT.bytes // MEGABYTE} MB. Its end is told like any job's: by `wait`, events and "
    "webhooks.",
)
def make_edit(
    request: ApiRequest,
    response: HttpResponse,
    pk: int,
    asked: Annotated[EditIn, Form()],
    mask: Annotated[UploadedFile | None, File(description="White where the picture may change")] = None,
    key: Key = None,
) -> Status[JobOut]:
    caller = request.auth
    shown = caller.variant(pk, Role.EDITOR)
    _require_known(request)
    painted = _content(mask) if mask else None
    wanted = {"make": "edit", "variant": pk, **asked.dict(exclude_defaults=True)}
    if painted is not None:
        wanted["mask"] = hashlib.sha256(painted).hexdigest()
    job, replayed = once.once(
        caller, once.key_of(key), wanted, lambda: _submitted(caller, shown, asked, painted)
    )
    once.tell(response, replayed=replayed)
    return Status(200 if replayed else 201, read(job))


def _require_known(request: ApiRequest) -> None:
    """A form may bring anything, and ninja passes over what is not asked for. Raises Problem."""
    known = {*EditIn.model_fields, "mask"}
    for name in (*request.POST, *request.FILES):
        if name not in known:
            raise field_problem(name[:60], "An edit has no such field.")


def _submitted(caller: Caller, shown: Variant, asked: EditIn, painted: bytes | None) -> Job:
    """The job of what the edit page's form takes. Raises Problem."""
    if shown.trashed_at:
        raise Problem(409, "This picture lies in the trash. Put it back, then send again.")
    files = {} if painted is None else {"mask": SimpleUploadedFile("mask.png", painted)}
    form = EditForm(_form_data(asked), files, variant=shown)
    require_valid(form, NAMES)
    _require_offered(asked, form.choices)
    try:
        return spending(
            lambda: edit(
                shown,
                mask=painted,
                notes=form.cleaned_data["notes"],
                order=lambda kept, annotated: form.order(caller.user, mask=kept, annotated=annotated),
            )
        )
    except MaskRefused as refusal:
        raise field_problem("mask", str(refusal)) from refusal
    except ImageRefused as refusal:
        raise Problem(422, str(refusal)) from refusal
    except StorageTrouble as trouble:
        raise Problem(503, str(trouble), headers={"Retry-After": "60"}) from trouble


def _form_data(asked: EditIn) -> "MultiValueDict[str, Any]":
    """What the page would send."""
    told = asked.dict(exclude={"references"}, exclude_none=True)
    return MultiValueDict(
        {**{name: [value] for name, value in told.items()}, "reference": list(map(str, asked.references))}
    )


def _require_offered(asked: EditIn, offers: EditChoices) -> None:
    """The page falls back to what there is; a program is told. Raises Problem."""
    sizes, operations = ([each.value for each in offers.sizes], [each.name for each in offers.operations])
    for field, wish, known in (("size", asked.size, sizes), ("operation", asked.operation, operations)):
        if wish and wish not in known:
            there = ", ".join(known) or "none"
            raise field_problem(field, f"There is no {field} “{wish}” for this picture; there are: {there}.")


def _content(mask: UploadedFile) -> bytes:
    if (mask.size or 0) > RESULT.bytes:
        raise field_problem("mask", "This mask's file is too large.")
    return bytes(mask.read())
