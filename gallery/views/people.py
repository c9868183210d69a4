"""Loving, collecting, following, reporting, remixing; and the pages of people."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from gallery.access import my_creation, public_creation
from gallery.explore.feed import Wanted, page, wanted
from gallery.forms.profile import ProfileForm
from gallery.limits import Enough
from gallery.models import Collection, Creation, Follow, Profile, Report
from gallery.moderate.decide import appeal
from gallery.moderate.reports import report
from gallery.people import collect, follow, love
from gallery.remix import NotAllowed, remix
from gallery.views.answers import SignedInRequest, is_grown_up, signed_in, told
from gallery.views.explore import loved
from studio.access import project_for, projects_of, teams_of
from studio.accounts import make_team_of_one
from studio.lines import line
from studio.models import Project, Role, User
from studio.numbers import number
from studio.pipeline.trial import PROJECT as TRIALS


@require_POST
@signed_in
def love_creation(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = public_creation(pk)
    try:
        love(request.user, shown, on=request.POST.get("on") == "yes")
    except Enough as error:
        return told(request, str(error), "creation", pk)
    return redirect(f"{resolve_url('creation', pk)}#acts")


@require_POST
@signed_in
def collect_creation(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = public_creation(pk)
    name = line(request.POST.get("name", "")[:400])[:80]
    try:
        found = collect(request.user, shown, name, on=request.POST.get("on") == "yes")
    except Enough as error:
        return told(request, str(error), "creation", pk)
    words = f"Kept in “{found.name}”." if found else "Taken out of your collections."
    return told(request, words, "creation", pk)


@require_POST
@signed_in
def report_creation(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = public_creation(pk)
    reason = request.POST.get("reason", "")
    if reason not in Report.Reason.values:
        return told(request, "Choose what is wrong with it.", "creation", pk)
    try:
        report(request.user, shown, reason, line(request.POST.get("words", "")[:4000]))
    except Enough as error:
        return told(request, str(error), "creation", pk)
    return told(request, "Thank you. The moderators will look at it.", "gallery")


@require_POST
@signed_in
def appeal_creation(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = my_creation(request.user, pk)
    words = line(request.POST.get("words", "")[:8000])
    if not words:
        return told(request, "Say why it should be shown.", "creation", pk)
    heard = appeal(shown, words)
    return told(request, "The moderators have your words." if heard else "That has been said once already.",
                "creation", pk)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remix_creation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Into which project? Then the composer, with the recipe in it."""
    shown = public_creation(pk)
    projects = projects_to_draw_in(request.user).select_related("team")[:100]
    if request.method != "POST":
        return render(request, "gallery/remix.html", {"creation": shown, "projects": projects})
    if chosen := number(request.POST.get("project", "")):
        project = project_for(request.user, chosen, Role.EDITOR)
    else:
        project = new_project(request.user, f"Remix: {shown.title}")
    try:
        taken = remix(shown, project, request.user)
    except NotAllowed as error:
        return told(request, str(error), "creation", pk)
    return redirect(f"{resolve_url('project', project.pk)}?from={taken.prompt_id}&aspect={shown.aspect}")


@require_POST
@signed_in
def follow_person(request: SignedInRequest, handle: str) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.select_related("user"), handle=handle.lower())
    try:
        follow(request.user, profile.user, on=request.POST.get("on") == "yes")
    except Enough as error:
        return told(request, str(error), "gallery-person", handle)
    return redirect("gallery-person", handle)


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """What somebody published, newest first."""
    profile = get_object_or_404(Profile.objects.select_related("user"), handle=handle.lower())
    asked = Wanted(after=wanted(request.GET).after)
    found = Creation.objects.public().filter(author=profile.user_id)
    shown = page(found if is_grown_up(request) else found.calm(), asked)
    follows = Follow.objects.filter(user=request.user.pk, author=profile.user).exists()
    context = {
        "profile": profile,
        "page": shown,
        "next": asked.address(after=shown.after) if shown.after else "",
        "follows": follows,
        "is_me": request.user.pk == profile.user_id,
        "loved": loved(request, shown.creations),
    }
    return render(request, "gallery/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    """Who I am in the gallery; the remixes that name me keep the name that I had when they were taken."""
    form = ProfileForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        return redirect("gallery-person", form.save().handle)
    return render(request, "gallery/profile.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def collection(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of my collections; what is not public any more is not in it."""
    found = Collection.objects.filter(pk=pk, user=request.user).first()
    if found is None:
        raise Http404
    kept = Creation.objects.public().filter(collected__collection=found).as_cards()
    context = {"collection": found, "creations": kept.order_by("-collected__created_at")[:200]}
    return render(request, "gallery/collection.html", context)


def projects_to_draw_in(person: User) -> QuerySet[Project]:
    """Those in which they may ask for pictures, worked on last first; not those in which backends are tried out."""
    teams = teams_of(person, Role.EDITOR).values("pk")
    return projects_of(person).filter(team__in=teams).exclude(name=TRIALS)


def new_project(person: User, name: str) -> Project:
    """In the first of their teams; a person without any gets their own."""
    team = teams_of(person, Role.EDITOR).first() or make_team_of_one(person)
    return Project.objects.create(team=team, name=name[:120], created_by=person)
