"""The wall: pages of jobs around a place, narrowed by a search; its filters and its days."""

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from studio.access import project_for
from studio.backends.registry import aliases, backend
from studio.find import facets as find_facets
from studio.find.pictures import Found, Within, find, jobs_of, pictures_of
from studio.find.query import LONGEST, SHAPES, SIZES
from studio.models import Job, Project, Team, Verdict
from studio.numbers import MOST_IDS, number
from studio.views.answers import SignedInRequest, may_edit, signed_in
from studio.views.cards import JobCard, cards

WALL_PAGE = 12
COUNTED = 1000
"""Matches beyond are told as "more than"."""


@require_GET
@signed_in
def wall(request: SignedInRequest, pk: int) -> HttpResponse:
    """Twelve jobs, newest first, before or after a job; as a fragment, or on the project's page."""
    shown = project_for(request.user, pk)
    if not request.htmx:
        return redirect(f"{resolve_url('project', pk)}?{request.GET.urlencode()}")
    response = render(request, "studio/_wall.html", wall_page(request, shown))
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_GET
@signed_in
def facets(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the wall can be filtered by, each with how many pictures there are of it."""
    project = project_for(request.user, pk)
    context = offered(project, project.team) | {
        "page": resolve_url("project", pk),
        "name": project.name,
        "may_edit": may_edit(project),
        "views": project.views.order_by("name"),
    }
    template = "studio/_facets.html" if request.htmx else "studio/facets.html"
    return render(request, template, context)


def offered(within: Within, team: Team) -> dict[str, object]:
    """The filters of a wall."""
    labels = [(alias, backend(alias).label) for alias in aliases()]
    return {
        "tags": find_facets.tags(within),
        "boards": find_facets.boards(within),
        "people": find_facets.people(team),
        "backends": find_facets.backends(labels),
        "verdicts": [(each.value, each.label) for each in Verdict if each],
        "sizes": SIZES,
        "shapes": SHAPES,
    }


@require_GET
@signed_in
def days(request: SignedInRequest, pk: int) -> HttpResponse:
    """The days on which something was asked for, with the address of the wall from there on."""
    project = project_for(request.user, pk)
    template = "studio/_days.html" if request.htmx else "studio/days.html"
    return render(request, template, {"project": project, "days": find_facets.days(project)})


@require_GET
@signed_in
def matching(request: SignedInRequest, pk: int) -> JsonResponse:
    """The ids of the pictures that match ?q=, newest first: what Ctrl+A means beyond what is loaded."""
    project = project_for(request.user, pk)
    found = pictures_of(project, find(written(request), request.user))
    return JsonResponse({"ids": list(found.values_list("pk", flat=True)[:MOST_IDS]), "most": MOST_IDS})


def written(request: SignedInRequest) -> str:
    """What the search field says; one too long stays too long by one, so that it is told and not cut."""
    return " ".join(request.GET.get("q", "").split())[: LONGEST + 1]


def wall_page(request: SignedInRequest, project: Project) -> dict[str, object]:
    """A page of the wall: before ?before=, or the one just after ?after=, of what matches ?q=.

    `older` and `newer` are what to ask for next, None at the ends; `running` is how many jobs of the project run.
    """
    q = written(request)
    found = find(q, request.user)
    before, after = number(request.GET.get("before", "")), number(request.GET.get("after", ""))
    jobs = jobs_of(project, found).annotate(running=_running(project))
    if after:
        page, more = _page(jobs.filter(pk__gte=after).order_by("pk"), found)
        page.reverse()
        newer, older = (page[0].job.pk + 1 if more else None), None
    else:
        jobs = jobs.filter(pk__lt=before) if before else jobs
        page, more = _page(jobs.order_by("-pk"), found)
        older = page[-1].job.pk if more else None
        newer = before if before and jobs_of(project, found).filter(pk__gte=before).exists() else None
    running = vars(page[0].job)["running"] if page else _count_running(project)
    return {
        "project": project,
        "may_edit": may_edit(project),
        "cards": page,
        "older": older,
        "newer": newer,
        "is_first_page": not before and not after,
        "q": q,
        "problems": found.problems,
        "page": resolve_url("project", project.pk),
        "matches": matches(project, found) if found and not (before or after) else None,
        "running": running,
    }


def is_found(request: SignedInRequest, job: Job) -> list[JobCard]:
    """The card of this job as the wall of ?q= shows it; none where it does not match."""
    found = find(written(request), request.user)
    return cards(jobs_of(job.project, found).filter(pk=job.pk), found.pictures)


def _page(jobs: QuerySet[Job], found: Found) -> tuple[list[JobCard], bool]:
    page = cards(jobs[: WALL_PAGE + 1], found.pictures)
    return page[:WALL_PAGE], len(page) > WALL_PAGE


def matches(within: Within, found: Found) -> int:
    """How many pictures match, counted up to a limit."""
    return 0 if found.problems else pictures_of(within, found)[: COUNTED + 1].count()


def _running(project: Project) -> Coalesce:
    """Counted once, within the query that reads the jobs."""
    running = Job.objects.filter(project=project.pk, state=Job.State.OPEN).order_by()
    counted = running.values("project").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _count_running(project: Project) -> int:
    return Job.objects.filter(project=project, state=Job.State.OPEN).count()
