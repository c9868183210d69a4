"""Remixes: a creation's public recipe, taken into somebody's project."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from gallery.models.creation import Creation


class Remix(models.Model):
    """Written when the recipe is taken; a creation that grows out of `prompt` gives its credit from here."""

    origin = models.ForeignKey(Creation, on_delete=models.SET_NULL, null=True, related_name="taken")
    credit = models.CharField("title and author when it was taken", max_length=260)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="remixes")
    project = models.ForeignKey("studio.Project", on_delete=models.CASCADE, related_name="remixes")
    prompt = models.ForeignKey("studio.Prompt", on_delete=models.CASCADE, related_name="remixes")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prompt", "origin"], name="one_remix_per_recipe")]

    def __str__(self) -> str:
        return f"Remix {self.pk}"
