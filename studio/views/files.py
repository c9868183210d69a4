"""Pictures as files: taken away in the format that is wanted, and recipes out of files that are brought."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from studio import recipes
from studio.access import project_for, variant_for
from studio.images.convert import FORMATS, converted
from studio.images.errors import ImageRefused
from studio.images.limits import RESULT
from studio.images.recipe import recipe_in
from studio.pipeline.store import StorageTrouble, read
from studio.views.answers import SignedInRequest, may_edit, signed_in, told

WIDTHS = (640, 1280, 2048, 4096)


@require_safe
@signed_in
def save_as(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """?format=png|jpeg|webp&width=…&recipe=1. Every such file says that a machine had a part in it."""
    shown = variant_for(request.user, pk)
    form = FORMATS.get(request.GET.get("format", "png"))
    width = request.GET.get("width", "")
    if form is None or (width and width not in {str(each) for each in WIDTHS}):
        return told(request, shown.project, "There is no such format or size.", status=400)
    xmp = recipes.xmp_of(shown, with_recipe=request.GET.get("recipe") == "1")
    try:
        made = converted(read(shown.image), form, width=int(width) if width else None, xmp=xmp)
    except (ImageRefused, StorageTrouble) as problem:
        return told(request, shown.project, str(problem), status=503)
    name = f"{slugify(shown.project.name)[:60] or 'picture'}-{shown.pk}.{form.extension}"
    return HttpResponse(
        made.content,
        content_type=form.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
@signed_in
def recipe_from(request: SignedInRequest, pk: int) -> HttpResponse:
    """The recipe inside a file that was dropped on the stage; 422 and the reason where it brings none."""
    project = project_for(request.user, pk)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > RESULT.bytes:
        return _refused("This file is too large to hold a recipe." if file else "No file came with this.")
    told_in = recipe_in(bytes(file.read()))
    found = recipes.read(told_in) if told_in else None
    if found is None:
        return _refused(
            "This file carries no recipe of ours. Drop it on the composer to use it as a reference."
        )
    context = {"project": project, "recipe": found, "name": (file.name or "file")[:80]}
    context["may_edit"] = may_edit(project)
    return render(request, "studio/_recipe_brought.html", context)


def _refused(words: str) -> HttpResponse:
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
