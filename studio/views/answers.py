"""What views share: who may come in, and the small answers that say what has happened."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from studio.backends.errors import Misconfigured
from studio.models import Experiment, Job, Project, Reference, Role, User, Variant
from studio.pipeline.budget import OverBudget, TooMuchAtOnce
from studio.pipeline.spool import NoRoom

P = ParamSpec("P")

NOT_NOW = (OverBudget, TooMuchAtOnce, NoRoom, Misconfigured)
"""Why something cannot be asked for just now, in sentences for the person."""


class SignedInRequest(HttpRequest):
    """A request that came through `signed_in`, with django-htmx's view of it."""

    user: User
    htmx: HtmxDetails


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Nobody is sent to the sign-in page and back; a fragment sends its whole page there."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        asked = cast(SignedInRequest, request)
        if request.user.is_authenticated:
            return view(asked, *args, **kwargs)
        if asked.htmx:
            came_from = asked.htmx.current_url_abs_path or resolve_url("project-list")
            return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(came_from).url})
        return redirect_to_login(request.get_full_path() if request.method == "GET" else resolve_url("home"))

    return checked


def told(
    request: SignedInRequest,
    project: Project,
    words: str,
    *,
    fragments: str = "",
    undo: str = "",
    undo_values: Mapping[str, object] | None = None,
    status: int = 200,
    back: str = "",
) -> HttpResponse:
    """Says `words`: as a toast beside the changed `fragments`, or as a message on the page one comes back to.

    `undo` is the address that a POST of `undo_values` takes it back at.
    """
    if request.htmx:
        values = json.dumps(undo_values) if undo_values else ""
        context = {"words": words, "undo": undo, "undo_values": values}
        toast = render_to_string("studio/_toast.html", context, request=request)
        return HttpResponse(fragments + toast, status=status)
    messages.info(request, words)
    return redirect(back or resolve_url("project", project.pk))


def fragment(request: HttpRequest, target: str, template: str, context: dict[str, object]) -> str:
    """A part of the page that replaces the element `target` (a CSS selector) wherever the answer lands."""
    html = render_to_string(template, context, request=request)
    return f'<hx-partial hx-target="{target}" hx-swap="outerMorph">{html}</hx-partial>'


def may_edit(row: Project | Job | Variant | Reference | Experiment) -> bool:
    """Whether the person for whom studio.access read this row may change it."""
    role = getattr(row, "my_role", None)
    return role is not None and Role(role).rank >= Role.EDITOR.rank
