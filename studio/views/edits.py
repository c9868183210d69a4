"""Changing a picture: the page on which it is marked and told, and what can be said about the answer."""

from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio import lineage
from studio.access import variant_for
from studio.backends.errors import BackendError, Misconfigured, Unavailable, Unsupported
from studio.backends.segments import segment
from studio.forms.at_once import at_once
from studio.forms.edit import EditForm
from studio.images.composed import jpeg
from studio.images.errors import ImageRefused
from studio.images.limits import RESULT
from studio.images.masks import MaskRefused
from studio.images.pixels import pixels
from studio.models import Edit, Job, Role, Variant
from studio.numbers import number
from studio.pipeline.budget import OverBudget, TooMuchAtOnce
from studio.pipeline.edit import edit as make_edit
from studio.pipeline.kept import keep_mask
from studio.pipeline.lay import new_mask, take_answer
from studio.pipeline.outbox import promise
from studio.pipeline.spool import NoRoom
from studio.pipeline.store import StorageTrouble, read
from studio.pipeline.submit import MOST_FEATHER
from studio.views.answers import SignedInRequest, fragment, may_edit, signed_in, told
from studio.views.cards import cards

NOT_NOW = (OverBudget, TooMuchAtOnce, NoRoom, Misconfigured, StorageTrouble)
LONG_CHAIN = 3
CHOSEN = ("prompt", "backend", "operation", "size", "count", "feather", "ticket")
PICKED_LONGEST = 1536  # px: what the engine is shown to find a thing in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page; or, for htmx, its panel after another choice. A POST asks for the edit."""
    shown = variant_for(request.user, pk, Role.EDITOR)
    if request.method == "POST":
        return _submitted(request, shown)
    if "keep" in request.GET and (made := _edit_of(shown)):
        return render(request, "studio/keep.html", _keeping(shown, made))
    chosen: dict[str, object] = {name: request.GET.get(name, "") for name in CHOSEN}
    if not chosen["prompt"] and "all" in request.GET:
        chosen["prompt"] = _all_at_once(request, shown)
    form = EditForm(variant=shown, initial=chosen | {"reference": request.GET.getlist("reference")})
    template = "studio/_edit_panel.html" if request.htmx else "studio/edit.html"
    return render(request, template, _context(shown, form))


@require_POST
@signed_in
def select(request: SignedInRequest, pk: int) -> HttpResponse:
    """The mask of the thing at (x, y), shares of width and height, as a PNG; or 422 and why not."""
    shown = variant_for(request.user, pk, Role.EDITOR)
    try:
        point = (float(request.POST.get("x", "")), float(request.POST.get("y", "")))
        if not all(0 <= each <= 1 for each in point):
            raise ValueError
    except ValueError:
        return _words("That is outside the picture.", 422)
    try:
        picture = pixels(read(shown.image)).convert("RGB")
        picture.thumbnail((PICKED_LONGEST, PICKED_LONGEST))
        found = segment(jpeg(picture), point)
    except (Unavailable, StorageTrouble) as trouble:
        return _words(str(trouble), 503)
    except (BackendError, ImageRefused) as refusal:
        return _words(str(refusal), 422)
    return HttpResponse(found, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


@require_GET
@signed_in
def edited(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is known about an edit, beside its picture."""
    shown = variant_for(request.user, pk)
    if not request.htmx:
        return redirect("variant", pk)
    context = {"variant": shown, "may_edit": may_edit(shown)}
    return render(request, "studio/_edited.html", context)


@require_POST
@signed_in
def lay_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Outside the mask the picture becomes its source again: that of the edit, or with `part` one that comes along."""
    shown = variant_for(request.user, pk, Role.EDITOR)
    made = _edit_of(shown)
    if made is None:
        return told(request, shown.project, "This picture was not made from another one.", status=409)
    painted = request.FILES.get("mask")
    if painted is None and (made.mask is None or "part" in request.POST):
        return _not_kept(request, shown, made, "Mark the part to keep first.")
    if painted is not None:
        size = (made.source.width, made.source.height)
        try:
            mask = keep_mask(shown.project.team, _content(painted), size)
        except (MaskRefused, ImageRefused, StorageTrouble) as problem:
            return _not_kept(request, shown, made, str(problem))
        new_mask(made, mask, _feather(request, made))
    promise("studio.tasks.lay_edit", made.pk)
    words = "Everything outside the mask is being laid back."
    if painted is not None and request.htmx:
        messages.info(request, words)
        return HttpResponse(status=204, headers={"HX-Redirect": _back(shown)})
    return told(request, shown.project, words, back=_back(shown))


@require_POST
@signed_in
def as_it_came(request: SignedInRequest, pk: int) -> HttpResponse:
    """The backend's own answer is shown again."""
    shown = variant_for(request.user, pk, Role.EDITOR)
    made = _edit_of(shown)
    if made:
        take_answer(made)
    return told(request, shown.project, "This is the answer as it came.", back=_back(shown))


def _edit_of(shown: Variant) -> Edit | None:
    rows = Edit.objects.select_related("variant__project", "source", "answer", "mask")
    return rows.filter(variant=shown).first()


def _keeping(shown: Variant, made: Edit, problem: str = "") -> dict[str, object]:
    return {"variant": shown, "project": shown.project, "edit": made, "problem": problem}


def _not_kept(request: SignedInRequest, shown: Variant, made: Edit, problem: str) -> HttpResponse:
    template = "studio/_keep_panel.html" if request.htmx else "studio/keep.html"
    return render(request, template, _keeping(shown, made, problem), status=422)


def _feather(request: SignedInRequest, made: Edit) -> int:
    asked = request.POST.get("feather", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 5
    return min(int(asked), MOST_FEATHER) if is_number else made.feather


def _submitted(request: SignedInRequest, shown: Variant) -> HttpResponse:
    form = EditForm(request.POST, request.FILES, variant=shown)
    if shown.trashed_at:
        form.add_error(None, "This picture was moved to the trash meanwhile. Put it back, then send again.")
    elif form.is_valid():
        try:
            return _done(request, shown, _made(request, shown, form))
        except MaskRefused as problem:
            form.add_error("mask", str(problem))
        except (Unsupported, ImageRefused, *NOT_NOW) as problem:
            form.add_error(None, str(problem))
    if _is_on_the_wall(request):
        words = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return told(request, shown.project, words, status=409)
    template = "studio/_edit_panel.html" if request.htmx else "studio/edit.html"
    return render(request, template, _context(shown, form), status=422)


def _made(request: SignedInRequest, shown: Variant, form: EditForm) -> Job:
    painted = form.cleaned_data["mask"]
    return make_edit(
        shown,
        mask=_content(painted) if painted else None,
        notes=form.cleaned_data["notes"],
        order=lambda mask, annotated: form.order(request.user, mask=mask, annotated=annotated),
    )


def _done(request: SignedInRequest, shown: Variant, job: Job) -> HttpResponse:
    if _is_on_the_wall(request):
        card = cards(Job.objects.filter(pk=job.pk))[0]
        whole: str = render_to_string("studio/_job.html", {"card": card, "may_edit": True}, request=request)
        # The next press of a button is another wish, even of the same edit.
        again = {**at_once_context(shown), "may_edit": True}
        whole += fragment(request, f"#at-once-{shown.pk}", "studio/_at_once.html", again)
        words = "Asked for. It comes at the top of the wall."
        return told(request, shown.project, words, fragments=whole, status=201)
    page = resolve_url("project", job.project_id)
    return HttpResponse(status=204, headers={"HX-Redirect": page}) if request.htmx else redirect(page)


def _is_on_the_wall(request: SignedInRequest) -> bool:
    """Asked for in one press beside the picture: the answer takes its place on the wall."""
    return bool(request.htmx) and "at_once" in request.POST


def at_once_context(shown: Variant) -> dict[str, object]:
    return {"variant": shown, "at_once": partial(at_once, shown), "ticket": uuid4().hex}


def _context(shown: Variant, form: EditForm) -> dict[str, object]:
    chain = lineage.edits_before(shown)
    return {
        "variant": shown,
        "project": shown.project,
        "form": form,
        "choices": form.choices,
        "ticket": form.data.get("ticket") or uuid4().hex,
        "chain": chain,
        "original": chain[-1] if len(chain) > LONG_CHAIN else None,
    }


def _all_at_once(request: SignedInRequest, original: Variant) -> str:
    """The words of every edit between `original` and the picture that ?all= names, in order."""
    last = number(request.GET["all"])
    if not last:
        return ""
    chain = lineage.edits_before(variant_for(request.user, last))
    if original not in chain:
        return ""
    steps = [each.job.prompt.text.strip() for each in reversed(chain[: chain.index(original)])]
    return "Make all of these changes at once:\n" + "\n".join(
        f"{place}. {words}" for place, words in enumerate(steps, start=1)
    )


def _content(file: "UploadedFile[bytes]") -> bytes:
    if (file.size or 0) > RESULT.bytes:
        raise MaskRefused("This mask's file is too large.")
    return bytes(file.read())


def _words(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _back(shown: Variant) -> str:
    return f"{resolve_url('project', shown.project_id)}?open={shown.pk}"
