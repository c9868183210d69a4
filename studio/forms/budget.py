"""What a team and each of its people may spend."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction

from studio.models import Membership, Team

Row = Team | Membership


class BudgetForm(forms.Form):
    """Two amounts for the team and two for each member; an empty one is no limit."""

    def __init__(self, *args: Any, team: Team, **options: Any) -> None:
        super().__init__(*args, **options)
        self.team = team
        members = team.memberships.select_related("user").order_by("pk")
        self.whose: list[Row] = [team, *members]
        for row in self.whose:
            for period, words in (("monthly", "a month"), ("daily", "a day")):
                whose = "the team" if isinstance(row, Team) else row.user.name
                self.fields[name_of(row, period)] = forms.DecimalField(
                    label=f"US$ {words}, {whose}",
                    required=False,
                    min_value=Decimal(0),
                    max_digits=12,
                    decimal_places=6,
                    initial=short(getattr(row, f"{period}_budget")),
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "no limit"}),
                    error_messages={"invalid": "Not an amount.", "min_value": "Not below 0."},
                )

    @property
    def rows(self) -> Iterator[tuple[Row, forms.BoundField, forms.BoundField]]:
        """The team and its members, each with the fields for a month and a day."""
        for row in self.whose:
            yield row, self[name_of(row, "monthly")], self[name_of(row, "daily")]

    def save(self) -> None:
        with transaction.atomic():
            # Orders look at budgets under this lock, so none is weighed against half of a change.
            Team.objects.select_for_update().get(pk=self.team.pk)
            for row in self.whose:
                row.monthly_budget = self.cleaned_data[name_of(row, "monthly")]
                row.daily_budget = self.cleaned_data[name_of(row, "daily")]
                row.save(update_fields=["monthly_budget", "daily_budget"])


def name_of(row: Row, period: str) -> str:
    return f"{period}-team" if isinstance(row, Team) else f"{period}-{row.pk}"


def short(amount: Decimal | None) -> str:
    """Without the zeros that say nothing."""
    return "" if amount is None else f"{amount.normalize():f}"
