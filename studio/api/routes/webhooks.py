"""Webhooks: addresses that are told when a project's jobs end. For owners, as on the pages."""

from datetime import datetime
from typing import Literal, cast

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from studio.api.bearer import ERRORS, READS, WRITES
from studio.api.caller import ApiRequest
from studio.api.paging import At, Page, page
from studio.api.validity import require_valid
from studio.forms.webhook import WebhookForm
from studio.models import Delivery, Role, Webhook
from studio.pipeline import webhooks

router = Router()


class WebhookIn(Schema):
    model_config = ConfigDict(extra="forbid")
    url: str = Field(description="https, on the public internet")


class WebhookOut(Schema):
    id: int
    project: int
    url: str
    failing_since: datetime | None = Field(description="No delivery has arrived since then")
    disabled_at: datetime | None = Field(description="Nothing is sent to it any more")
    created_at: datetime


class WebhookMade(WebhookOut):
    secret: str = Field(description="What signs its deliveries; told here once, and on its page")


class DeliveryOut(Schema):
    id: int
    message: str = Field(description="The `webhook-id` that its receiver is sent")
    event: str = Field(description="job.ended or ping")
    job: int | None = Field(description="The job that ended")
    state: Literal["waiting", "delivered", "failed"] = Field(description="failed: it was given up")
    attempts: int = Field(description="How often it was tried so far")
    status: int | None = Field(description="What the receiver answered last")
    trouble: str = Field(description="Why the last attempt failed")
    created_at: datetime
    ended_at: datetime | None = Field(description="When it arrived or was given up")


@router.get(
    "/projects/{int:pk}/webhooks",
    auth=READS,
    response={200: Page[WebhookOut], **ERRORS},
    summary="A project's webhooks",
)
def list_webhooks(request: ApiRequest, pk: int, at: At) -> Page[WebhookOut]:
    project = request.auth.project(pk, Role.OWNER)
    found, following = page(Webhook.objects.filter(project=project), at)
    return Page(items=[webhook_out(each) for each in found], next=following)


@router.post(
    "/projects/{int:pk}/webhooks",
    auth=WRITES,
    response={201: WebhookMade, **ERRORS},
    summary="Have an address told of job ends",
)
def make_webhook(request: ApiRequest, pk: int, asked: WebhookIn) -> Status[WebhookMade]:
    caller = request.auth
    form = WebhookForm(asked.dict(), project=caller.project(pk, Role.OWNER))
    require_valid(form)
    made = form.webhook()
    made.created_by = caller.user
    made.save()
    made.refresh_from_db(fields=["created_at"])
    return Status(201, WebhookMade(**webhook_out(made).dict(), secret=made.secret))


@router.get("/webhooks/{int:pk}", auth=READS, response={200: WebhookOut, **ERRORS}, summary="One webhook")
def read_webhook(request: ApiRequest, pk: int) -> WebhookOut:
    return webhook_out(request.auth.webhook(pk))


@router.delete(
    "/webhooks/{int:pk}",
    auth=WRITES,
    response={204: None, **ERRORS},
    summary="Remove a webhook, and the log of its deliveries",
)
def remove_webhook(request: ApiRequest, pk: int) -> Status[None]:
    request.auth.webhook(pk).delete()
    return Status(204, None)


@router.post(
    "/webhooks/{int:pk}/switch-on",
    auth=WRITES,
    response={200: WebhookOut, **ERRORS},
    summary="Switch a webhook on again",
    description="After it was switched off because nothing arrived there for days.",
)
def switch_webhook_on(request: ApiRequest, pk: int) -> WebhookOut:
    found = request.auth.webhook(pk)
    webhooks.switch_on(found)
    found.refresh_from_db()
    return webhook_out(found)


@router.post(
    "/webhooks/{int:pk}/test",
    auth=WRITES,
    response={201: DeliveryOut, **ERRORS},
    summary="Send a test",
    description="A `ping`, which tells of no job.",
)
def test_webhook(request: ApiRequest, pk: int) -> Status[DeliveryOut]:
    sent = webhooks.test(request.auth.webhook(pk))
    sent.refresh_from_db()
    return Status(201, delivery_out(sent))


@router.get(
    "/webhooks/{int:pk}/deliveries",
    auth=READS,
    response={200: Page[DeliveryOut], **ERRORS},
    summary="What was sent, and what became of it",
)
def list_deliveries(request: ApiRequest, pk: int, at: At) -> Page[DeliveryOut]:
    found, following = page(request.auth.webhook(pk).deliveries.all(), at)
    return Page(items=[delivery_out(each) for each in found], next=following)


@router.post(
    "/webhooks/{int:pk}/deliveries/{int:delivery}/again",
    auth=WRITES,
    response={200: DeliveryOut, **ERRORS},
    summary="Send a delivery again, under the same id",
)
def send_again(request: ApiRequest, pk: int, delivery: int) -> DeliveryOut:
    found = get_object_or_404(request.auth.webhook(pk).deliveries, pk=delivery)
    webhooks.again(found)
    found.refresh_from_db()
    return delivery_out(found)


def webhook_out(row: Webhook) -> WebhookOut:
    return WebhookOut(
        id=row.pk,
        project=row.project_id,
        url=row.url,
        failing_since=row.failing_since,
        disabled_at=row.disabled_at,
        created_at=row.created_at,
    )


def delivery_out(row: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=row.pk,
        message=row.message_id,
        event=row.event,
        job=row.job_id,
        state=cast(Literal["waiting", "delivered", "failed"], row.state),
        attempts=row.attempts,
        status=row.status,
        trouble=row.trouble,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
