"""Transfers: a whole project as one file, on its way out of a studio or into one."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from studio.models.project import Project
from studio.models.team import Reached, Team

LEASE = timedelta(minutes=10)


class TransferQuerySet(models.QuerySet["Transfer"]):
    def due(self) -> "TransferQuerySet":
        """Waiting, or in the hands of a worker that has shown no sign of life for a whole lease."""
        working = Q(state=Transfer.State.WORKING, lease_until__lt=Now())
        return self.filter(Q(state=Transfer.State.WAITING) | working)

    def claim(self, pk: int) -> "Transfer | None":
        """Take a transfer for this worker; None if another has it or it has ended."""
        taken = self.due().filter(pk=pk).update(state=Transfer.State.WORKING, lease_until=Now() + LEASE)
        return self.select_related("team", "project", "created_by").get(pk=pk) if taken else None


class Transfer(Reached, models.Model):
    """waiting ─▶ working ─▶ done, or failed, with words for the person."""

    class Kind(models.TextChoices):
        EXPORT = "export", "Export"
        IMPORT = "import", "Import"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WORKING = "working", "Being prepared"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="transfers")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="transfers",
        verbose_name="what is exported, or what an import has become",
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    key = models.CharField("name of the file in the storage", max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    message = models.TextField("what went wrong, for the person", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="transfer_due", condition=Q(state__in=["waiting", "working"])),
        ]

    def __str__(self) -> str:
        return f"Transfer {self.pk}"
