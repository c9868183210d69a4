"""Zips: asked for, packed in the background, fetched within a day."""

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from studio.access import bundle_for, project_for
from studio.models import Bundle
from studio.numbers import ids
from studio.pipeline.bundle import TooMuch, ask_for_bundle
from studio.serve import signed
from studio.views.answers import SignedInRequest, signed_in, told


@require_POST
@signed_in
def create(request: SignedInRequest, pk: int) -> HttpResponse:
    project = project_for(request.user, pk)
    try:
        bundle = ask_for_bundle(project, request.user, ids(request.POST.get("ids", "")))
    except TooMuch as refusal:
        return told(request, project, str(refusal), status=422)
    if not request.htmx:
        return redirect("bundle", bundle.pk)
    return render(request, "studio/_bundle_made.html", {"bundle": bundle}, status=201)


@require_safe
@signed_in
def bundle(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far it is; htmx asks again until it is ready."""
    shown = bundle_for(request.user, pk)
    template = "studio/_bundle.html" if request.htmx else "studio/bundle.html"
    return render(request, template, {"bundle": shown})


@require_safe
@signed_in
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    shown = bundle_for(request.user, pk)
    if shown.state != Bundle.State.READY:
        raise Http404("This zip is not packed yet.")
    name = f"{slugify(shown.project.name)[:60] or 'pictures'}-{shown.pk}.zip"
    if not isinstance(default_storage, FileSystemStorage):
        return signed(shown.key, "application/zip", name, attachment=True)
    try:
        file = default_storage.open(shown.key)
    except FileNotFoundError as error:
        raise Http404("This zip is gone: they are kept for a day.") from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
