"""Asking for pictures, and what can be decided about a job and its calls afterwards."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from studio.access import call_for, job_for, project_for
from studio.backends.errors import Unsupported
from studio.forms.job import JobForm
from studio.forms.upload import added
from studio.models import Job, Project, Role
from studio.pipeline import preview
from studio.pipeline.cancel import asked_to_stop
from studio.pipeline.cancel import cancel as cancel_job
from studio.pipeline.cancel import let_go as let_go_of
from studio.pipeline.experiment import experiment
from studio.pipeline.retry import retry as retry_job
from studio.pipeline.retry import retry_unknown
from studio.pipeline.submit import submit
from studio.prompts.document import PathError
from studio.prompts.vary import CannotVary
from studio.views.answers import NOT_NOW, SignedInRequest, fragment, may_edit, signed_in, told
from studio.views.cards import cards
from studio.views.projects import project_page
from studio.views.wall import is_found


@require_POST
@signed_in
def create(request: SignedInRequest, pk: int) -> HttpResponse:
    project = project_for(request.user, pk, Role.EDITOR)
    data, problems = _with_uploads(request, project)
    form = JobForm(data, project=project)
    if form.is_valid() and not problems:
        try:
            if form.varied:
                made = experiment(form.order(request.user), form.axes, locked=form.locked)
                return _opened(request, resolve_url("experiment", made.pk))
            job = submit(form.order(request.user))
        except (Unsupported, CannotVary, PathError, *NOT_NOW) as error:
            form.add_error(None, str(error))
        else:
            return _submitted(request, job)
    for problem in problems:
        form.add_error("reference", problem)
    if not request.htmx:
        return project_page(request, project, form, status=422)
    return render(request, "studio/_composer.html", {"project": project, "form": form}, status=422)


@require_GET
@signed_in
def job(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its card; nothing where the wall that asks has a search that it does not match."""
    found = job_for(request.user, pk)
    if not request.htmx:
        return redirect("project", found.project_id)
    shown = is_found(request, found)
    if not shown:
        return HttpResponse(status=204)
    return render(request, "studio/_job.html", {"card": shown[0], "may_edit": may_edit(found)})


@require_POST
@signed_in
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    found = job_for(request.user, pk, Role.EDITOR)
    stopped, asked = cancel_job(found), asked_to_stop(found).exists()
    if asked:
        words = f"{found.model or found.backend} was asked to stop what it is drawing."
    elif stopped:
        still = found.calls.open().exists()
        words = "Cancelled. What is being drawn already still arrives." if still else "Cancelled."
    else:
        words = "Everything was on its way already, so nothing could be taken back."
    return told(request, found.project, words, fragments=_changed(request, found))


@require_POST
@signed_in
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    found = job_for(request.user, pk, Role.EDITOR)
    try:
        calls = retry_job(found, request.user)
    except NOT_NOW as error:
        return told(request, found.project, str(error), status=409 if request.htmx else 200)
    words = "Asked again." if calls else "There is nothing left to ask for again."
    return told(request, found.project, words, fragments=_changed(request, found))


@require_POST
@signed_in
def call_retry(request: SignedInRequest, pk: int) -> HttpResponse:
    call = call_for(request.user, pk, Role.EDITOR)
    try:
        fresh = retry_unknown(call, request.user)
    except NOT_NOW as error:
        return told(request, call.job.project, str(error), status=409 if request.htmx else 200)
    words = "Asked again." if fresh else "That has been decided already."
    return told(request, call.job.project, words, fragments=_changed(request, call.job))


@require_POST
@signed_in
def call_let_go(request: SignedInRequest, pk: int) -> HttpResponse:
    call = call_for(request.user, pk, Role.EDITOR)
    words = "Let go." if let_go_of(call) else "That has been decided already."
    return told(request, call.job.project, words, fragments=_changed(request, call.job))


@require_GET
@signed_in
def call_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The unfinished picture, while there is one."""
    content = preview.kept(call_for(request.user, pk).pk)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/webp", headers={"Cache-Control": "private, max-age=60"})


def _with_uploads(request: SignedInRequest, project: Project) -> tuple[QueryDict, list[str]]:
    """The form's data with the files of a page without script as further references, and what was wrong."""
    data = request.POST.copy()
    problems = []
    for file in request.FILES.getlist("files"):
        reference, problem = added(project, request.user, file)
        if reference:
            data.appendlist("reference", str(reference.pk))
        else:
            problems.append(problem)
    return data, problems


def _submitted(request: SignedInRequest, job: Job) -> HttpResponse:
    if not request.htmx:
        return redirect("project", job.project_id)
    card = cards(Job.objects.filter(pk=job.pk))[0]
    whole = render_to_string("studio/_job.html", {"card": card, "may_edit": True}, request=request)
    # The next press of the button is another wish, even with the same words.
    form = JobForm(project=job.project)
    return HttpResponse(
        whole + fragment(request, "#ticket", "studio/_ticket.html", {"form": form}), status=201
    )


def _opened(request: SignedInRequest, address: str) -> HttpResponse:
    """The browser goes on to another page."""
    if not request.htmx:
        return redirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _changed(request: SignedInRequest, job: Job) -> str:
    return fragment(request, f"#job-{job.pk}", "studio/_job.html", {**_card(job), "may_edit": True})


def _card(job: Job) -> dict[str, object]:
    return {"card": cards(Job.objects.filter(pk=job.pk))[0], "may_edit": may_edit(job)}
