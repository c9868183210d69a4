"""A page for every model, alive: what it does here, how fast, at what price, and what people made with it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_safe

from gallery.explore.feed import Wanted, chosen, page
from gallery.models import Creation
from gallery.showroom.measured import DAYS, speeds
from gallery.showroom.models import Model, model_called
from gallery.showroom.models import models as every_model
from gallery.showroom.pictures import newest_of, shown
from gallery.showroom.uses import BEGINNINGS, Begin, beginning
from gallery.views.answers import SignedInRequest, is_grown_up, signed_in
from gallery.views.explore import loved
from gallery.views.people import new_project, projects_to_draw_in


@require_safe
@gzip_page
def model_list(request: HttpRequest) -> HttpResponse:
    found = every_model()
    made = newest_of([each.alias for each in found if each.alias])
    return render(
        request, "gallery/models.html", {"models": [(each, made.get(each.alias)) for each in found]}
    )


@require_safe
@gzip_page
def model(request: HttpRequest, slug: str) -> HttpResponse:
    """The uses of a model that is not configured open the composer with one that is."""
    found = model_called(slug)
    if found is None:
        raise Http404
    asked = Wanted(backend=found.alias)
    made = chosen(asked, mature=is_grown_up(request)) if found.alias else Creation.objects.none()
    wall = page(made, asked)
    opened = found if found.alias else next((each for each in every_model() if each.alias), None)
    context = {
        "model": found,
        "opened": opened,
        "speeds": speeds(found.alias) if found.alias else [],
        "days": DAYS,
        "shown": shown(made, [each for each in BEGINNINGS if _fits(each, opened or found)], found.does),
        "creations": wall.creations,
        "more": f"{resolve_url('gallery')}{asked.address()}" if wall.after else "",
        "loved": loved(request, wall.creations),
    }
    return render(request, "gallery/model.html", context)


def _fits(use: Begin, model: Model) -> bool:
    return use.needs in model.able.operations and use.inputs <= model.able.max_inputs


@require_GET
@signed_in
def begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """The composer, ready for a use, in the project worked on last; a first project is made on the way."""
    wanted = beginning(slug)
    if wanted is None:
        raise Http404
    project = projects_to_draw_in(request.user).first() or new_project(request.user, wanted.label)
    told = {
        "prompt": wanted.prompt,
        "aspect": wanted.aspect,
        "count": str(wanted.count),
        "backend": request.GET.get("model", "")[:40],
    } | ({"series": "set"} if wanted.is_set else {})
    return redirect(f"{resolve_url('project', project.pk)}?{urlencode({k: v for k, v in told.items() if v})}")
