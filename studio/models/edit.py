"""Edits: what a picture that was made from another one kept of it, and what it changed."""

from django.db import models

from studio.models.image import Image
from studio.models.variant import Variant


class EditQuerySet(models.QuerySet["Edit"]):
    def unmeasured(self) -> "EditQuerySet":
        return self.filter(measured_at=None)


class Edit(models.Model):
    """Beside a variant whose job had a source. The variant shows either `answer`, the picture as the backend
    gave it, or `laid`, in which everything outside the feathered mask is the source's, byte for byte.

    The figures are about `answer`: they say how far the backend itself kept to what was meant.
    """

    variant = models.OneToOneField(Variant, on_delete=models.CASCADE, related_name="edit")
    source = models.ForeignKey(Image, on_delete=models.RESTRICT, related_name="+")
    answer = models.ForeignKey(Image, on_delete=models.RESTRICT, related_name="+")
    laid = models.ForeignKey(Image, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    mask = models.ForeignKey(Image, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    feather = models.PositiveSmallIntegerField("px over which the mask fades out", default=0)
    overlay = models.ForeignKey(
        Image, on_delete=models.RESTRICT, null=True, blank=True, related_name="+",
        verbose_name="where the answer differs from the source",
    )  # fmt: skip
    changed = models.FloatField("share of the pixels that changed", null=True, blank=True)
    changed_outside = models.FloatField("the same outside the mask", null=True, blank=True)
    moved_right = models.FloatField("px by which the answer moved", null=True, blank=True)
    moved_down = models.FloatField("px by which the answer moved", null=True, blank=True)
    trouble = models.CharField("why it could not be laid back or measured", max_length=300, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)

    objects = EditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="edit_unmeasured", condition=models.Q(measured_at=None)),
        ]

    def __str__(self) -> str:
        return f"Edit {self.pk}"

    @property
    def is_laid_back(self) -> bool:
        return self.laid_id is not None and self.variant.image_id == self.laid_id

    @property
    def moved_far(self) -> bool:
        """The answer lies visibly aside of what it was made from."""
        return max(abs(self.moved_right or 0), abs(self.moved_down or 0)) >= 1
