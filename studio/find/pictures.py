"""A search as conditions on jobs and on their pictures."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from studio.find.query import SIZES, Query, Term, read
from studio.models import Job, JobInput, Project, Prompt, Tagging, User, Variant
from studio.prompts.searching import folded

Within = Project | QuerySet[Project]
"""One project's wall, or the wall of several."""

TALLER = 1.2  # by as much is a picture tall, or wide; the wall lays them out so


@dataclass(frozen=True, slots=True)
class Found:
    """`pictures` is None where the search says nothing of single pictures: then whole jobs match."""

    jobs: Q
    pictures: Q | None
    problems: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.jobs) or self.pictures is not None or bool(self.problems)


def find(text: str, person: User) -> Found:
    return conditions(read(text, today=timezone.localdate()), person)


def conditions(query: Query, person: User) -> Found:
    if query.problems:
        return Found(Q(pk__in=[]), None, query.problems)
    jobs, pictures, has_pictures = Q(), Q(), False
    for term in query.terms:
        made = _JOBS[term.name](term, person) if term.name in _JOBS else _PICTURES[term.name](term)
        if term.negated:
            made = ~made
        if term.name in _JOBS:
            jobs &= made
        else:
            pictures, has_pictures = pictures & made, True
    return Found(jobs, pictures if has_pictures else None)


def jobs_of(project: Project, found: Found) -> QuerySet[Job]:
    """The jobs of the wall, unordered."""
    jobs = Job.objects.filter(found.jobs, project=project)
    if found.pictures is None:
        return jobs
    theirs = Variant.objects.kept().filter(found.pictures, job=OuterRef("pk"), project=project)
    return jobs.filter(Exists(theirs))


def pictures_of(within: Within, found: Found) -> QuerySet[Variant]:
    """The kept pictures that match, newest first."""
    there = in_project(within)
    kept = Variant.objects.kept().filter(there).order_by("-pk")
    if found.jobs:
        kept = kept.filter(job__in=Job.objects.filter(found.jobs & there))
    return kept.filter(found.pictures) if found.pictures is not None else kept


def in_project(within: Within) -> Q:
    return Q(project=within) if isinstance(within, Project) else Q(project__in=within.order_by().values("pk"))


def _words(term: Term, person: User) -> Q:
    return Q(searched__contains=" ".join(folded(term.value).split()))


def _field(term: Term, person: User) -> Q:
    """A line of the searched prompt: the path may begin inside, and may go on (into a list, say)."""
    path, value = _literally(folded(term.path)), _literally(folded(term.value))
    return Q(searched__regex=rf"(^|\n|\.){path}(\.[^\n:]*)?: [^\n]*{value}")


def _literally(text: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", text)


def _by(term: Term, person: User) -> Q:
    name = term.value
    if name.casefold() in ("me", "you"):
        return Q(created_by=person)
    whole = Concat("first_name", Value(" "), "last_name")
    matching = User.objects.alias(whole=whole).filter(
        Q(email__istartswith=name) | Q(whole__istartswith=name) | Q(last_name__istartswith=name)
    )
    return Q(created_by__in=matching)


def _project(term: Term, person: User) -> Q:
    return Q(project__name__iexact=term.value)


def _backend(term: Term, person: User) -> Q:
    return Q(backend__iexact=term.value) | Q(model__icontains=term.value)


def _uses(term: Term, person: User) -> Q:
    inputs = JobInput.objects.filter(job=OuterRef("pk"), reference__name=term.value.casefold())
    return Q(Exists(inputs))


def _shape(term: Term, person: User) -> Q:
    wide, tall = Q(width__gt=F("height") * TALLER), Q(height__gt=F("width") * TALLER)
    return {"wide": wide, "tall": tall, "square": ~wide & ~tall}[term.value]


def _on(term: Term, person: User) -> Q:
    return Q(created_at__gte=_start(term.value), created_at__lt=_start(term.value, 1))


def _before(term: Term, person: User) -> Q:
    return Q(created_at__lt=_start(term.value))


def _after(term: Term, person: User) -> Q:
    return Q(created_at__gte=_start(term.value))


def _start(day: str, later: int = 0) -> datetime:
    try:
        begun = date.fromisoformat(day) + timedelta(days=later)
    except OverflowError:
        begun = date.max
    return timezone.make_aware(datetime.combine(begun, time()))


def _tag(term: Term) -> Q:
    carried = Tagging.objects.filter(variant=OuterRef("pk"), tag__name=term.value.casefold())
    return Q(Exists(carried))


def _board(term: Term) -> Q:
    return Q(board__isnull=True) if term.value.casefold() == "none" else Q(board__name__iexact=term.value)


def _verdict(term: Term) -> Q:
    number = int(term.value)
    lookup = {"=": "", ">=": "__gte", "<=": "__lte", ">": "__gt", "<": "__lt"}[term.op]
    below = Q(verdict__gt=0) if term.op.startswith("<") else Q()
    return Q(**{f"verdict{lookup}": number}) & below


def _is(term: Term) -> Q:
    tagged = Exists(Tagging.objects.filter(variant=OuterRef("pk")))
    sourced = Exists(JobInput.objects.filter(job=OuterRef("job"), role=JobInput.Role.SOURCE))
    return {
        "favourite": Q(is_favourite=True),
        "unjudged": Q(verdict=0),
        "untagged": ~Q(tagged),
        "edited": Q(sourced),
        "structured": Q(job__prompt__kind=Prompt.Kind.STRUCTURED),
        "first": Q(looks_like=None) | Q(looks_like=F("pk")),
    }[term.value]


def _size(term: Term) -> Q:
    """Longest side at least nine tenths of it: what is sold as 4K has many sizes."""
    least = round(SIZES[term.value] * 0.9)
    return Q(image__width__gte=least) | Q(image__height__gte=least)


def _like(term: Term) -> Q:
    theirs = Variant.objects.filter(pk=int(term.value)).values("looks_like")
    return Q(pk=int(term.value)) | Q(looks_like__in=theirs)


_JOBS: dict[str, Callable[[Term, User], Q]] = {
    "words": _words,
    "field": _field,
    "by": _by,
    "project": _project,
    "backend": _backend,
    "uses": _uses,
    "shape": _shape,
    "on": _on,
    "before": _before,
    "after": _after,
}
_PICTURES: dict[str, Callable[[Term], Q]] = {
    "tag": _tag,
    "board": _board,
    "verdict": _verdict,
    "is": _is,
    "size": _size,
    "like": _like,
}
