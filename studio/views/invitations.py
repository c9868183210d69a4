"""Invitations: sent by owners, taken back by them, and accepted by whoever got one."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studio.access import invitation_by, invitation_for, team_for
from studio.forms.team import InviteForm
from studio.models import Invitation, Role, User
from studio.pipeline import teams
from studio.views.answers import SignedInRequest, signed_in
from studio.views.teams import team_page

CONSOLE = "django.core.mail.backends.console.EmailBackend"
log = logging.getLogger(__name__)


@require_POST
@signed_in
@never_cache
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    team = team_for(request.user, pk, Role.OWNER)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return team_page(request, team, invite=form, status=422)
    asked = form.cleaned_data
    try:
        made, secret = teams.invite(
            team, request.user, role=Role(asked["role"]), email=asked["email"], days=asked["days"]
        )
    except teams.NotPossible as why:
        form.add_error(None, str(why))
        return team_page(request, team, invite=form, status=422)
    address = request.build_absolute_uri(reverse("invitation", args=[secret]))
    if made.email and _mail(made, request.user, address):
        messages.info(request, f"The invitation is on its way to {made.email}.")
        return redirect("team", pk)
    return team_page(request, team, made=made, address=address, status=201)


@require_POST
@signed_in
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = invitation_for(request.user, pk)
    teams.revoke(invitation)
    messages.info(request, "The invitation lets nobody in any more.")
    return redirect("team", invitation.team_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What one is asked into; a POST accepts it. Whatever is wrong with it, the answer is the same."""
    found = invitation_by(secret)
    if found is None:
        return render(request, "studio/share_over.html", {"what": "invitation"}, status=404)
    if request.method == "POST":
        return _accept(request, found)
    context = {"invitation": found, "next": request.path}
    return render(request, "studio/team_invitation.html", context)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect_to_login(request.path)
    try:
        came = teams.accept(found, request.user)
    except teams.NotPossible as why:
        context = {"invitation": found, "wrong": str(why)}
        return render(request, "studio/team_invitation.html", context, status=409)
    messages.info(
        request,
        f"You are in {found.team.name} now." if came else f"You were in {found.team.name} already.",
    )
    return redirect("team", found.team_id)


def _mail(made: Invitation, by: User, address: str) -> bool:
    """False when the mail could not be handed on: then the person is given the address to send it themselves.

    Without a mail server it would be written into a log, which reaches nobody and must name no key.
    """
    if settings.EMAIL_BACKEND == CONSOLE:
        return False
    words = render_to_string("studio/team_invitation.txt", {"invitation": made, "by": by, "address": address})
    try:
        send_mail(f"{by.name} invites you to {made.team.name}", words, None, [made.email])
    except (SMTPException, OSError) as error:
        log.warning("the invitation %s was not sent: %s", made.pk, error)
        return False
    return True
