"""Variants: the pictures of a job."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from studio.models.call import Call
from studio.models.image import Image
from studio.models.job import Job
from studio.models.project import Project
from studio.models.team import Reached


class VariantQuerySet(models.QuerySet["Variant"]):
    def kept(self) -> "VariantQuerySet":
        return self.filter(trashed_at=None)

    def trashed(self) -> "VariantQuerySet":
        return self.exclude(trashed_at=None)


class Variant(Reached, models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="variants")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="variants")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="variants")
    index = models.PositiveSmallIntegerField("place in its call's answer, from 0")
    image = models.ForeignKey(Image, on_delete=models.RESTRICT, related_name="variants")
    details = models.JSONField(
        "what the backend told beside the picture", default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField("its first rendition could be seen", null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    is_favourite = models.BooleanField(default=False)
    verdict = models.PositiveSmallIntegerField("1 no … 5 this one; 0 none", default=0)
    board = models.ForeignKey(
        "studio.Board", on_delete=models.SET_NULL, null=True, blank=True, related_name="variants"
    )
    looks_like = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="alike",
        verbose_name="the first of those that look the same; itself on the first, None on what is alone",
    )  # fmt: skip

    objects = VariantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "index"], name="one_variant_per_answer"),
            models.CheckConstraint(condition=Q(verdict__lte=5), name="a_verdict_is_0_to_5"),
        ]
        indexes = [
            models.Index(fields=["project", "-id"], name="variant_kept", condition=Q(trashed_at=None)),
            models.Index(fields=["project", "-id"], name="variant_favourite", condition=Q(is_favourite=True)),
            models.Index(
                fields=["project", "verdict", "-id"], name="variant_verdict", condition=Q(verdict__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"Variant {self.pk}"
