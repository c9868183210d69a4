"""Projects: what a team works on together."""

from django.conf import settings
from django.db import models

from studio.models.team import Reached, Team


class ProjectQuerySet(models.QuerySet["Project"]):
    def kept(self) -> "ProjectQuerySet":
        return self.filter(trashed_at=None)

    def trashed(self) -> "ProjectQuerySet":
        return self.exclude(trashed_at=None)


class Project(Reached, models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(max_length=120)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    active_at = models.DateTimeField("last worked on", auto_now_add=True)
    only_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="the one member who sees it; empty: shared with the team",
    )  # fmt: skip
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "-active_at"], name="project_by_activity")]

    def __str__(self) -> str:
        return f"Project {self.pk}"
