"""Shares: links by which outsiders look at one project's pictures."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from studio.models.project import Project

PREFIX = "sbs_"


class ShareQuerySet(models.QuerySet["Share"]):
    def live(self) -> "ShareQuerySet":
        """Neither revoked nor over, and their project is still there."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=Now(),
            project__trashed_at=None,
            project__team__closed_at=None,
        )


class Share(models.Model):
    """Whoever has the link sees the pictures, and the prompts if `shows_prompts`; nothing else. Hashed at rest."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="shares")
    name = models.CharField("whom it is for", max_length=80)
    digest = models.CharField("SHA-256 of the secret, hex", max_length=64, unique=True, editable=False)
    shows_prompts = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Share {self.pk}"
