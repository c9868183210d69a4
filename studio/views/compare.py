"""Two to four pictures beside each other: what differs in them, in their prompts and in how they were made."""

from dataclasses import dataclass
from itertools import pairwise

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_safe

from studio.access import project_for, variant_for
from studio.forms.operations import called
from studio.models import Comparison, Project, Variant
from studio.numbers import ids
from studio.pipeline.compare import comparison_of
from studio.prompts.diff import Words, words
from studio.prompts.document import Value
from studio.prompts.parse import Structured, parse
from studio.serve import A_MOMENT, FOREVER
from studio.templatetags.studio import aspect
from studio.views.answers import SignedInRequest, may_edit, signed_in

MOST = 4
NAMES = {"operation": "Named edit", "tier": "Size class", "mask": "Marked area", "feather": "Soft edge, px"}
MASKS = {"native": "kept by the backend", "composed": "laid back after the answer"}
LONGEST_PROMPT = 20_000


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    values: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


@require_safe
@signed_in
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """The pictures ?ids=3,1 in their order; a fragment for the dialog, or a page of its own."""
    project = project_for(request.user, pk)
    shown = _variants(project, ids(request.GET.get("ids", ""))[:MOST])
    if len(shown) < 2:
        raise Http404("There are no two pictures to compare.")
    prompts = [variant.job.sent_text for variant in shown]
    facts = _facts(shown)
    context = {
        "project": project,
        "may_edit": may_edit(project),
        "variants": shown,
        "differing": [fact for fact in facts if fact.differs],
        "common": [fact for fact in facts if not fact.differs],
        "prompts": [_changes(one, other) for one, other in pairwise(prompts)],
        "is_one_prompt": len(set(prompts)) == 1,
    }
    template = "studio/_compare.html" if request.htmx else "studio/compare.html"
    return render(request, template, context)


@require_safe
@signed_in
def difference(request: SignedInRequest, pk: int, other: int) -> HttpResponse:
    """Figures and map of how two pictures differ; htmx asks again until a worker has looked."""
    one, another, row = _pair(request, pk, other)
    if not request.htmx:
        return redirect(f"{resolve_url('compare', one.project_id)}?ids={one.pk},{another.pk}")
    context = {"one": one, "other": another, "comparison": row}
    return render(request, "studio/_difference.html", context)


@require_safe
@signed_in
def difference_map(request: SignedInRequest, pk: int, other: int) -> HttpResponseBase:
    """PNG, see-through where nothing changed."""
    _, _, row = _pair(request, pk, other)
    if not row.key:
        raise Http404("Nobody has looked at these two yet.")
    response = FileResponse(default_storage.open(row.key), content_type="image/png")
    response["Cache-Control"] = FOREVER if row.changed is not None else A_MOMENT
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pair(request: SignedInRequest, pk: int, other: int) -> tuple[Variant, Variant, Comparison]:
    """Two pictures of one project that this person may see."""
    one, another = variant_for(request.user, pk), variant_for(request.user, other)
    if one.project_id != another.project_id or one.image_id == another.image_id:
        raise Http404("These two cannot be compared.")
    return one, another, comparison_of(one.image, another.image)


def _variants(project: Project, wanted: list[int]) -> list[Variant]:
    theirs = Variant.objects.filter(project=project, pk__in=wanted)
    found = {
        each.pk: each for each in theirs.select_related("image", "job__prompt", "job__created_by", "call")
    }
    return [found[pk] for pk in wanted if pk in found]


def _facts(variants: list[Variant]) -> list[Fact]:
    """Everything that was asked for or came of it, in words."""
    rows: dict[str, list[str]] = {}
    for variant in variants:
        job, image = variant.job, variant.image
        values = {
            "Model": job.model or job.backend,
            "Asked size": f"{job.width} × {job.height}",
            "Size": f"{image.width} × {image.height}",
            "Shape": aspect(image),
            "File": image.format,
            "Made as": "a coherent set" if job.series else "single pictures",
            "By": job.created_by.name if job.created_by else "someone who has left",
            "Asked at": f"{job.created_at:%-d %b %Y, %H:%M}",
        }
        for name, value in job.parameters.items():
            if isinstance(value, str | int | float | bool):
                values[_name(name)] = _value(name, value)
        for name, told in values.items():
            rows.setdefault(name, [""] * variants.index(variant)).append(told)
        for told_so_far in rows.values():
            told_so_far.extend([""] * (variants.index(variant) + 1 - len(told_so_far)))
    return [Fact(name, values) for name, values in rows.items()]


def _name(parameter: str) -> str:
    return NAMES.get(parameter, parameter.replace("_", " ").capitalize())


def _value(parameter: str, value: object) -> str:
    if parameter == "operation" and (known := called(str(value))):
        return known.label
    if parameter == "mask":
        return MASKS.get(str(value), str(value)[:200])
    return str(value)[:200]


def _changes(one: str, other: str) -> list[Words]:
    if one == other:
        return []
    before, after = (_document(text[:LONGEST_PROMPT]) for text in (one, other))
    return words(before, after)


def _document(text: str) -> Value:
    parsed = parse(text)
    return parsed.document if isinstance(parsed, Structured) else text
