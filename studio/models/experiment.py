"""Experiments: one prompt asked for with every combination of some values of its fields."""

from django.conf import settings
from django.db import models

from studio.models.project import Project
from studio.models.prompt import Prompt
from studio.models.team import Reached


class Experiment(Reached, models.Model):
    """A grid whose axes are fields of `prompt`. Its cells are jobs: a cell asked for again has several.

    `axes` is a list of {"field": label} or {"variable": name}, each with "values": the values as JSON texts, so
    that numbers stay as they were written. Cells count in row-major order: the last axis changes first.
    `locked` lists the labels of the fields that were not to change.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="experiments")
    prompt = models.ForeignKey(Prompt, on_delete=models.RESTRICT, related_name="experiments")
    axes = models.JSONField()
    locked = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="experiment_newest")]

    def __str__(self) -> str:
        return f"Experiment {self.pk}"
