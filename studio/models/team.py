"""Teams: the people who share projects, and what each of them may do."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    EDITOR = "editor", "Editor"
    VIEWER = "viewer", "Viewer"

    @property
    def rank(self) -> int:
        """Higher may do all that lower may."""
        return {Role.VIEWER: 1, Role.EDITOR: 2, Role.OWNER: 3}[self]


class Reached:
    """A row that access.py has found for a person: `my_role` is that person's role in its team."""

    my_role: str | None


def budget_field(name: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        name,
        max_digits=12,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Empty: no limit of ours.",
    )


class Team(models.Model):
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="teams")
    monthly_budget = budget_field("budget per calendar month in US$")
    daily_budget = budget_field("budget per day in US$")
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(
        "deleted by an owner; then it has no members", null=True, blank=True, editable=False
    )

    def __str__(self) -> str:
        return f"Team {self.pk}"


class Membership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)
    monthly_budget = budget_field("what this person may spend per calendar month in US$")
    daily_budget = budget_field("what this person may spend per day in US$")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="one_membership_per_person")]

    def __str__(self) -> str:
        return f"Membership {self.pk}"
