"""What people think of pictures, and where they put them: boards, tags, and views of the wall kept by name.

A favourite and a verdict stand on the variant itself: they are the team's, the last hand counts.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from studio.models.project import Project
from studio.models.team import Reached
from studio.models.variant import Variant


class Verdict(models.IntegerChoices):
    NONE = 0, "No verdict"
    NO = 1, "No"
    WEAK = 2, "Weak"
    MAYBE = 3, "Maybe"
    GOOD = 4, "Good"
    THIS_ONE = 5, "This one"


class Board(Reached, models.Model):
    """A named place inside a project; a picture lies on one board or on none."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="boards")
    name = models.CharField(max_length=80)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("project", Lower("name"), name="one_board_per_name")]

    def __str__(self) -> str:
        return f"Board {self.pk}"


class Tag(models.Model):
    """A word of a project that its pictures can carry; always in small letters."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    variants = models.ManyToManyField(Variant, through="Tagging", related_name="tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="one_tag_per_word")]

    def __str__(self) -> str:
        return f"Tag {self.pk}"


class Tagging(models.Model):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "tag"], name="one_tagging_per_picture")]

    def __str__(self) -> str:
        return f"Tagging {self.pk}"


class SavedView(Reached, models.Model):
    """A search of the wall, kept by name for the whole team."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=80)
    query = models.CharField("as it is written in the search field", max_length=400)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("project", Lower("name"), name="one_view_per_name")]

    def __str__(self) -> str:
        return f"SavedView {self.pk}"
