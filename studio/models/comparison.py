"""Comparisons: how two pictures differ, computed once for each pair."""

from django.db import models

from studio.models.image import Image


class Comparison(models.Model):
    """`changed` is None until a worker has looked; `error` says why it never will."""

    one = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("the map's name in the storage", max_length=200, blank=True)
    changed = models.FloatField("share of the pixels that changed, 0…1", null=True, blank=True)
    moved_right = models.FloatField("px that the other lies further right", null=True, blank=True)
    moved_down = models.FloatField("px that the other lies further down", null=True, blank=True)
    was_scaled = models.BooleanField("the other has another size", default=False)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="one_comparison_per_pair")]

    def __str__(self) -> str:
        return f"Comparison {self.pk}"
