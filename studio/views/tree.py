"""The tree of a project: what came from what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models.functions import Left
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_POST, require_safe

from studio import lineage
from studio.access import project_for, variant_for
from studio.lines import line
from studio.models import Branch, Role, Variant
from studio.numbers import number
from studio.views.answers import SignedInRequest, may_edit, signed_in, told

DEEPEST_SHOWN = 12
LONGEST_WORDS = 120
LISTED = 200
"""Pictures on a page of the readable list; the drawn tree has them all."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What the tree shows of a picture."""

    pk: int
    image_id: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A picture in the readable list, below its parent."""

    picture: Grown
    depth: int
    name: str
    is_hidden: bool


@require_safe
@signed_in
def tree(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole tree for the element that draws it, and a page (?page=) of the same as a list."""
    shown = project_for(request.user, pk)
    steps = lineage.tree(shown.pk)
    branches = {each.variant_id: each for each in Branch.objects.filter(variant__project=shown)}
    found = _pictures(step.variant for step in steps)
    kept = [step for step in steps if step.variant in found]
    rows = Paginator(_rows(kept, found, branches), LISTED)
    context = {
        "project": shown,
        "nodes": [_node(step, found[step.variant], branches.get(step.variant)) for step in reversed(kept)],
        "rows": rows.get_page(request.GET.get("page")),
        "may_edit": may_edit(shown),
        "is_cut": len(steps) >= lineage.MOST,
        "hidden": sum(each.is_hidden for each in branches.values()),
    }
    return render(request, "studio/tree.html", context)


@require_POST
@signed_in
def branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name what begins at this picture (`name`), or fold it away as a dead end (`hidden` 1 or 0).

    With `was`, the name that its sender saw, nobody else's new name is written over unseen.
    """
    shown = variant_for(request.user, pk, Role.EDITOR)
    with transaction.atomic():
        Variant.objects.select_for_update().get(pk=shown.pk)  # two people at one picture: one after the other
        made = Branch.objects.filter(variant=shown).first() or Branch(variant=shown)
        if request.POST.get("was", made.name) != made.name:
            return HttpResponse(made.name, status=409, content_type="text/plain; charset=utf-8")
        if "name" in request.POST:
            made.name = line(request.POST["name"])[:60]
        if "hidden" in request.POST:
            made.is_hidden = request.POST["hidden"] == "1"
        if made.name or made.is_hidden:
            made.save()
        elif made.pk:
            made.delete()
    back = f"{resolve_url('tree', shown.project_id)}?at={pk}"
    if request.htmx:
        return told(request, shown.project, "Folded away." if made.is_hidden else "Kept.")
    return redirect(back)


@require_GET
@signed_in
def common(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two pictures (?a= and ?b=) beside the newest one that both came from."""
    shown = project_for(request.user, pk)
    pair = [variant_for(request.user, number(request.GET.get(name, ""))) for name in ("a", "b")]
    ancestor = lineage.common_ancestor(*pair)
    context = {
        "project": shown,
        "one": pair[0],
        "other": pair[1],
        "ancestor": ancestor,
        "may_edit": may_edit(shown),
    }
    return render(request, "studio/common.html", context)


def _pictures(pks: Iterable[int]) -> dict[int, Grown]:
    """The kept ones of these; only the columns that are shown, because there may be thousands."""
    words = Left("job__sent_text", LONGEST_WORDS)
    rows = Variant.objects.kept().filter(pk__in=list(pks)).values_list("pk", "image_id", words)
    return {pk: Grown(pk, image, text) for pk, image, text in rows}


def _node(step: lineage.Step, picture: Grown, line: Branch | None) -> dict[str, object]:
    return {
        "id": picture.pk,
        "parent": step.parent,
        "image": picture.image_id,
        "words": picture.words,
        "name": line.name if line else "",
        "hidden": bool(line and line.is_hidden),
    }


def _rows(steps: list[lineage.Step], found: dict[int, Grown], branches: dict[int, Branch]) -> list[Row]:
    """Depth first, newest roots first; what lies below a dead end is left out."""
    there = {step.variant for step in steps}
    below: dict[int | None, list[int]] = {}
    for step in steps:
        below.setdefault(step.parent if step.parent in there else None, []).append(step.variant)
    rows: list[Row] = []
    waiting = [(pk, 0) for pk in reversed(below.get(None, []))]
    while waiting:
        pk, depth = waiting.pop()
        line = branches.get(pk)
        rows.append(
            Row(
                found[pk], min(depth, DEEPEST_SHOWN), line.name if line else "", bool(line and line.is_hidden)
            )
        )
        if not (line and line.is_hidden):
            waiting.extend((child, depth + 1) for child in below.get(pk, []))
    return rows
