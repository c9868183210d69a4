"""What was spent, told by person, backend and day. All amounts are US$, and those of calls that may still be
charged are counted as what is reserved for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDay
from django.utils import timezone

from studio.models import Call, Project, Team, User, Variant
from studio.models.call import cost

PAGE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One person, backend or day: what was asked for, and what it cost."""

    name: str
    pictures: int
    spent: Decimal
    share: float
    """Of the largest line, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Ledger:
    spent: Decimal
    reserved: Decimal
    """Part of `spent` that is not settled yet."""
    made: int
    kept: int
    people: list[Line]
    backends: list[Line]
    days: list[Line]

    @property
    def each_kept(self) -> Decimal | None:
        """What a picture cost that was not thrown away; None while there is none."""
        return self.spent / self.kept if self.kept else None


@dataclass(frozen=True, slots=True)
class Month:
    first: date

    @property
    def before(self) -> date:
        year, month = (
            (self.first.year - 1, 12) if self.first.month == 1 else (self.first.year, self.first.month - 1)
        )
        return date(year, month, 1)

    @property
    def after(self) -> date:
        year, month = (
            (self.first.year + 1, 1) if self.first.month == 12 else (self.first.year, self.first.month + 1)
        )
        return date(year, month, 1)

    @property
    def is_over(self) -> bool:
        return self.after <= timezone.localdate()


def month_named(text: str) -> Month:
    """ "2026-11"; this month for anything else."""
    if told := re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII):
        return Month(date(int(told[1]), int(told[2]), 1))
    return Month(timezone.localdate().replace(day=1))


def calls_of(owner: Team | Project, month: Month | None = None) -> QuerySet[Call]:
    calls = (
        Call.objects.filter(team=owner)
        if isinstance(owner, Team)
        else Call.objects.filter(job__project=owner)
    )
    if month is None:
        return calls
    first, after = (
        timezone.make_aware(datetime(day.year, day.month, 1)) for day in (month.first, month.after)
    )
    return calls.filter(created_at__gte=first, created_at__lt=after)


def ledger(calls: QuerySet[Call]) -> Ledger:
    """The sums of these calls."""
    unsettled = calls.filter(state__in=(*Call.OPEN, Call.State.UNKNOWN), amount=None)
    pictures = Variant.objects.filter(call__in=calls)
    return Ledger(
        spent=Decimal(calls.aggregate(sum=cost())["sum"]),
        reserved=Decimal(unsettled.aggregate(sum=cost())["sum"]),
        made=pictures.count(),
        kept=pictures.kept().count(),
        people=list(_lines(_people(calls))),
        backends=list(_lines(_backends(calls))),
        days=list(_lines(_days(calls))),
    )


def newest(calls: QuerySet[Call], before: int) -> tuple[list[Call], int | None]:
    """A page of calls, and the number to ask for the next one before."""
    if before:
        calls = calls.filter(pk__lt=before)
    found = list(calls.select_related("job__project", "asked_by").order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _grouped(calls: QuerySet[Call], by: str) -> list[tuple[object, int, Decimal]]:
    asked = Coalesce(Sum("wanted", filter=Q(attempt=1)), 0)  # asked for once, however often it was tried
    rows = calls.order_by().values(by).annotate(spent=cost(), pictures=asked)
    return sorted(((row[by], row["pictures"], row["spent"]) for row in rows), key=lambda row: -row[2])


def _people(calls: QuerySet[Call]) -> list[tuple[object, int, Decimal]]:
    rows = _grouped(calls, "asked_by")
    known = User.objects.in_bulk([pk for pk, _, _ in rows if isinstance(pk, int)])
    return [
        (known[pk].name if isinstance(pk, int) else "someone who has left", pictures, spent)
        for pk, pictures, spent in rows
    ]


def _backends(calls: QuerySet[Call]) -> list[tuple[object, int, Decimal]]:
    """By the name that people chose it by; by its short one where no job remembers that."""
    named = calls.order_by().values("backend").annotate(said=Max("job__model"))
    names = {row["backend"]: row["said"] or row["backend"] for row in named}
    return [(names[str(alias)], pictures, spent) for alias, pictures, spent in _grouped(calls, "backend")]


def _days(calls: QuerySet[Call]) -> list[tuple[object, int, Decimal]]:
    rows = _grouped(calls.annotate(day=TruncDay("created_at")), "day")
    ordered = sorted(rows, key=lambda row: str(row[0]))
    return [
        (f"{day:%-d %b}" if isinstance(day, datetime) else "", pictures, spent)
        for day, pictures, spent in ordered
    ]


def _lines(rows: list[tuple[object, int, Decimal]]) -> Iterator[Line]:
    most = max((spent for _, _, spent in rows), default=Decimal(0))
    for name, pictures, spent in rows:
        yield Line(str(name), pictures, spent, float(spent / most) if most else 0.0)
