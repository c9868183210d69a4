"""Money and queue room: what an order may take is decided under its team's row lock."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from studio.models import Call, Membership, Team, User
from studio.models.call import cost


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be spent in a time, and what of it was or may still be. All in US$."""

    name: str
    most: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return max(self.most - self.spent, Decimal(0))


class OverBudget(Exception):
    """A budget of the team or of the person does not cover it."""

    def __init__(self, *, needed: Decimal, cap: Cap) -> None:
        super().__init__(
            f"This would cost up to {dollars(needed)}, and {dollars(cap.left)} of {cap.name} is left. "
            "Nothing was asked for."
        )
        self.cap = cap


class TooMuchAtOnce(Exception):
    """The person has more requests open than one person may."""


def caps(team: Team, person: User) -> list[Cap]:
    """The budgets that hold for this person in this team, the tightest first; one or two queries."""
    return _caps(team, person, Membership.objects.filter(team=team, user=person).first())


def _caps(team: Team, person: User, mine: Membership | None) -> list[Cap]:
    limits: list[tuple[str, Decimal | None, str]] = [
        ("the team's budget for this month", team.monthly_budget, "team_month"),
        ("the team's budget for today", team.daily_budget, "team_day"),
        ("your own budget for this month", mine.monthly_budget if mine else None, "own_month"),
        ("your own budget for today", mine.daily_budget if mine else None, "own_day"),
    ]
    if all(most is None for _, most, _ in limits):
        return []
    today, month = today_began(), month_began()
    own = Q(asked_by=person)
    used = Call.objects.filter(team=team, created_at__gte=month).aggregate(
        team_month=cost(),
        team_day=cost(Q(created_at__gte=today)),
        own_month=cost(own),
        own_day=cost(own & Q(created_at__gte=today)),
    )
    found = [Cap(name, most, Decimal(used[key])) for name, most, key in limits if most is not None]
    return sorted(found, key=lambda cap: cap.left)


def spent(team: Team) -> Decimal:
    """US$ that this calendar month's calls cost or may still cost."""
    return Decimal(
        Call.objects.filter(team=team, created_at__gte=month_began()).aggregate(used=cost())["used"]
    )


def reserve(team_id: int, person: User, *, calls: int, price: Decimal) -> Team:
    """The team, locked until the transaction ends, so that two orders cannot both take the last of a budget.

    `price` is what all `calls` cost at most, US$. The calls that the caller then writes are the reservation.
    Raises OverBudget or TooMuchAtOnce.
    """
    teams = Membership.objects.select_for_update(of=("team",)).select_related("team")
    mine = teams.filter(team=team_id, user=person).first()
    team = mine.team if mine else Team.objects.select_for_update().get(pk=team_id)
    if price:
        tightest = next(iter(_caps(team, person, mine)), None)
        if tightest is not None and price > tightest.left:
            raise OverBudget(needed=price, cap=tightest)
    waiting = Call.objects.open().filter(job__created_by=person).count()
    if waiting + calls > settings.MAX_OPEN_CALLS_PER_PERSON:
        raise TooMuchAtOnce(
            f"You have {waiting} pictures on their way; at most {settings.MAX_OPEN_CALLS_PER_PERSON} can be asked "
            "for at once. Wait for some to arrive, or cancel a job."
        )
    return team


def today_began() -> datetime:
    """Midnight in the instance's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def month_began() -> datetime:
    return today_began().replace(day=1)


def dollars(amount: Decimal) -> str:
    """At least two digits, and a third where the amount has one."""
    return f"${amount:,.2f}" if amount == round(amount, 2) else f"${amount:,.3f}"
