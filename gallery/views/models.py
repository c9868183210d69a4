"""A page for every model, alive: what it does here, how fast, at what price, and what people made with it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_safe

from gallery.explore.feed import Wanted, chosen, page
from gallery.showroom.measured import DAYS, speeds
from gallery.showroom.models import model_called
from gallery.showroom.models import models as every_model
from gallery.showroom.uses import BEGINNINGS, beginning
from gallery.slots import strip
from gallery.views.answers import SignedInRequest, is_grown_up, signed_in
from gallery.views.explore import loved
from gallery.views.people import new_project, projects_to_draw_in


@require_safe
def model_list(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/models.html", {"models": every_model()})


@require_safe
def model(request: HttpRequest, slug: str) -> HttpResponse:
    shown = model_called(slug)
    if shown is None:
        raise Http404
    asked = Wanted(backend=shown.alias)
    made = page(chosen(asked, mature=is_grown_up(request)), asked).creations if shown.alias else []
    able = shown.able
    uses = [each for each in BEGINNINGS if each.needs in able.operations and each.inputs <= able.max_inputs]
    context = {
        "model": shown,
        "speeds": speeds(shown.alias) if shown.alias else [],
        "days": DAYS,
        "uses": uses,
        "examples": [(each, next((one for one in made if one.use == each.kind), None)) for each in uses],
        "creations": made,
        "more": f"{resolve_url('gallery')}{asked.address()}" if len(made) >= 30 else "",
        "themes": strip(),
        "loved": loved(request, made),
    }
    return render(request, "gallery/model.html", context)


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
