"""Presets: parts of prompts worth keeping, a person's own or their team's."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from studio.models.team import Reached, Team


class Preset(Reached, models.Model):
    """A partial document: only the fields it is about. With a `team` it is the team's, else its owner's alone.

    `text` is JSON source, so that the order of keys and the way numbers were written survive.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="presets")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="presets"
    )
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, owner__isnull=False) | Q(team__isnull=False, owner=None),
                name="a_preset_is_a_teams_or_a_persons",
            ),
            models.UniqueConstraint(
                fields=["team", "owner", "name"], name="one_preset_per_name", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"Preset {self.pk}"
