"""The tree of a project: what came from what."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from studio import lineage
from studio.access import project_for, variant_for
from studio.lines import line
from studio.models import Branch, Role, Variant
from studio.views.answers import SignedInRequest, may_edit, signed_in, told

DEEPEST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A picture in the readable list, below its parent."""

    variant: Variant
    depth: int
    name: str
    is_hidden: bool


@require_safe
@signed_in
def tree(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = project_for(request.user, pk)
    steps = lineage.tree(shown.pk)
    branches = {each.variant_id: each for each in Branch.objects.filter(variant__project=shown)}
    found = Variant.objects.select_related("image", "job").in_bulk([step.variant for step in steps])
    kept = [step for step in steps if found[step.variant].trashed_at is None]
    nodes = [_node(step, found[step.variant], branches.get(step.variant)) for step in reversed(kept)]
    context = {
        "project": shown,
        "nodes": nodes,
        "rows": _rows(kept, found, branches),
        "may_edit": may_edit(shown),
        "is_cut": len(steps) >= lineage.MOST,
        "hidden": sum(each.is_hidden for each in branches.values()),
    }
    return render(request, "studio/tree.html", context)


@require_POST
@signed_in
def branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name what begins at this picture (`name`), or fold it away as a dead end (`hidden` 1 or 0)."""
    shown = variant_for(request.user, pk, Role.EDITOR)
    made = Branch.objects.filter(variant=shown).first() or Branch(variant=shown)
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
    pair = [variant_for(request.user, _number(request.GET.get(name, ""))) for name in ("a", "b")]
    ancestor = lineage.common_ancestor(*pair)
    context = {
        "project": shown,
        "one": pair[0],
        "other": pair[1],
        "ancestor": ancestor,
        "may_edit": may_edit(shown),
    }
    return render(request, "studio/common.html", context)


def _node(step: lineage.Step, variant: Variant, line: Branch | None) -> dict[str, object]:
    return {
        "id": step.variant,
        "parent": step.parent,
        "role": step.role,
        "thumb": reverse("media", args=[variant.image_id, "w320"]),
        "width": variant.image.width,
        "height": variant.image.height,
        "words": variant.job.sent_text[:120],
        "name": line.name if line else "",
        "hidden": bool(line and line.is_hidden),
    }


def _rows(steps: list[lineage.Step], found: dict[int, Variant], branches: dict[int, Branch]) -> list[Row]:
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


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
