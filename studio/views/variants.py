"""One picture: large, with everything that is known about it; and what can be done with it."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST, require_safe

from studio.access import project_for, variant_for
from studio.models import Job, Role, Variant
from studio.pipeline import trash as bin
from studio.pipeline.refer import add_variant
from studio.serve import send
from studio.views.answers import SignedInRequest, fragment, may_edit, signed_in, told
from studio.views.cards import cards
from studio.views.choose import panel_context
from studio.views.edits import at_once_context

TRASH_PAGE = 60


@require_safe
@signed_in
def variant(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = variant_for(request.user, pk)
    template = "studio/_variant.html" if request.htmx else "studio/variant.html"
    return render(request, template, picture(shown) | {"project": shown.project, "may_edit": may_edit(shown)})


@require_GET
@signed_in
def tile(request: SignedInRequest, pk: int) -> HttpResponse:
    """The picture in its place on the wall, and its job's line above it."""
    shown = variant_for(request.user, pk)
    if not request.htmx:
        return redirect("variant", pk)
    whole = cards(Job.objects.filter(pk=shown.job_id))[0]
    place = next((each for each in whole.places if each.variant == shown), None)
    context = {"card": whole, "place": place, "may_edit": may_edit(shown)}
    return render(request, "studio/_tile_arrived.html", context)


@require_safe
@signed_in
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    shown = variant_for(request.user, pk)
    name = slugify(shown.project.name)[:60] or "picture"
    extension = shown.image.key.rpartition(".")[2]
    return send(request, shown.image, "original", filename=f"{name}-{shown.pk}.{extension}", attachment=True)


@require_POST
@signed_in
def trash(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = variant_for(request.user, pk, Role.EDITOR)
    bin.trash(shown)
    undo = resolve_url("variant-restore", pk)
    nothing = f'<hx-partial hx-target="#picture-{pk}" hx-swap="outerHTML">'
    nothing += render_to_string("studio/_nothing.html", {}, request=request) + "</hx-partial>"
    return told(
        request, shown.project, "Moved to the trash.", fragments=_job(request, shown) + nothing, undo=undo
    )


@require_POST
@signed_in
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = variant_for(request.user, pk, Role.EDITOR)
    bin.restore(shown)
    back = request.POST.get("back", "")
    back = resolve_url("trash", shown.project_id) if back == "trash" else ""
    return told(request, shown.project, "Put back.", fragments=_job(request, shown), back=back)


@require_POST
@signed_in
def use(request: SignedInRequest, pk: int) -> HttpResponse:
    """The picture becomes a reference, and lies in the composer's tray."""
    shown = variant_for(request.user, pk, Role.EDITOR)
    reference = add_variant(shown, request.user)
    if not request.htmx:
        return redirect(f"{resolve_url('project', shown.project_id)}?use={reference.pk}")
    response = render(request, "studio/_reference_used.html", {"reference": reference})
    response["HX-Trigger"] = f'{{"studio-reference-chosen": {{"reference": {reference.pk}}}}}'
    return response


@require_safe
@signed_in
def trashed(request: SignedInRequest, pk: int) -> HttpResponse:
    """What lies in the project's trash, what came there last first."""
    project = project_for(request.user, pk)
    variants = Variant.objects.trashed().filter(project=project).select_related("image", "job")
    shown = list(variants.order_by("-trashed_at", "-pk")[: TRASH_PAGE + 1])
    context = {
        "project": project,
        "variants": shown[:TRASH_PAGE],
        "has_more": len(shown) > TRASH_PAGE,
        "may_edit": may_edit(project),
    }
    return render(request, "studio/trash.html", context)


def picture(shown: Variant) -> dict[str, object]:
    """What the large view of a picture needs."""
    is_anew = bool(shown.job.parameters.get("anew"))  # then its parent only led to it, and nothing was sent
    inputs = [] if is_anew else shown.job.inputs.select_related("image", "reference")
    return {"inputs": inputs, **at_once_context(shown), **panel_context(shown)}


def _job(request: SignedInRequest, shown: Variant) -> str:
    whole = cards(Job.objects.filter(pk=shown.job_id))[0]
    return fragment(request, f"#job-{shown.job_id}", "studio/_job.html", {"card": whole, "may_edit": True})
