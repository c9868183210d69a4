"""What the API says about rows. Money is US$ as a decimal in a string; sizes are px; times are ISO 8601."""

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
    active_at: datetime


class ImageOut(Schema):
    id: int
    width: int
    height: int
    media_type: str
    size_bytes: int
    thumbhash: str
    address: str = Field(description="Its bytes, for this same token; other sizes in place of `original`")


class PromptOut(Schema):
    id: int
    project: int
    parent: int | None
    kind: PromptKind
    text: str
    created_at: datetime


class ReferenceOut(Schema):
    id: int
    project: int
    name: str = Field(description="Written as @name in a prompt")
    version: int
    role: str
    image: ImageOut
    variant: int | None = Field(description="The variant that it was made from")
    created_at: datetime


class VariantOut(Schema):
    id: int
    project: int
    job: int
    call: int
    index: int = Field(description="Its place in its call's answer, from 0")
    image: ImageOut
    details: dict[str, Any] = Field(description="What the backend told beside the picture, such as its plan")
    created_at: datetime
    trashed_at: datetime | None


class TroubleOut(Schema):
    kind: str
    code: str
    message: str = Field(description="In the backend's own words where it had any")


class CallOut(Schema):
    id: int
    slot: int
    attempt: int
    backend: str
    state: CallState
    wanted: int
    estimate: Decimal
    amount: Decimal | None = Field(description="What it cost; null as long as nobody knows")
    trouble: TroubleOut | None
    created_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None


class InputOut(Schema):
    position: int
    role: str
    image: int
    reference: int | None
    variant: int | None


class JobOut(Schema):
    id: int
    project: int
    prompt: int
    text: str = Field(description="The prompt as it was sent")
    state: JobState
    backend: str
    model: str
    width: int
    height: int
    count: int
    set: bool = Field(description="One coherent set in one call, instead of independent pictures")
    cost: Decimal = Field(description="What it cost, or may still cost")
    inputs: list[InputOut]
    calls: list[CallOut]
    variants: list[VariantOut] = Field(description="The pictures so far, without those in the trash")
    created_at: datetime
    cancelled_at: datetime | None
    ended_at: datetime | None


class TokenOut(Schema):
    name: str
    scopes: list[str]
    project: int | None = Field(
        description="The one project that the token reaches; null when it is not bound"
    )
    expires_at: datetime | None


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
