"""Money and queue room: what an order may take is decided under its team's row lock."""

from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from studio.models import Call, Team, User
from studio.models.call import cost


class OverBudget(Exception):
    """The team's budget for this month does not cover it."""

    def __init__(self, *, needed: Decimal, left: Decimal) -> None:
        super().__init__(
            f"This would cost up to ${needed:.2f}, and ${max(left, Decimal(0)):.2f} of the team's budget for this "
            "month is left. Nothing was asked for."
        )


class TooMuchAtOnce(Exception):
    """The person has more requests open than one person may."""


def spent(team: Team) -> Decimal:
    """US$ that this calendar month's calls cost or may still cost."""
    month = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Decimal(Call.objects.filter(team=team, created_at__gte=month).aggregate(used=cost())["used"])


def left(team: Team) -> Decimal | None:
    """US$ that the team may still spend this month; None without a budget."""
    return None if team.monthly_budget is None else team.monthly_budget - spent(team)


def reserve(team_id: int, person: User, *, calls: int, each: Decimal) -> Team:
    """The team, locked until the transaction ends, so that two orders cannot both take the last of a budget.

    The calls that the caller then writes are the reservation. Raises OverBudget or TooMuchAtOnce.
    """
    team = Team.objects.select_for_update().get(pk=team_id)
    remaining = left(team)
    if remaining is not None and calls * each > remaining:
        raise OverBudget(needed=calls * each, left=remaining)
    waiting = Call.objects.open().filter(job__created_by=person).count()
    if waiting + calls > settings.MAX_OPEN_CALLS_PER_PERSON:
        raise TooMuchAtOnce(
            f"You have {waiting} pictures on their way; at most {settings.MAX_OPEN_CALLS_PER_PERSON} can be asked "
            "for at once. Wait for some to arrive, or cancel a job."
        )
    return team
