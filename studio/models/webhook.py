"""Webhooks: addresses that are told when a project's jobs end, and what became of each telling."""

import base64
import hmac
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from studio.models.job import Job
from studio.models.project import Project
from studio.models.team import Reached


def _salt() -> str:
    return secrets.token_hex(16)


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def on(self) -> "WebhookQuerySet":
        return self.filter(disabled_at=None)


class Webhook(Reached, models.Model):
    """Its secret is not kept: it follows from the instance's own secret and `salt`."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField("address", max_length=500)
    salt = models.CharField(max_length=32, default=_salt, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    failing_since = models.DateTimeField("no delivery has arrived since", null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "url"], name="one_webhook_per_address")]

    def __str__(self) -> str:
        return f"Webhook {self.pk}"

    @property
    def key(self) -> bytes:
        """What signs its deliveries."""
        return hmac.digest(settings.SECRET_KEY.encode(), f"webhook:{self.salt}".encode(), "sha256")

    @property
    def secret(self) -> str:
        """The key as its receiver is given it."""
        return "whsec_" + base64.b64encode(self.key).decode()


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self) -> "DeliveryQuerySet":
        """To be sent now; also those whose sender died."""
        return self.filter(state=Delivery.State.WAITING, not_before__lte=Now())

    def claim(self, pk: int, *, lease: timedelta) -> "Delivery | None":
        """Take a due delivery: while it is being sent it is not due. None if somebody else has it."""
        taken = self.due().filter(pk=pk).update(not_before=Now() + lease, attempts=models.F("attempts") + 1)
        return self.select_related("webhook").get(pk=pk) if taken else None


class Delivery(models.Model):
    """One telling of one end of a job. A retry is another attempt of the same delivery, under the same id."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    uid = models.UUIDField("identity towards the receiver", default=uuid.uuid4, unique=True)
    event = models.CharField(max_length=40)
    body = models.TextField("the JSON as it is signed and sent")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(db_default=Now())
    status = models.PositiveSmallIntegerField("the last answer's status", null=True, blank=True)
    trouble = models.CharField("why the last attempt failed", max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["not_before"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

    @property
    def message_id(self) -> str:
        """What its receiver knows it by, the same for every attempt."""
        return f"msg_{self.uid.hex}"
