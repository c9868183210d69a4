"""The pictures of all projects of a team in one wall, with the filters of a project's."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from studio.access import projects_of, team_for
from studio.find import facets as find_facets
from studio.find.pictures import find, pictures_of
from studio.models import Project, Team
from studio.numbers import number
from studio.views.answers import SignedInRequest, signed_in
from studio.views.wall import matches, offered, written

A_PAGE = 48


@require_safe
@signed_in
def team_wall(request: SignedInRequest, pk: int) -> HttpResponse:
    """What matches ?q=, newest first, before the picture ?before=; as a page, or as a fragment of it."""
    team = team_for(request.user, pk)
    within = _seen(request, team)
    q, before = written(request), number(request.GET.get("before", ""))
    found = find(q, request.user)
    pictures = pictures_of(within, found).select_related("image", "project", "job__created_by")
    if before:
        pictures = pictures.filter(pk__lt=before)
    page = list(pictures[: A_PAGE + 1])
    context = {
        "team": team,
        "page": resolve_url("team-wall", pk),
        "pictures": page[:A_PAGE],
        "older": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
        "is_first_page": not before,
        "q": q,
        "problems": found.problems,
        "matches": matches(within, found) if found and not before else None,
    }
    template = "studio/_team_wall.html" if request.htmx else "studio/team_wall.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@signed_in
def team_facets(request: SignedInRequest, pk: int) -> HttpResponse:
    team = team_for(request.user, pk)
    within = _seen(request, team)
    context = offered(within, team) | {
        "page": resolve_url("team-wall", pk),
        "name": team.name,
        "projects": find_facets.projects(within),
    }
    template = "studio/_facets.html" if request.htmx else "studio/facets.html"
    return render(request, template, context)


def _seen(request: SignedInRequest, team: Team) -> QuerySet[Project]:
    """Without what others keep to themselves."""
    return projects_of(request.user).filter(team=team)
