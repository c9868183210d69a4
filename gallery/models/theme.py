"""Themes: clusters of what public creations say, each with a name and an address that stay."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from pgvector.django import VectorField


class ThemeQuerySet(models.QuerySet["Theme"]):
    def living(self) -> Self:
        return self.filter(ended_at=None)


class Theme(models.Model):
    """It keeps name and address while it lives. When it ends, its address leads to the theme that took its
    creations in, if one did.

    Nothing that a creation says is copied here but the words of the name, which at least two creations share.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    centre = VectorField("where its creations lie on the whole, length 1", dimensions=384)
    size = models.PositiveIntegerField("public creations at the last refresh", default=0)
    born_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors"
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-size", "id"], name="theme_by_size", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"Theme {self.pk}"


class Survey(models.Model):
    """What the last refresh of the themes saw; one row."""

    prompts = models.PositiveIntegerField("public creations with a vector")
    newest = models.DateTimeField("when the newest of them became public", null=True)
    mean = VectorField("their mean, not brought to length 1", dimensions=384, null=True)
    taken_at = models.DateTimeField(db_default=Now())
    reached = models.PositiveBigIntegerField(
        "the last creation that `read_gallery` has read; 0 when it is through", default=0
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_survey")]

    def __str__(self) -> str:
        return f"Survey {self.pk}"
