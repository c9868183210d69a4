"""Teams: their page, their members, and what owners change."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.access import membership_for, own_membership, projects_of, team_for
from studio.forms.team import ABOUT, CloseForm, InviteForm, TeamForm
from studio.models import Invitation, Membership, Role, Team
from studio.numbers import number
from studio.pipeline.activity import DAYS, activity
from studio.pipeline.closing import account, close
from studio.pipeline.teams import NotPossible, change_role, found_team, hand_over, take_out
from studio.views.answers import SignedInRequest, signed_in
from studio.views.projects import covered

A_PAGE = 24


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_list(request: SignedInRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("team", found_team(form.cleaned_data["name"], request.user).pk)
        except NotPossible as why:
            form.add_error("name", str(why))
    mine = Membership.objects.filter(user=request.user).select_related("team").order_by("pk")
    status = 422 if request.method == "POST" else 200
    return render(request, "studio/team_list.html", {"form": form, "mine": mine}, status=status)


@require_safe
@signed_in
@never_cache
def team(request: SignedInRequest, pk: int) -> HttpResponse:
    return team_page(request, team_for(request.user, pk))


def team_page(
    request: SignedInRequest,
    shown: Team,
    *,
    invite: InviteForm | None = None,
    rename: TeamForm | None = None,
    made: Invitation | None = None,
    address: str = "",
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page. `address` leads in by the invitation `made`, and is told on this page only."""
    me = own_membership(request.user, shown.pk)
    projects = projects_of(request.user).filter(team=shown).select_related("created_by")
    page = Paginator(projects, A_PAGE).get_page(request.GET.get("page", "1"))
    members = Membership.objects.filter(team=shown).select_related("user").order_by("pk")
    open_ones = Invitation.objects.live().filter(team=shown).select_related("created_by").order_by("-pk")
    context = {
        "team": shown,
        "me": me,
        "owns": me.role == Role.OWNER,
        "may_make": Role(me.role).rank >= Role.EDITOR.rank,
        "owners": sum(member.role == Role.OWNER for member in members),
        "members": members,
        "roles": [(role.value, role.label, ABOUT[role]) for role in reversed(Role)],
        "invitations": open_ones if me.role == Role.OWNER else [],
        "form": invite or InviteForm(initial={"role": Role.EDITOR.value}),
        "rename": rename or TeamForm(initial={"name": shown.name}),
        "made": made,
        "address": address,
        "wrong": wrong,
        "page": page,
        "projects": covered(projects.filter(pk__in=[each.pk for each in page])),
        "mine_alone": projects.filter(only_for=request.user).count(),
        "days": DAYS,
        "did": activity(shown, projects),
        "now": timezone.now(),
    }
    return render(request, "studio/team.html", context, status=status)


@require_POST
@signed_in
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = team_for(request.user, pk, Role.OWNER)
    form = TeamForm(request.POST)
    if not form.is_valid():
        return team_page(request, shown, rename=form, status=422)
    Team.objects.filter(pk=pk).update(name=form.cleaned_data["name"])
    return redirect("team", pk)


@require_POST
@signed_in
def role(request: SignedInRequest, pk: int) -> HttpResponse:
    member = membership_for(request.user, pk)
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        return team_page(request, member.team, wrong="There is no such role.", status=422)
    try:
        change_role(member, Role(wanted))
    except NotPossible as why:
        return team_page(request, member.team, wrong=str(why), status=409)
    messages.info(request, f"{member.user.name} is {Role(wanted).label.lower()} now.")
    return redirect("team", member.team_id)


@require_POST
@signed_in
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    member = membership_for(request.user, pk)
    try:
        take_out(member)
    except NotPossible as why:
        return team_page(request, member.team, wrong=str(why), status=409)
    messages.info(request, f"{member.user.name} is not in {member.team.name} any more.")
    if member.user_id == request.user.pk:
        return redirect("team-list")
    return redirect("team", member.team_id)


@require_POST
@signed_in
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = team_for(request.user, pk)
    try:
        take_out(own_membership(request.user, pk))
    except NotPossible as why:
        return team_page(request, shown, wrong=str(why), status=409)
    messages.info(request, f"You have left {shown.name}.")
    return redirect("team-list")


@require_POST
@signed_in
def give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the team over to another member."""
    shown = team_for(request.user, pk, Role.OWNER)
    heir = Membership.objects.filter(team=shown, pk=number(request.POST.get("to", ""))).first()
    me = own_membership(request.user, pk)
    try:
        hand_over(me, heir or me)
    except NotPossible as why:
        return team_page(request, shown, wrong=str(why), status=409)
    messages.info(request, f"{shown.name} has a new owner; you are an editor of it now.")
    return redirect("team", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = team_for(request.user, pk, Role.OWNER)
    form = CloseForm(request.POST if request.method == "POST" else None, team=shown)
    if form.is_valid():
        close(shown)
        messages.info(request, f"{shown.name} is deleted.")
        return redirect("team-list")
    context = {"team": shown, "form": form, "account": account(shown)}
    return render(request, "studio/team_delete.html", context, status=422 if form.is_bound else 200)
