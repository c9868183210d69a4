"""A whole project as one file: on its way out, and into a team."""

import uuid

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.access import project_for, team_for, teams_of, transfer_for
from studio.models import Role, Transfer
from studio.numbers import number
from studio.pipeline.outbox import promise
from studio.serve import signed
from studio.views.answers import SignedInRequest, signed_in, told

SHOWN = 30
MOST_AT_ONCE = 2
UNDER_WAY = (Transfer.State.WAITING, Transfer.State.WORKING)


@require_POST
@signed_in
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the project packed; the page of transfers tells when it is ready."""
    project = project_for(request.user, pk, Role.EDITOR)
    if _busy(request) >= MOST_AT_ONCE:
        return told(request, project, "Two transfers of yours are under way. Wait for one of them.")
    made = Transfer.objects.create(
        kind=Transfer.Kind.EXPORT, team=project.team, project=project, created_by=request.user
    )
    promise("studio.tasks.run_transfer", made.pk)
    return redirect("transfer-incoming")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def incoming(request: SignedInRequest) -> HttpResponse:
    """My transfers; a POST brings a file that becomes a project of the chosen team."""
    teams = list(teams_of(request.user, Role.EDITOR))
    problem = ""
    if request.method == "POST":
        problem = _brought(request)
        if not problem:
            return redirect("transfer-incoming")
    mine = Transfer.objects.filter(created_by=request.user, team__memberships__user=request.user)
    transfers = list(mine.select_related("project", "team").order_by("-pk")[:SHOWN])
    context = {
        "transfers": transfers,
        "under_way": any(each.state in UNDER_WAY for each in transfers),
        "teams": teams,
        "problem": problem,
    }
    template = "studio/_transfers.html" if request.htmx else "studio/transfers.html"
    return render(request, template, context, status=422 if problem else 200)


@require_safe
@signed_in
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    shown = transfer_for(request.user, pk)
    if shown.kind != Transfer.Kind.EXPORT or shown.state != Transfer.State.DONE or shown.project is None:
        raise Http404("This file is not ready.")
    name = f"{slugify(shown.project.name)[:60] or 'project'}.seedbed.zip"
    if not isinstance(default_storage, FileSystemStorage):
        return signed(shown.key, "application/zip", name, attachment=True)
    try:
        file = default_storage.open(shown.key)
    except FileNotFoundError as error:
        raise Http404("This file is gone.") from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


def _brought(request: SignedInRequest) -> str:
    """What is wrong with it; empty when it is on its way."""
    team = team_for(request.user, number(request.POST.get("team", "")), Role.EDITOR)
    file = request.FILES.get("file")
    if file is None:
        return "Choose the file of an exported project."
    if _busy(request) >= MOST_AT_ONCE:
        return "Two transfers of yours are under way. Wait for one of them."
    key = default_storage.save(f"transfers/{uuid.uuid4()}.zip", file)
    made = Transfer.objects.create(
        kind=Transfer.Kind.IMPORT, team=team, created_by=request.user, key=key, size_bytes=file.size or 0
    )
    promise("studio.tasks.run_transfer", made.pk)
    return ""


def _busy(request: SignedInRequest) -> int:
    return Transfer.objects.filter(created_by=request.user, state__in=UNDER_WAY).count()
