"""What a team did in the last days: jobs and pictures by person and day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from studio.models import Call, Project, Team, User

DAYS = 14
MOST_LINES = 120


@dataclass(frozen=True, slots=True)
class Did:
    day: date
    name: str
    is_known: bool
    jobs: int
    pictures: int


def activity(team: Team, projects: QuerySet[Project]) -> list[Did]:
    """The newest day first; only what was done in `projects`, and of each day those who did most first."""
    since = timezone.now() - timedelta(days=DAYS)
    calls = Call.objects.filter(
        team=team, created_at__gte=since, job__project__in=projects.order_by().values("pk")
    )
    rows = list(
        calls.annotate(day=TruncDate("created_at"))
        .values("day", "asked_by")
        .annotate(jobs=Count("job", distinct=True), pictures=Count("variants", distinct=True))
        .order_by("-day", "-jobs")[:MOST_LINES]
    )
    people = User.objects.in_bulk({row["asked_by"] for row in rows if row["asked_by"]})
    return [
        Did(
            day=row["day"],
            name=who.name if who else "someone who has left",
            is_known=who is not None,
            jobs=row["jobs"],
            pictures=row["pictures"],
        )
        for row in rows
        for who in [people.get(row["asked_by"])]
    ]
