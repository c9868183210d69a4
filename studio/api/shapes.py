"""What the API says about rows, in words for who has never seen the studio. Money is US$ as a decimal in a string; sizes are px; times are ISO 8601."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, cast

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from studio.models import Call, Image, Job, JobInput, Project, Prompt, Reference, Token, Variant
from studio.serve import ORIGINAL

RoleName = Literal["owner", "editor", "viewer"]
PromptKind = Literal["plain", "structured"]
JobState = Literal["open", "done", "partial", "failed", "cancelled", "unknown"]
CallState = Literal[
    "waiting", "claimed", "sent", "answered", "stored", "failed", "unknown", "cancelled", "let_go"
]


class TeamOut(Schema):
    id: int
    name: str


class ProjectOut(Schema):
    id: int
    name: str
    team: TeamOut
    role: RoleName | None = Field(description="Yours in its team")
    created_at: datetime
    active_at: datetime = Field(description="When something was last asked for in it")


class ImageOut(Schema):
    id: int
    width: int = Field(description="px")
    height: int = Field(description="px")
    media_type: str
    size_bytes: int
    thumbhash: str = Field(
        description="A blurred likeness of 20 to 30 bytes, as base64 (evanw.github.io/thumbhash)"
    )
    address: str = Field(
        description="Path of its bytes, for this same token; w320, w640, w1280 or w2048 in place of `original` is WebP of that width"
    )


class PromptOut(Schema):
    id: int
    project: int
    parent: int | None = Field(description="The version that it was written from")
    kind: PromptKind = Field(description="plain: words; structured: a JSON document")
    text: str = Field(description="To the letter as it was written; a version never changes")
    created_at: datetime


class ReferenceOut(Schema):
    id: int
    project: int
    name: str = Field(description="Written as @name in a prompt")
    version: int = Field(description="From 1; jobs keep the one that they were asked with")
    role: str = Field(description="What it is for, such as subject, product, style or pose")
    image: ImageOut
    variant: int | None = Field(description="The variant that it was made from")
    created_at: datetime


class VariantOut(Schema):
    id: int
    project: int
    job: int = Field(description="The job that asked for it")
    call: int
    index: int = Field(description="Its place in its call's answer, from 0")
    image: ImageOut
    details: dict[str, Any] = Field(description="What the backend told beside the picture, such as its plan")
    created_at: datetime
    trashed_at: datetime | None = Field(description="Since when it lies in the trash")


class TroubleOut(Schema):
    kind: str = Field(
        description="Unavailable: try later; Refused: not this wish; Unsupported: cannot be told this; BadAnswer: unreadable; "
        "Exhausted: quota, key or model, the owner has to act; Abandoned: we were interrupted"
    )
    code: str = Field(description="The backend's own, where it gave one")
    message: str = Field(description="In the backend's own words where it had any")


class CallOut(Schema):
    id: int
    slot: int = Field(description="Which of the job's requests, from 0")
    attempt: int = Field(description="From 1; a retry is a new call in the same slot")
    backend: str = Field(description="Its alias")
    state: CallState = Field(
        description="waiting, claimed (about to be sent), sent, answered (kept, being stored), stored; failed and "
        "cancelled cost nothing; unknown may have been charged and is yours to retry or let go; let_go"
    )
    wanted: int = Field(description="Pictures that it asks for")
    estimate: Decimal = Field(description="US$ that it costs at most")
    amount: Decimal | None = Field(description="US$ that it cost; null as long as nobody knows")
    trouble: TroubleOut | None = Field(description="Why it failed, or what was wrong with its answer")
    created_at: datetime
    sent_at: datetime | None = Field(description="When it left for the backend")
    ended_at: datetime | None = Field(description="When it was stored, failed or was given up")


class InputOut(Schema):
    position: int = Field(description="From 1; what the prompt counts by, masks aside")
    role: str = Field(description="source (the picture to change), reference, mask or notes")
    image: int
    reference: int | None = Field(description="The reference that it is, in that version")
    variant: int | None = Field(
        description="The picture that it is or was taken from: a parent of the job's pictures"
    )


class JobOut(Schema):
    id: int
    project: int
    prompt: int = Field(description="The version of the prompt that it was asked with")
    text: str = Field(description="The prompt as it was sent")
    state: JobState = Field(
        description="open until every call has ended; then done, partial (some came), failed (none did, nothing was "
        "charged), cancelled, or unknown (a call may have been charged: decide about it)"
    )
    backend: str = Field(description="Its alias")
    model: str = Field(description="The backend's name at the time")
    width: int = Field(description="px that were asked for")
    height: int = Field(description="px that were asked for")
    count: int = Field(description="Pictures that were asked for")
    set: bool = Field(description="One coherent set in one call, instead of independent pictures")
    cost: Decimal = Field(description="US$ that it cost, or may still cost")
    inputs: list[InputOut] = Field(description="The pictures that were sent along, in their order")
    calls: list[CallOut] = Field(description="Every request that was or will be made for it, retries too")
    variants: list[VariantOut] = Field(description="The pictures so far, without those in the trash")
    created_at: datetime
    cancelled_at: datetime | None = Field(description="When somebody took it back")
    ended_at: datetime | None = Field(description="Null while it is open; a retry opens it again")


class TokenOut(Schema):
    name: str
    scopes: list[str] = Field(description="read, write, spend")
    project: int | None = Field(
        description="The one project that the token reaches; null when it is not bound"
    )
    expires_at: datetime | None = Field(description="Null where it has no end")


class MeOut(Schema):
    name: str
    email: str
    token: TokenOut


def project_out(row: Project) -> ProjectOut:
    """Of a row that studio.access has found for a person."""
    return ProjectOut(
        id=row.pk,
        name=row.name,
        team=TeamOut(id=row.team.pk, name=row.team.name),
        role=cast(RoleName | None, vars(row)["role_found"]),
        created_at=row.created_at,
        active_at=row.active_at,
    )


def image_out(row: Image) -> ImageOut:
    return ImageOut(
        id=row.pk,
        width=row.width,
        height=row.height,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        thumbhash=row.thumbhash,
        address=reverse("api:media", args=[row.pk, ORIGINAL]),
    )


def prompt_out(row: Prompt) -> PromptOut:
    return PromptOut(
        id=row.pk,
        project=row.project_id,
        parent=row.parent_id,
        kind=cast(PromptKind, row.kind),
        text=row.text,
        created_at=row.created_at,
    )


def reference_out(row: Reference) -> ReferenceOut:
    return ReferenceOut(
        id=row.pk,
        project=row.project_id,
        name=row.name,
        version=row.version,
        role=row.role,
        image=image_out(row.image),
        variant=row.variant_id,
        created_at=row.created_at,
    )


def variant_out(row: Variant) -> VariantOut:
    return VariantOut(
        id=row.pk,
        project=row.project_id,
        job=row.job_id,
        call=row.call_id,
        index=row.index,
        image=image_out(row.image),
        details=row.details,
        created_at=row.created_at,
        trashed_at=row.trashed_at,
    )


def call_out(row: Call) -> CallOut:
    told = row.error_kind or row.error_message
    return CallOut(
        id=row.pk,
        slot=row.slot,
        attempt=row.attempt,
        backend=row.backend,
        state=cast(CallState, row.state),
        wanted=row.wanted,
        estimate=row.estimate,
        amount=row.amount,
        trouble=TroubleOut(kind=row.error_kind, code=row.error_code, message=row.error_message)
        if told
        else None,
        created_at=row.created_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
    )


def job_out(row: Job) -> JobOut:
    """Of a row that came through `jobs.whole`."""
    calls = list(row.calls.all())
    counted = [call for call in calls if call.state not in Call.FREE]
    return JobOut(
        id=row.pk,
        project=row.project_id,
        prompt=row.prompt_id,
        text=row.sent_text,
        state=cast(JobState, row.state),
        backend=row.backend,
        model=row.model,
        width=row.width,
        height=row.height,
        count=row.count,
        set=row.series,
        cost=sum((c.estimate if c.amount is None else c.amount for c in counted), Decimal(0)),
        inputs=[input_out(each) for each in row.inputs.all()],
        calls=[call_out(each) for each in calls],
        variants=[variant_out(each) for each in row.variants.all()],
        created_at=row.created_at,
        cancelled_at=row.cancelled_at,
        ended_at=row.ended_at,
    )


def input_out(row: JobInput) -> InputOut:
    return InputOut(
        position=row.position,
        role=row.role,
        image=row.image_id,
        reference=row.reference_id,
        variant=row.variant_id,
    )


def token_out(row: Token) -> TokenOut:
    return TokenOut(name=row.name, scopes=list(row.scopes), project=row.project_id, expires_at=row.expires_at)
