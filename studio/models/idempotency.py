"""Idempotency keys: what a program asked for once is not bought twice when it asks again."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from studio.models.job import Job


class IdempotencyKey(models.Model):
    """Written in the transaction that spends, so that there is either both or neither."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotency_keys"
    )
    key = models.CharField(max_length=240)
    digest = models.CharField("SHA-256 of what was asked for, hex", max_length=64)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="idempotency_keys")
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_request_per_key")]

    def __str__(self) -> str:
        return f"IdempotencyKey {self.pk}"
