"""Presets: kept, merged into the prompt after a look at what changes, passed on as files."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_GET, require_POST, require_safe

from studio.access import preset_for, presets_of, project_for
from studio.forms.job import JobForm
from studio.forms.preset import MINE, TEAM, PresetForm, made, owned
from studio.models import Preset as PresetRow
from studio.models import Project, Role
from studio.numbers import number
from studio.pipeline.compose import document_of
from studio.prompts.document import Value, to_text
from studio.prompts.parse import Structured, parse
from studio.prompts.presets import (
    MAX_FILE_CHARACTERS,
    MAX_NAME_CHARACTERS,
    Preset,
    PresetError,
    export_presets,
    import_presets,
    merge,
)
from studio.prompts.starters import STARTERS
from studio.views.answers import SignedInRequest, may_edit, signed_in, told
from studio.views.prompts import preview, show_preview

STARTER = "starter-"


@require_safe
@signed_in
def presets(request: SignedInRequest, pk: int) -> HttpResponse:
    project = project_for(request.user, pk)
    return _shelf(request, project)


@require_POST
@signed_in
def merged(request: SignedInRequest, pk: int) -> HttpResponse:
    """The prompt with a preset in it, to be looked at first."""
    project = project_for(request.user, pk, Role.EDITOR)
    preset = _preset(request, project, request.POST.get("preset", ""))
    form = JobForm(request.POST, project=project)
    before: Value = document_of(request.POST.get("prompt", "").strip())
    after = merge(before, preset.fields, locked=form.locked).document
    return show_preview(
        request, {"title": preset.name, "about": preset.description, **preview(project, before, after, form)}
    )


@require_POST
@signed_in
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which fields of the prompt are to be kept, and under which name."""
    project = project_for(request.user, pk, Role.EDITOR)
    initial = {
        "prompt": request.POST.get("prompt", ""),
        "field": request.POST.getlist("keep"),
        "whose": MINE,
    }
    form = PresetForm(initial=initial, team=project.team, person=request.user)
    return _keep(request, project, form)


@require_POST
@signed_in
def create(request: SignedInRequest, pk: int) -> HttpResponse:
    project = project_for(request.user, pk, Role.EDITOR)
    form = PresetForm(request.POST, team=project.team, person=request.user)
    if not form.is_valid():
        return _keep(request, project, form, status=422)
    kept = form.preset()
    kept.save()
    words = f"Kept as “{kept.name}”."
    if request.htmx:
        shelf = _shelf(request, project).content.decode()
        return told(request, project, words, fragments=shelf)
    return told(request, project, words, back=resolve_url("presets", project.pk))


@require_POST
@signed_in
def delete(request: SignedInRequest, pk: int, preset: int) -> HttpResponse:
    """Deleted for good: it is a copy of fields that stand in the versions it came from."""
    project = project_for(request.user, pk)
    gone = preset_for(request.user, preset, Role.EDITOR)
    gone.delete()
    words = f"“{gone.name}” was deleted."
    if request.htmx:
        return told(request, project, words, fragments=_shelf(request, project).content.decode())
    return told(request, project, words, back=resolve_url("presets", project.pk))


@require_GET
@signed_in
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file of ?preset=, or of all that this person sees."""
    project = project_for(request.user, pk)
    names = request.GET.getlist("preset")
    found = (
        [_preset(request, project, name) for name in names[:50]]
        if names
        else [_pure(row) for row in presets_of(request.user, project.team)]
    )
    response = HttpResponse(export_presets(found), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="seedbed-presets.json"'
    return response


@require_POST
@signed_in
def import_(request: SignedInRequest, pk: int) -> HttpResponse:
    project = project_for(request.user, pk, Role.EDITOR)
    whose = TEAM if request.POST.get("whose") == TEAM else MINE
    file = request.FILES.get("file")
    back = resolve_url("presets", project.pk)
    try:
        found = import_presets(_text(file))
    except PresetError as problem:
        return told(request, project, str(problem), back=back, status=422 if request.htmx else 200)
    with transaction.atomic():
        for each in found:
            name = _free(each.name, whose, project, request)
            made(whose, project.team, request.user, name, each.description, to_text(each.fields)).save()
    words = f"{len(found)} preset{'' if len(found) == 1 else 's'} came in."
    return told(request, project, words, back=back)


def _shelf(request: SignedInRequest, project: Project) -> HttpResponse:
    rows = presets_of(request.user, project.team)
    context = {
        "project": project,
        "may_edit": may_edit(project),
        "mine": [row for row in rows if row.owner_id],
        "teams": [row for row in rows if row.team_id],
        "starters": [(f"{STARTER}{number}", preset) for number, preset in enumerate(STARTERS)],
    }
    template = "studio/_presets.html" if request.htmx else "studio/presets.html"
    return render(request, template, context)


def _keep(request: SignedInRequest, project: Project, form: PresetForm, *, status: int = 200) -> HttpResponse:
    template = "studio/_preset_form.html" if request.htmx else "studio/preset_form.html"
    return render(request, template, {"project": project, "form": form}, status=status)


def _preset(request: SignedInRequest, project: Project, name: str) -> Preset:
    """The preset that an address names: a number is a row's, `starter-3` one of our own."""
    if name.startswith(STARTER):
        place = number(name.removeprefix(STARTER))
        if place < len(STARTERS):
            return STARTERS[place]
        raise Http404
    return _pure(preset_for(request.user, number(name)))


def _pure(row: PresetRow) -> Preset:
    parsed = parse(row.text, characters=MAX_FILE_CHARACTERS)
    fields = parsed.document if isinstance(parsed, Structured) else {}
    return Preset(row.name, row.description, fields if isinstance(fields, dict) else {})


def _text(file: "UploadedFile[bytes] | None") -> str:
    if file is None:
        raise PresetError("Choose a file of presets.")
    if (file.size or 0) > 4 * MAX_FILE_CHARACTERS:
        raise PresetError(f"This file is too large; at most {MAX_FILE_CHARACTERS:,} characters are read.")
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PresetError("This file is no text in UTF-8.") from None


def _free(name: str, whose: str, project: Project, request: SignedInRequest) -> str:
    """The name, or the name with the first number behind it that is not taken."""
    free, number = name, 1
    while owned(whose, project.team, request.user, free).exists():
        number += 1
        ending = f" ({number})"
        free = name[: MAX_NAME_CHARACTERS - len(ending)] + ending
    return free
