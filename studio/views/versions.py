"""The versions of a project's prompts: listed, searched, named, taken up again, and compared."""

from collections.abc import Callable, Sequence
from functools import cache

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from studio.access import project_for, prompt_for
from studio.lines import line
from studio.models import Prompt, Role, Variant
from studio.numbers import number
from studio.pipeline.compose import document_of
from studio.prompts.diff import diff
from studio.prompts.document import Value
from studio.views.answers import SignedInRequest, may_edit, signed_in, told
from studio.views.differences import in_short, rows, side_of

PAGE = 30
LONGEST_NAME = 120
COVER_PICTURES = 3
CHANGES_TOLD = 3


@require_safe
@signed_in
def versions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Newest first; ?q= searches names and texts, ?before= goes on."""
    project = project_for(request.user, pk)
    wanted = line(request.GET.get("q", ""))[:200]
    found = Prompt.objects.filter(project=project)
    for word in wanted.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(text__icontains=word))
    if before := number(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    pictures = Count("jobs__variants", filter=Q(jobs__variants__trashed_at=None))
    shown = list(
        found.select_related("created_by", "parent").annotate(pictures=pictures).order_by("-pk")[: PAGE + 1]
    )
    covers = _covers(shown[:PAGE])
    document = cache(document_of)  # many come after the same one
    context = {
        "project": project,
        "may_edit": may_edit(project),
        "versions": [
            (prompt, covers.get(prompt.pk, []), *_changes(prompt, document)) for prompt in shown[:PAGE]
        ],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "q": wanted,
    }
    return render(request, "studio/versions.html", context)


@require_POST
@signed_in
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    prompt = prompt_for(request.user, pk, Role.EDITOR)
    name = line(request.POST.get("name", ""))
    back = resolve_url("versions", prompt.project_id)
    if len(name) > LONGEST_NAME:
        words = f"A name has at most {LONGEST_NAME} characters; this one has {len(name):,}."
        return told(request, prompt.project, words, status=422 if request.htmx else 200, back=back)
    Prompt.objects.filter(pk=prompt.pk).update(name=name)
    return told(
        request, prompt.project, f"Named “{name}”." if name else "The name was taken away.", back=back
    )


@require_safe
@signed_in
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two of the pictures (`v12`) and versions (`p7`) that ?pick= names, and every difference of their prompts."""
    project = project_for(request.user, pk)
    picked = request.GET.getlist("pick")
    if len(picked) != 2:
        words = f"Choose two to compare; {len(picked)} {'was' if len(picked) == 1 else 'were'} chosen."
        if request.htmx:
            return told(request, project, words)
        return render(request, "studio/prompt_compare.html", {"project": project, "words": words}, status=422)
    if request.GET.get("swap"):
        return redirect(f"{resolve_url('prompt-compare', pk)}?pick={picked[1][:24]}&pick={picked[0][:24]}")
    one, other = (side_of(request.user, project, name[:24] or "-") for name in picked)
    context = {
        "project": project,
        "one": one,
        "other": other,
        "sides": (one, other),
        "rows": rows(one.document, other.document),
        "may_edit": may_edit(project),
    }
    return render(request, "studio/prompt_compare.html", context)


def _changes(prompt: Prompt, document: Callable[[str], Value]) -> tuple[list[str], int]:
    """What a document changed in the one it came after, and how many changes are not told."""
    before = prompt.parent
    if not before or {before.kind, prompt.kind} != {Prompt.Kind.STRUCTURED}:
        return [], 0
    changed = diff(document(before.text), document(prompt.text))
    return [in_short(each) for each in changed[:CHANGES_TOLD]], max(0, len(changed) - CHANGES_TOLD)


def _covers(prompts: Sequence[Prompt]) -> dict[int, list[Variant]]:
    """The newest pictures of each version."""
    place = Window(RowNumber(), partition_by="job__prompt", order_by="-pk")
    newest = (
        Variant.objects.kept()
        .filter(job__prompt__in=prompts)
        .annotate(place=place)
        .filter(place__lte=COVER_PICTURES)
        .select_related("image", "job")
        .order_by("-pk")
    )
    covers: dict[int, list[Variant]] = {}
    for variant in newest:
        covers.setdefault(variant.job.prompt_id, []).append(variant)
    return covers
