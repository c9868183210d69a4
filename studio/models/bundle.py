"""Bundles: pictures packed into one file for a person, kept for a day."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from studio.models.project import Project
from studio.models.team import Reached

KEPT = timedelta(days=1)
MOST_PICTURES = 1000
TRIED_AGAIN_AFTER = timedelta(minutes=5)


class BundleQuerySet(models.QuerySet["Bundle"]):
    def claim(self, pk: int) -> "Bundle | None":
        """Take a bundle that nobody packs, or that nobody has shown a sign of packing for minutes."""
        free = models.Q(state=Bundle.State.WAITING) | models.Q(
            state=Bundle.State.PACKING, touched_at__lt=Now() - TRIED_AGAIN_AFTER
        )
        taken = self.filter(free, pk=pk).update(state=Bundle.State.PACKING, touched_at=Now(), done=0)
        return self.select_related("project").get(pk=pk) if taken else None

    def left_behind(self) -> "BundleQuerySet":
        return self.filter(
            state__in=(Bundle.State.WAITING, Bundle.State.PACKING), touched_at__lt=Now() - TRIED_AGAIN_AFTER
        )

    def expired(self) -> "BundleQuerySet":
        return self.filter(created_at__lt=Now() - KEPT)


class Bundle(Reached, models.Model):
    """waiting ─▶ packing ─▶ ready, or failed with words for the person; gone a day after it was asked for."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        PACKING = "packing", "Packing"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="bundles")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    variants = ArrayField(models.PositiveBigIntegerField(), verbose_name="ids of the pictures, in order")
    done = models.PositiveIntegerField("pictures packed so far", default=0)
    missing = models.PositiveIntegerField("pictures whose bytes could not be read", default=0)
    key = models.CharField("name in the storage", max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField("last sign of life of who packs it", db_default=Now())

    objects = BundleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="bundle_age")]

    def __str__(self) -> str:
        return f"Bundle {self.pk}"
