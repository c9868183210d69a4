"""The prompt in the composer: what is to be said about it, what could stand in it, and what it was before."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from studio.access import project_for
from studio.forms.job import JobForm, as_asked
from studio.forms.prompt import repaired_or_undone
from studio.models import Project, Prompt, Role, User
from studio.numbers import number
from studio.pipeline.compose import document_of
from studio.pipeline.experiment import value_of
from studio.prompts.apply import take as take_field
from studio.prompts.document import Path, PathError, Value, fingerprint, label, read_label, to_text
from studio.prompts.suggestions import suggest
from studio.prompts.vary import is_locked
from studio.views.answers import SignedInRequest, signed_in
from studio.views.differences import rows, side_of
from studio.views.projects import project_page


@require_POST
@signed_in
def facts(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is wrong with the prompt as it stands, what it states, its variables, and what would be sent."""
    project = project_for(request.user, pk, Role.EDITOR)
    form = JobForm(repaired_or_undone(request.POST), project=project)
    if not request.htmx:
        return project_page(request, project, form)
    return render(request, "studio/_prompt_facts.html", {"project": project, "form": form, "is_swap": True})


@require_POST
@signed_in
def use(request: SignedInRequest, pk: int) -> HttpResponse:
    """The project's page with this text in its composer, and the settings with which its version was drawn last."""
    project = project_for(request.user, pk, Role.EDITOR)
    after = request.POST.get("after", "")
    drawn = project.jobs.filter(prompt=number(after)).order_by("-pk").first()
    initial = (as_asked(drawn) if drawn else {}) | {
        "prompt": request.POST.get("prompt", ""),
        "after": after,
        "lock": request.POST.getlist("lock"),
    }
    return project_page(request, project, JobForm(project=project, initial=initial))


@require_GET
@signed_in
def history(request: SignedInRequest, pk: int) -> JsonResponse:
    """The version that this person asked for before ?before=, or after ?after=; {} at the end."""
    project = project_for(request.user, pk)
    mine = _asked_by(request.user, project)
    before, after = (number(request.GET.get(name, "")) for name in ("before", "after"))
    if after:
        found = mine.filter(pk__gt=after).order_by("pk").first()
    else:
        found = (mine.filter(pk__lt=before) if before else mine).order_by("-pk").first()
    if found is None:
        return JsonResponse({})
    return JsonResponse({"id": found.pk, "text": found.text, "name": found.name})


@require_GET
@signed_in
def suggestions(request: SignedInRequest, pk: int) -> JsonResponse:
    """Values to try for ?field=, which now is the JSON text ?value=; each value as a JSON text."""
    project_for(request.user, pk, Role.EDITOR)
    try:
        found = suggest(read_label(request.GET.get("field", "")[:2000]), _value(request.GET.get("value", "")))
    except PathError:
        found = None
    values = [fingerprint(value) for value in found.values] if found else []
    return JsonResponse({"label": found.label if found else "", "values": values})


@require_POST
@signed_in
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """The prompt with one field or group as another picture or version has it, to be looked at first."""
    project = project_for(request.user, pk, Role.EDITOR)
    other = side_of(request.user, project, request.POST.get("from", "")[:24] or "-")
    form = JobForm(request.POST, project=project)
    text = request.POST.get("prompt", "").strip()
    before: Value = document_of(text)
    whole: Value = ({"prompt": before} if before else {}) if isinstance(before, str) else before
    problems = []
    after = whole
    for name in request.POST.getlist("field")[:50]:
        try:
            after = _taken(after, other.document, read_label(name), form.locked)
        except PathError as problem:
            problems.append(str(problem))
    context = {
        "title": f"From {other.title.lower()}",
        "problems": problems,
        **preview(project, before, after, form),
    }
    return show_preview(request, context)


def preview(project: Project, before: Value, after: Value, form: JobForm) -> dict[str, Any]:
    """What a page needs that shows an edit before it is made; what is locked in `form` stays so afterwards."""
    return {
        "project": project,
        "rows": rows(before, after),
        "text": to_text(after),
        "locks": form.locks,
        "after": form["after"].value() or "",
    }


def show_preview(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    template = "studio/_prompt_preview.html" if request.htmx else "studio/prompt_preview.html"
    return render(request, template, context)


def _taken(document: Value, other: Value, path: Path, locked: list[Path]) -> Value:
    if is_locked(path, locked):
        raise PathError(f"“{label(path)}” is locked. Unlock it to change it.")
    return take_field(document, other, path)


def _asked_by(person: User, project: Project) -> Any:
    """What this person asked for, without the single cells of experiments."""
    mine = Q(jobs__created_by=person, jobs__experiment=None) | Q(experiments__created_by=person)
    return Prompt.objects.filter(mine, project=project).distinct()


def _value(text: str) -> Value:
    try:
        return value_of(text[:4000])
    except ValueError:
        return text[:4000]
