"""The moderation desk: the queue, decisions with their reasons, bans, and the log."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from gallery.access import require_moderator
from gallery.models import Appeal, Ban, Creation, Entry, Profile, Report, State
from gallery.moderate.decide import ACTS, ban, unban
from gallery.views.answers import SignedInRequest, signed_in, told
from studio.lines import line

QUEUE, LOG = 40, 100


@require_GET
@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision: held, reported, appealed; the oldest first."""
    require_moderator(request.user)
    reported = Report.objects.filter(creation=OuterRef("pk"), decided_at=None)
    appealed = Appeal.objects.filter(creation=OuterRef("pk"), answered_at=None)
    waiting = Creation.objects.filter(Q(state=State.HELD) | Exists(reported) | Exists(appealed))
    shown = waiting.as_cards().select_related("appeal", "author__gallery_ban").order_by("created_at", "pk")
    queue = list(shown.prefetch_related("reported", "log")[: QUEUE + 1])
    context = {
        "queue": queue[:QUEUE],
        "has_more": len(queue) > QUEUE,
        "bans": Ban.objects.select_related("user__profile").order_by("-pk")[:QUEUE],
    }
    return render(request, "gallery/desk.html", context)


@require_GET
@signed_in
def log(request: SignedInRequest) -> HttpResponse:
    require_moderator(request.user)
    entries = Entry.objects.select_related("actor__profile").order_by("-pk")[:LOG]
    return render(request, "gallery/desk_log.html", {"entries": entries})


@require_POST
@signed_in
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    require_moderator(request.user)
    creation = get_object_or_404(Creation.objects.select_related("author"), pk=pk)
    act = ACTS.get(request.POST.get("act", ""))
    reason = line(request.POST.get("reason", "")[:4000])[:500]
    back = ("creation", pk) if request.POST.get("back") == "creation" else ("gallery-desk",)
    if act is None or not reason:
        return told(request, "Say what is to be done, and why: its author will read the reason.", *back)
    done = act(creation, request.user, reason)
    words = "Decided." if done else "That was not possible in the state that it is in now."
    return told(request, words, *back)


@require_POST
@signed_in
def ban_person(request: SignedInRequest, handle: str) -> HttpResponse:
    require_moderator(request.user)
    profile = get_object_or_404(Profile.objects.select_related("user"), handle=handle.lower())
    reason = line(request.POST.get("reason", "")[:4000])[:500]
    if not reason:
        return told(request, "A ban needs a reason; the person will read it.", "gallery-desk")
    if request.POST.get("on") == "yes":
        ban(profile.user, request.user, reason)
        return told(
            request,
            f"{profile.name} may not publish any more; what they published is hidden.",
            "gallery-desk",
        )
    unban(profile.user, request.user, reason)
    words = f"{profile.name} may publish again. What was hidden stays so until it is restored: the log leads to it."
    return told(request, words, "gallery-desk")
