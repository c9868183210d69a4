"""Money and queue room: what an order may take is decided under its team's row lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from studio.models import Call, Membership, Team, User
from studio.models.call import cost
from studio.models.journeys import journey

BUDGETS = (
    ("the team's budget for this month", "team_month"),
    ("the team's budget for today", "team_day"),
    ("your own budget for this month", "own_month"),
    ("your own budget for today", "own_day"),
)
# The second counts what is there once the lock of the first is had.
LOCKED = """
    SELECT team.monthly_budget, team.daily_budget, mine.monthly_budget, mine.daily_budget
    FROM studio_team AS team
    LEFT JOIN studio_membership AS mine ON mine.team_id = team.id AND mine.user_id = %(person)s
    WHERE team.id = %(team)s FOR UPDATE OF team
"""
STANDING = """
    SELECT (SELECT count(*) FROM studio_call AS call JOIN studio_job AS job ON job.id = call.job_id
            WHERE call.state IN ('waiting', 'claimed', 'sent', 'answered') AND job.created_by_id = %(person)s),
           (SELECT id FROM studio_job WHERE ticket = %(ticket)s::uuid)
"""


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
    mine = Membership.objects.filter(team=team, user=person).first()
    own = (mine.monthly_budget, mine.daily_budget) if mine else (None, None)
    return _caps(team.pk, person, (team.monthly_budget, team.daily_budget, *own))


def _caps(team: int, person: User, most: Sequence[Decimal | None]) -> list[Cap]:
    """`most` in the order of BUDGETS."""
    if all(each is None for each in most):
        return []
    today, month = today_began(), month_began()
    own = Q(asked_by=person)
    used = Call.objects.filter(team=team, created_at__gte=month).aggregate(
        team_month=cost(),
        team_day=cost(Q(created_at__gte=today)),
        own_month=cost(own),
        own_day=cost(own & Q(created_at__gte=today)),
    )
    limits = zip(BUDGETS, most, strict=True)
    found = [Cap(name, each, Decimal(used[key])) for (name, key), each in limits if each is not None]
    return sorted(found, key=lambda cap: cap.left)


def spent(team: Team) -> Decimal:
    """US$ that this calendar month's calls cost or may still cost."""
    return Decimal(
        Call.objects.filter(team=team, created_at__gte=month_began()).aggregate(used=cost())["used"]
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person has under way and may spend in a team, read under the team's row lock. `job` is the one that was
    made with the same ticket."""

    team: int
    person: User
    budgets: Sequence[Decimal | None]
    waiting: int
    job: int | None

    def reserve(self, *, calls: int, price: Decimal) -> None:
        """`price` is what all `calls` cost at most, US$. The calls that the caller then writes, in the same
        transaction, are the reservation. Raises OverBudget or TooMuchAtOnce."""
        if price:
            tightest = next(iter(_caps(self.team, self.person, self.budgets)), None)
            if tightest is not None and price > tightest.left:
                raise OverBudget(needed=price, cap=tightest)
        if self.waiting + calls > settings.MAX_OPEN_CALLS_PER_PERSON:
            raise TooMuchAtOnce(
                f"You have {self.waiting} pictures on their way; at most {settings.MAX_OPEN_CALLS_PER_PERSON} can "
                "be asked for at once. Wait for some to arrive, or cancel a job."
            )


def standing(team: int, person: User, *, ticket: UUID | None = None) -> Standing:
    """Holds the team's row until the transaction ends, so that two orders cannot both take the last of a budget, and
    the second of two with one ticket finds what the first wrote."""
    locked, [standing] = journey({"team": team, "person": person.pk, "ticket": ticket}, LOCKED, STANDING)
    if not locked:
        raise Team.DoesNotExist
    return Standing(team, person, locked[0], *standing)


def reserve(team: int, person: User, *, calls: int, price: Decimal) -> None:
    """As Standing's, for who asks for no more."""
    standing(team, person).reserve(calls=calls, price=price)


def today_began() -> datetime:
    """Midnight in the instance's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def month_began() -> datetime:
    return today_began().replace(day=1)


def dollars(amount: Decimal) -> str:
    """At least two digits, and a third where the amount has one."""
    return f"${amount:,.2f}" if amount == round(amount, 2) else f"${amount:,.3f}"
