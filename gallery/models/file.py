"""The gallery's own copies of pictures. They outlive the variant, its project and its team."""

from django.db import models

from gallery.models.creation import Creation


class CreationFile(models.Model):
    """One size of a creation's picture, always WebP: an original may carry what its author did not choose to show.

    A trigger in the database writes a DoomedFile for every row that goes, whatever made it go.
    """

    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="files")
    spec = models.CharField(max_length=16)
    key = models.CharField("name in the storage", max_length=200, unique=True)
    width = models.PositiveIntegerField("width in px")
    height = models.PositiveIntegerField("height in px")
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creation", "spec"], name="one_file_per_spec")]

    def __str__(self) -> str:
        return f"CreationFile {self.pk}"


class DoomedFile(models.Model):
    """A file whose row is gone, to be removed from the storage."""

    key = models.CharField("name in the storage", max_length=200)

    def __str__(self) -> str:
        return f"DoomedFile {self.pk}"
