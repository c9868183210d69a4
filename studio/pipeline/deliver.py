"""Deliveries meet their receivers: signed, never inside our own network, repeated with growing pauses.

Signed as Standard Webhooks says (standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body".
"""

import base64
import hmac
import random
import threading
import time
from datetime import timedelta
from functools import lru_cache

import httpx
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from studio.backends.fetch import REDIRECTS, GuardedNetwork, Unfetchable, checked_url, ssl_context
from studio.backends.transport import Deadline, make_client
from studio.models import Delivery, Webhook
from studio.pipeline.outbox import enqueue

SECONDS = 10.0
LEASE = timedelta(seconds=60)
# Pauses after each failed attempt, in seconds: a day and a half in all.
PAUSES = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800, 43200)
GIVEN_UP_AFTER = timedelta(days=3)
AT_ONCE = 4
DUE_AT_ONCE = 50

_slots = threading.BoundedSemaphore(AT_ONCE)


class NotDelivered(Exception):
    """The receiver did not take it; `status` is what it answered, None without an answer."""

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.status = status


def wake() -> int:
    """Enqueue deliveries whose time has come, also those whose sender died."""
    due = Delivery.objects.due().order_by("not_before").values_list("pk", flat=True)[:DUE_AT_ONCE]
    return sum(enqueue("studio.tasks.deliver_webhook", pk) for pk in due)


def deliver(pk: int) -> None:
    """One attempt, if this delivery is due. Receivers that are slow take only a few of this process's threads."""
    if not _slots.acquire(blocking=False):
        return  # it stays due, and is woken again
    try:
        delivery = Delivery.objects.claim(pk, lease=LEASE)
        if delivery is None:
            return
        if delivery.webhook.disabled_at is not None:
            _give_up(delivery, "The webhook is switched off.", None)
            return
        try:
            status = send(delivery)
        except NotDelivered as error:
            _failed(delivery, error)
        else:
            _delivered(delivery, status)
    finally:
        _slots.release()


def send(delivery: Delivery) -> int:
    """The status that the receiver answered, always 2xx. Raises NotDelivered."""
    try:
        url = checked_url(delivery.webhook.url, settings.WEBHOOK_ORIGINS)
        with client(settings.WEBHOOK_ORIGINS).stream(
            "POST",
            url,
            content=delivery.body.encode(),
            headers=headers(delivery, int(time.time())),
            extensions={"deadline": Deadline(SECONDS)},
        ) as answer:
            status = answer.status_code
    except (Unfetchable, httpx.TransportError) as error:
        # In the same words for every cause: what lies in our network is nobody's business.
        raise NotDelivered("The address could not be reached.") from error
    if status in REDIRECTS:
        raise NotDelivered(f"It answered {status}: redirects are not followed.", status)
    if not 200 <= status < 300:
        raise NotDelivered(f"It answered {status}.", status)
    return status


def headers(delivery: Delivery, timestamp: int) -> dict[str, str]:
    signed = f"{delivery.message_id}.{timestamp}.{delivery.body}".encode()
    signature = base64.b64encode(hmac.digest(delivery.webhook.key, signed, "sha256")).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }


@lru_cache(maxsize=4)
def client(allowed: frozenset[str]) -> httpx.Client:
    """Public addresses, and the origins that the owner of this instance allowed; no connection is kept."""
    return make_client(GuardedNetwork(allowed), ssl_context(), idle=0)


def _delivered(delivery: Delivery, status: int) -> None:
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            state=Delivery.State.DELIVERED, status=status, trouble="", ended_at=Now()
        )
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)


def _failed(delivery: Delivery, error: NotDelivered) -> None:
    """Later again, or given up; a receiver that has taken nothing for days, or says it is gone, is switched off."""
    hooks = Webhook.objects.filter(pk=delivery.webhook_id)
    with transaction.atomic():
        hooks.filter(failing_since=None).update(failing_since=Now())
        if delivery.attempts <= len(PAUSES) and error.status != 410:
            pause = PAUSES[delivery.attempts - 1] * random.uniform(0.9, 1.1)
            Delivery.objects.filter(pk=delivery.pk).update(
                not_before=Now() + timedelta(seconds=pause), status=error.status, trouble=str(error)[:200]
            )
        else:
            _give_up(delivery, str(error), error.status)
        long = hooks.filter(failing_since__lt=Now() - GIVEN_UP_AFTER)
        (hooks if error.status == 410 else long).filter(disabled_at=None).update(disabled_at=timezone.now())


def _give_up(delivery: Delivery, words: str, status: int | None) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.FAILED, status=status, trouble=words[:200], ended_at=Now()
    )
