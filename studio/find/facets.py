"""What a wall's pictures can be filtered by, with how many there are of each; and a project's days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate

from studio.find.pictures import Within, in_project
from studio.models import Board, Job, Project, Tag, Team, User

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


def tags(within: Within) -> list[Facet]:
    """The same word in several projects is one tag."""
    kept = Count("taggings", filter=Q(taggings__variant__trashed_at=None))
    found = Tag.objects.filter(in_project(within)).values("name").annotate(pictures=kept)
    ordered = found.filter(pictures__gt=0).order_by("-pictures", "name").values_list("name", "pictures")
    return [Facet(f"tag:{quoted(name)}", name, pictures) for name, pictures in ordered[:MOST]]


def boards(within: Within) -> list[Facet]:
    kept = Count("variants", filter=Q(variants__trashed_at=None))
    found = Board.objects.filter(in_project(within)).values("name").annotate(pictures=kept)
    ordered = found.order_by("name").values_list("name", "pictures")
    return [Facet(f"board:{quoted(name)}", name, pictures) for name, pictures in ordered[:MOST]]


def projects(within: QuerySet[Project]) -> list[Facet]:
    names = dict.fromkeys(within.order_by("-active_at").values_list("name", flat=True)[:MOST])
    return [Facet(f"project:{quoted(name)}", name) for name in names]


def people(team: Team) -> list[Facet]:
    members = User.objects.filter(memberships__team=team).order_by("pk")[:MOST]
    return [Facet(f"by:{quoted(person.name)}", person.name) for person in members]


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
