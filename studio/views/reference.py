"""One reference: its versions, what used each of them, and what can be done with it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_POST

from studio.access import project_for, reference_for
from studio.backends.errors import Misconfigured, Unsupported
from studio.forms.address import fetched
from studio.forms.upload import versioned
from studio.models import Job, Reference, Role
from studio.numbers import number
from studio.pipeline.again import again
from studio.pipeline.budget import OverBudget, TooMuchAtOnce
from studio.pipeline.spool import NoRoom
from studio.views.answers import SignedInRequest, may_edit, signed_in, told

NOT_NOW = (Unsupported, OverBudget, TooMuchAtOnce, NoRoom, Misconfigured)
SHOWN_USES = 24
RERUN_AT_MOST = 8


@require_GET
@signed_in
def reference(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = reference_for(request.user, pk)
    versions = list(
        Reference.objects.filter(project=shown.project, name=shown.name)
        .select_related("image")
        .order_by("-version")
    )
    newest = next((each for each in versions if each.trashed_at is None), None)
    rows = [{"reference": each, "jobs": _uses(each), "is_newest": each == newest} for each in versions[:20]]
    context = {"project": shown.project, "name": shown.name, "newest": newest, "rows": rows}
    context |= {"roles": Reference.Role.choices, "may_edit": may_edit(shown)}
    return render(request, "studio/reference.html", context)


@require_POST
@signed_in
def role(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = reference_for(request.user, pk, Role.EDITOR)
    wanted = request.POST.get("role", "")
    if wanted not in Reference.Role.values:
        return told(request, shown.project, "There is no such role.", status=422, back=_page(shown))
    Reference.objects.filter(project=shown.project, name=shown.name).update(role=wanted)
    return told(
        request,
        shown.project,
        f"@{shown.name} is a {Reference.Role(wanted).label.lower()} now.",
        back=_page(shown),
    )


@require_POST
@signed_in
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another picture under the same name; what was made with the one before keeps it."""
    shown = reference_for(request.user, pk, Role.EDITOR)
    file = request.FILES.get("file")
    if file is None:
        return told(request, shown.project, "No file came with this.", status=422, back=_page(shown))
    made, problem = versioned(shown, request.user, file)
    words = f"@{shown.name} has a version {made.version} now." if made else problem
    return told(request, shown.project, words, status=200 if made else 422, back=_page(shown))


@require_POST
@signed_in
def rerun(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask again for what used this older version, with the newest one."""
    shown = reference_for(request.user, pk, Role.EDITOR)
    newest = Reference.objects.newest().filter(project=shown.project, name=shown.name).first()
    if newest is None or newest.version <= shown.version:
        return told(request, shown.project, "This is the newest version already.", back=_page(shown))
    chosen = [number(each) for each in request.POST.getlist("job")]
    jobs = Job.objects.filter(inputs__reference=shown, pk__in=chosen).select_related(
        "project__team", "prompt__parent"
    )
    made = 0
    try:
        for job in jobs.distinct().order_by("pk")[:RERUN_AT_MOST]:
            again(job, request.user, {shown.pk: newest})
            made += 1
    except NOT_NOW as problem:
        words = f"{made} asked for again; then: {problem}" if made else str(problem)
        return told(request, shown.project, words, back=_page(shown))
    words = (
        f"{made} asked for again with version {newest.version}." if made else "Choose what to ask for again."
    )
    back = resolve_url("project", shown.project_id) if made else _page(shown)
    return told(request, shown.project, words, back=back)


@require_POST
@signed_in
def fetch(request: SignedInRequest, pk: int) -> HttpResponse:
    """A picture from the web: its place on the shelf, or 422 and the sentence that says why not."""
    project = project_for(request.user, pk, Role.EDITOR)
    made, problem = fetched(project, request.user, request.POST.get("address", ""))
    if made is None:
        if not request.htmx:
            return told(request, project, problem, back=resolve_url("references", pk))
        return HttpResponse(problem, status=422, content_type="text/plain; charset=utf-8")
    if not request.htmx:
        return redirect(f"{resolve_url('project', pk)}?use={made.pk}")
    return render(request, "studio/_reference.html", {"reference": made}, status=201)


def _uses(reference: Reference) -> list[Job]:
    jobs = (
        Job.objects.filter(inputs__reference=reference)
        .select_related("prompt", "created_by")
        .prefetch_related("variants__image")
    )
    return list(jobs.distinct().order_by("-pk")[:SHOWN_USES])


def _page(reference: Reference) -> str:
    return resolve_url("reference", reference.pk)
