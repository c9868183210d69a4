"""Branches: what people call a line of work, and which lines they have given up."""

from django.db import models
from django.db.models import Q

from studio.models.variant import Variant


class Branch(models.Model):
    """A variant, and everything that came of it."""

    variant = models.OneToOneField(Variant, on_delete=models.CASCADE, related_name="branch")
    name = models.CharField(max_length=60, blank=True)
    is_hidden = models.BooleanField("a dead end, folded away in the tree", default=False)

    class Meta:
        verbose_name_plural = "branches"
        constraints = [
            models.CheckConstraint(condition=~Q(name="") | Q(is_hidden=True), name="a_branch_says_something")
        ]

    def __str__(self) -> str:
        return f"Branch {self.pk}"
