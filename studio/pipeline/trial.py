"""Trying a backend out: an ordinary job, through the ledger and a worker, in a project of its own."""

from collections.abc import Iterable

from django.utils.text import slugify

from studio.backends.registry import backend, given
from studio.models import BackendAccount, Job, Project, Team, User
from studio.pipeline.submit import Order, submit

PROJECT = "Backend tests"
WORDS = "A small red square on a white background"


def try_out(alias: str, team: Team, person: User) -> Job:
    """One picture of the smallest square on offer, at the team's expense. Raises as `submit` does."""
    sizes = backend(alias, team=team.pk).capabilities.sizes.tiers.values()
    offered = [size for named in sizes for size in named.values()]
    # A square where there is one: what people run themselves draws little else well.
    width, height = min(offered, key=lambda size: (size[0] != size[1], size[0] * size[1]))
    found = Project.objects.kept().filter(team=team, only_for=None, name=PROJECT).order_by("pk").first()
    project = found or Project.objects.create(team=team, name=PROJECT, created_by=person)
    job = submit(Order(project=project, person=person, text=WORDS, backend=alias, width=width, height=height))
    BackendAccount.objects.filter(alias=alias).update(last_test=job)
    return job


def last_trial(alias: str, teams: Iterable[Team]) -> Job | None:
    """The newest test of this backend by one of these teams."""
    tests = Job.objects.filter(project__team__in=teams, project__name=PROJECT, backend=alias)
    return tests.order_by("-pk").first()


def free_alias(label: str) -> str:
    """A short name that no backend has or had: calls are known by it for ever."""
    slug = slugify(label)[:30].strip("-") or "backend"
    taken = {*given(), *BackendAccount.objects.filter(alias__startswith=slug).values_list("alias", flat=True)}
    if slug not in taken:
        return slug
    return next(name for number in range(2, len(taken) + 3) if (name := f"{slug}-{number}") not in taken)
