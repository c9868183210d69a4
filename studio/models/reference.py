"""References: named, versioned input pictures of a project."""

from django.conf import settings
from django.db import models

from studio.models.image import Image
from studio.models.project import Project
from studio.models.team import Reached


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def kept(self) -> "ReferenceQuerySet":
        return self.filter(trashed_at=None)

    def newest(self) -> "ReferenceQuerySet":
        """Of every name, the newest version that is kept."""
        newer = Reference.objects.kept().filter(
            project=models.OuterRef("project"),
            name=models.OuterRef("name"),
            version__gt=models.OuterRef("version"),
        )
        return self.kept().filter(~models.Exists(newer))


class Reference(Reached, models.Model):
    class Role(models.TextChoices):
        SUBJECT = "subject", "Subject"
        PRODUCT = "product", "Product"
        GARMENT = "garment", "Garment"
        STYLE = "style", "Style"
        BACKGROUND = "background", "Background"
        POSE = "pose", "Pose"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="references")
    name = models.SlugField("written as @name", max_length=60)
    version = models.PositiveIntegerField(default=1)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.SUBJECT)
    image = models.ForeignKey(Image, on_delete=models.RESTRICT, related_name="references")
    variant = models.ForeignKey(
        "studio.Variant", on_delete=models.SET_NULL, null=True, blank=True, related_name="references",
        verbose_name="the variant it was made from",
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name", "version"], name="one_reference_version")
        ]

    def __str__(self) -> str:
        return f"Reference {self.pk}"
