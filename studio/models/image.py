"""Images: stored bytes, once per team and content; and their derived sizes."""

from django.db import models

from studio.models.team import Team


class Image(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="images")
    sha256 = models.CharField("SHA-256 of the stored bytes, hex", max_length=64)
    key = models.CharField("name in the storage", max_length=200, unique=True)
    format = models.CharField("Pillow's name of the format", max_length=8)
    media_type = models.CharField(max_length=32)
    width = models.PositiveIntegerField("width in px")
    height = models.PositiveIntegerField("height in px")
    size_bytes = models.PositiveBigIntegerField()
    thumbhash = models.CharField("thumbhash, base64", max_length=64, blank=True)
    fingerprint = models.BigIntegerField(
        "what it looks like, see images/fingerprint.py; None until derived", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "sha256"], name="one_image_per_content")]

    def __str__(self) -> str:
        return f"Image {self.pk}"


class Rendition(models.Model):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    spec = models.CharField(max_length=16)
    key = models.CharField("name in the storage", max_length=200)
    width = models.PositiveIntegerField("width in px")
    height = models.PositiveIntegerField("height in px")
    size_bytes = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "spec"], name="one_rendition_per_spec")]

    def __str__(self) -> str:
        return f"Rendition {self.pk}"
