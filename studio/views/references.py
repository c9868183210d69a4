"""The tray's library: pictures that people bring, and their way to the trash."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_POST

from studio.access import project_for, reference_for
from studio.forms.upload import added
from studio.models import Project, Reference, Role
from studio.numbers import number
from studio.pipeline.trash import trash_reference
from studio.views.answers import SignedInRequest, may_edit, signed_in, told

SHELF = 60


@require_GET
@signed_in
def references(request: SignedInRequest, pk: int) -> HttpResponse:
    """The newest references of the project; ?id= asks for certain ones, wherever they stand."""
    project = project_for(request.user, pk)
    shelf = Reference.objects.kept().filter(project=project).select_related("image").order_by("-pk")
    newest = Reference.objects.newest().filter(project=project).select_related("image").order_by("-pk")
    wanted = [number(each) for each in request.GET.getlist("id")[:SHELF]]
    found = shelf.filter(pk__in=wanted) if wanted else newest[:SHELF]
    template = "studio/_references.html" if request.htmx else "studio/references.html"
    context = {"project": project, "references": found, "may_edit": may_edit(project)}
    return render(request, template, context)


@require_POST
@signed_in
def create(request: SignedInRequest, pk: int) -> HttpResponse:
    """One uploaded picture: its place on the shelf, or 422 and the sentence that says what is wrong with it.

    The page of references sends several, and shows them and what is wrong with the others.
    """
    project = project_for(request.user, pk, Role.EDITOR)
    if not request.htmx:
        return _several(request, project)
    file = request.FILES.get("file")
    if file is None:
        return HttpResponse("No file came with this.", status=422, content_type="text/plain; charset=utf-8")
    reference, problem = added(project, request.user, file)
    if reference is None:
        return HttpResponse(problem, status=422, content_type="text/plain; charset=utf-8")
    return render(request, "studio/_reference.html", {"reference": reference}, status=201)


@require_POST
@signed_in
def trash(request: SignedInRequest, pk: int) -> HttpResponse:
    reference = reference_for(request.user, pk, Role.EDITOR)
    trash_reference(reference)
    words = f"@{reference.name} is not offered any more."
    return told(request, reference.project, words, back=resolve_url("references", reference.project_id))


def _several(request: SignedInRequest, project: Project) -> HttpResponse:
    for file in request.FILES.getlist("file"):
        reference, problem = added(project, request.user, file)
        if reference is None:
            messages.error(request, problem)
    return redirect("references", project.pk)
