"""What people think of pictures: one hand's favourite, verdict, tags, board or trash, for one picture or many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from studio.access import board_for, project_for, variant_for, view_for
from studio.find.pictures import find
from studio.find.query import LONGEST
from studio.lines import line
from studio.models import Job, Project, Role, SavedView, User, Variant
from studio.numbers import ids, number
from studio.pipeline import choose as chosen
from studio.views.answers import SignedInRequest, fragment, may_edit, signed_in, told
from studio.views.cards import cards

SHOWN_AT_ONCE = 12
"""Jobs whose fragments come with the answer; beyond it the page is told to re-read its wall."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Done:
    words: str
    undo: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    """Its words are for the person."""


@require_POST
@signed_in
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """`act` on the pictures `ids` ("3,1,2") with `value`; says what was done, with the way back.

    With `quiet`, htmx gets the changed fragments alone.
    """
    project = project_for(request.user, pk, Role.EDITOR)
    act = ACTS.get(request.POST.get("act", ""))
    wanted = ids(request.POST.get("ids", ""))
    value = request.POST.get("value", "").replace("\x00", "").strip()
    back = _back(request, project)
    if act is None:
        return told(request, project, "That cannot be done here.", status=422, back=back)
    try:
        done = act(project, request.user, wanted, value)
    except (Refused, chosen.TooManyTags) as refusal:
        return told(request, project, str(refusal), status=422, back=back)
    fragments = _fragments(request, project, wanted) if request.htmx else ""
    if request.htmx and request.POST.get("quiet"):
        return HttpResponse(fragments)
    return told(
        request,
        project,
        done.words,
        fragments=fragments,
        undo=resolve_url("choose", project.pk) if done.undo else "",
        undo_values=done.undo,
        back=back,
    )


@require_safe
@signed_in
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Favourite, verdict, tags and board of one picture."""
    shown = variant_for(request.user, pk)
    if not request.htmx:
        return redirect("variant", pk)
    return render(request, "studio/_variant_choose.html", _panel(shown) | {"may_edit": may_edit(shown)})


@require_POST
@signed_in
def board_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """The board goes; its pictures stay in the project."""
    board = board_for(request.user, pk, Role.EDITOR)
    board.delete()
    words = f"The board “{board.name}” is gone; its pictures are still here."
    return told(request, board.project, words, back=resolve_url("facets", board.project_id))


@require_POST
@signed_in
def view_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a search by name; one of the same name is replaced."""
    project = project_for(request.user, pk, Role.EDITOR)
    name = line(request.POST.get("name", ""))
    query = " ".join(request.POST.get("q", "").replace("\x00", "").split())
    back = f"{resolve_url('project', project.pk)}?{request.POST.urlencode()}"
    if not name or len(name) > LONGEST_NAME:
        words = f"Give the view a name of at most {LONGEST_NAME} characters."
        return told(request, project, words, status=422, back=back)
    if not query or len(query) > LONGEST:
        return told(request, project, "Search for something first; that is kept.", status=422, back=back)
    SavedView.objects.filter(project=project, name__iexact=name).delete()
    SavedView.objects.create(project=project, name=name, query=query, created_by=request.user)
    return told(request, project, f"Kept as “{name}”.", back=back)


@require_POST
@signed_in
def view_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    view = view_for(request.user, pk, Role.EDITOR)
    view.delete()
    undo = resolve_url("view-create", view.project_id)
    return told(
        request,
        view.project,
        f"The view “{view.name}” is not kept any more.",
        undo=undo,
        undo_values={"name": view.name, "q": view.query},
        back=resolve_url("facets", view.project_id),
    )


def _favourite(project: Project, person: User, wanted: list[int], value: str) -> Done:
    number_of = chosen.favourite(project, wanted, on=value != "off")
    words = "favourite" if value != "off" else "no favourite any more"
    return Done(
        f"{_pictures(number_of)} {words}.", _again("favourite", wanted, "on" if value == "off" else "off")
    )


def _verdict(project: Project, person: User, wanted: list[int], value: str) -> Done:
    if value not in tuple("012345"):
        raise Refused("A verdict goes from 1 to 5; 0 takes it away.")
    moved = chosen.judge(project, wanted, int(value))
    return Done(f"{_pictures(moved)} judged {value}." if value != "0" else "Verdict taken away.")


def _tag(project: Project, person: User, wanted: list[int], value: str) -> Done:
    words = [word for word in value.split(",") if chosen.clean_tag(word)]
    if not words:
        raise Refused("Write the tag, or several with commas between.")
    tagged = chosen.tag(project, wanted, words)
    names = ", ".join(chosen.clean_tag(word) for word in words)
    return Done(f"{_pictures(tagged)} tagged {names}.", _again("untag", wanted, value))


def _untag(project: Project, person: User, wanted: list[int], value: str) -> Done:
    chosen.untag(project, wanted, value.split(","))
    return Done(f"Not tagged {value} any more.", _again("tag", wanted, value))


def _move(project: Project, person: User, wanted: list[int], value: str) -> Done:
    before = set(chosen.chosen(project, wanted).values_list("board__name", flat=True))
    board = chosen.board_named(project, person, value) if value else None
    moved = chosen.move(project, wanted, board)
    undo = _again("move", wanted, before.pop() or "") if len(before) == 1 else {}
    where = f"to “{board.name}”" if board else "off its board" if moved == 1 else "off their boards"
    return Done(f"{_pictures(moved, of=len(wanted))} moved {where}.", undo)


def _trash(project: Project, person: User, wanted: list[int], value: str) -> Done:
    gone, moment = chosen.trash(project, wanted)
    return Done(
        f"{_pictures(gone)} moved to the trash.",
        _again("restore", wanted, moment.isoformat()) if gone else {},
    )


def _restore(project: Project, person: User, wanted: list[int], value: str) -> Done:
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused("It is not known which pictures to put back; they are in the trash.")
    back = chosen.restore(project, moment)
    if not back:
        raise Refused("They are not in the trash any more.")
    return Done(f"{_pictures(back)} put back.")


ACTS: Mapping[str, Callable[[Project, User, list[int], str], Done]] = {
    "favourite": _favourite,
    "verdict": _verdict,
    "tag": _tag,
    "untag": _untag,
    "move": _move,
    "trash": _trash,
    "restore": _restore,
}


def _again(act: str, wanted: list[int], value: str) -> dict[str, object]:
    return {"act": act, "ids": ",".join(map(str, wanted)), "value": value}


def _pictures(number_of: int, of: int = 0) -> str:
    return "1 picture" if number_of == 1 else f"{number_of:,} pictures"


def _fragments(request: SignedInRequest, project: Project, wanted: list[int]) -> str:
    """The changed jobs as the wall of ?q= shows them, and the panel where one picture is open."""
    jobs = Job.objects.filter(variants__in=chosen.chosen(project, wanted)).distinct()
    pks = list(jobs.order_by("-pk").values_list("pk", flat=True)[: SHOWN_AT_ONCE + 1])
    html = ""
    if len(pks) <= SHOWN_AT_ONCE:
        found = find(request.POST.get("q", "")[:LONGEST], request.user)
        shown = cards(Job.objects.filter(pk__in=pks), found.pictures)
        html += "".join(
            fragment(request, f"#job-{card.job.pk}", "studio/_job.html", {"card": card, "may_edit": True})
            for card in shown
        )
    opened = number(request.POST.get("open", ""))
    if opened in wanted and (variant := chosen.chosen(project, [opened]).select_related("board").first()):
        context = _panel(variant) | {"may_edit": True}
        html += fragment(request, f"#choose-{opened}", "studio/_variant_choose.html", context)
    return html


def _panel(variant: Variant) -> dict[str, object]:
    return {"variant": variant, "project": variant.project, **panel_context(variant)}


def panel_context(variant: Variant) -> dict[str, object]:
    """What _variant_choose.html needs beside the variant."""
    return {"variant_tags": variant.tags.order_by("name"), "verdicts": range(1, 6)}


def _back(request: SignedInRequest, project: Project) -> str:
    """Without script: the picture that was judged, on its project's page."""
    opened = number(request.POST.get("open", ""))
    page = resolve_url("project", project.pk)
    return f"{page}?open={opened}" if opened else page
