"""What a project's pictures can be filtered by, with how many there are of each; and its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from studio.models import Board, Job, Project, Tag, User

MOST = 40


@dataclass(frozen=True, slots=True)
class Facet:
    """`term` is what the search field is to say."""

    term: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    jobs: int
    before: int
    """The wall's page that begins with this day's newest job: `?before=` this."""


def tags(project: Project) -> list[Facet]:
    kept = Count("taggings", filter=Q(taggings__variant__trashed_at=None))
    found = Tag.objects.filter(project=project).annotate(pictures=kept).filter(pictures__gt=0)
    ordered = found.order_by("-pictures", "name")[:MOST]
    return [Facet(f"tag:{quoted(tag.name)}", tag.name, tag.pictures) for tag in ordered]


def boards(project: Project) -> list[Facet]:
    kept = Count("variants", filter=Q(variants__trashed_at=None))
    found = Board.objects.filter(project=project).annotate(pictures=kept).order_by("name")[:MOST]
    return [Facet(f"board:{quoted(board.name)}", board.name, board.pictures) for board in found]


def people(project: Project) -> list[Facet]:
    members = User.objects.filter(memberships__team=project.team_id).order_by("pk")[:MOST]
    return [Facet(f"by:{quoted(person.email)}", person.name) for person in members]


def backends(labels: Iterable[tuple[str, str]]) -> list[Facet]:
    return [Facet(f"backend:{quoted(alias)}", label) for alias, label in labels]


def days(project: Project) -> list[Day]:
    """Newest first, only days with jobs on them."""
    found = (
        Job.objects.filter(project=project)
        .order_by()
        .annotate(day=TruncDate("created_at"))
        .values("day")
        .annotate(jobs=Count("pk"), newest=Max("pk"))
        .order_by("-day")
    )
    return [Day(each["day"], each["jobs"], each["newest"] + 1) for each in found]


def quoted(value: str) -> str:
    """As the search field wants it: in quotation marks where there is a space."""
    value = value.replace('"', "")
    return f'"{value}"' if " " in value else value
