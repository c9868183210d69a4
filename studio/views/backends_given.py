"""The settings' own backends: told and tried here like those that were added, and changed where they were set."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from studio.access import Person, require_staff, teams_of
from studio.backends.errors import Misconfigured
from studio.backends.registry import backend, given
from studio.pipeline.trial import last_trial
from studio.views.answers import SignedInRequest, signed_in
from studio.views.trials import told_of, tried, what_came


@require_safe
@signed_in
def backend_given(request: SignedInRequest, alias: str) -> HttpResponse:
    _require_given(request.user, alias)
    return _page(request, alias)


@require_POST
@signed_in
def test(request: SignedInRequest, alias: str) -> HttpResponse:
    """Ask for a small red square, as anybody would ask for a picture."""
    _require_given(request.user, alias)
    _, problem = tried(request.user, alias, None)
    if not request.htmx:
        return _page(request, alias, problem=problem, status=409 if problem else 200)
    return HttpResponse(_tested(request, alias, problem))


@require_GET
@signed_in
def tested(request: SignedInRequest, alias: str) -> HttpResponse:
    """What became of the last test."""
    _require_given(request.user, alias)
    return HttpResponse(_tested(request, alias)) if request.htmx else redirect("backend-given", alias)


def label_of(alias: str) -> str:
    """What people read when they choose it. Raises Misconfigured."""
    return backend(alias).label


def _page(request: SignedInRequest, alias: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    try:
        label = label_of(alias)
    except Misconfigured:
        label = alias
    context = {
        **told_of(alias, None),
        "alias": alias,
        "label": label,
        "tested": _tested(request, alias, problem),
    }
    return render(request, "studio/backends/given.html", context, status=status)


def _tested(request: SignedInRequest, alias: str, problem: str = "") -> str:
    job = last_trial(alias, teams_of(request.user))
    page, fresh = (reverse(name, args=[alias]) for name in ("backend-given", "backend-given-tested"))
    return what_came(request, job, problem, page=page, fresh=fresh)


def _require_given(user: Person, alias: str) -> None:
    require_staff(user)
    if alias not in given():
        raise Http404
