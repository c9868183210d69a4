"""Who is in a team: asked in, let in, given another role, gone. Each change holds the team's row."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from studio.models import Invitation, Membership, Project, Role, Share, Team, User
from studio.models.invitation import PREFIX
from studio.models.token import Token, make_secret

MOST_MEMBERS = 200
MOST_OWNED = 20
MOST_OPEN = 50  # invitations of one team
MOST_A_DAY = 50  # invitations by one person: mail goes to strangers


class NotPossible(Exception):
    """Why it cannot be done, in a sentence for the person."""


@transaction.atomic
def found_team(name: str, person: User) -> Team:
    """A new team with this person as its owner."""
    User.objects.select_for_update().get(pk=person.pk)
    if Membership.objects.filter(user=person, role=Role.OWNER).count() >= MOST_OWNED:
        raise NotPossible(f"You own {MOST_OWNED} teams already; hand one over or delete one first.")
    team = Team.objects.create(name=name)
    Membership.objects.create(team=team, user=person, role=Role.OWNER)
    return team


@transaction.atomic
def change_role(member: Membership, role: Role) -> None:
    _hold(member.team_id)
    if role != Role.OWNER:
        _keep_an_owner(member)
        _take_back_invitations(member)
    Membership.objects.filter(pk=member.pk).update(role=role)


@transaction.atomic
def take_out(member: Membership) -> None:
    """The person leaves or is removed. The team paid for their work: what only they saw is shared with it.

    The links that they made end with them: nobody else knows those, and they lead in and show what comes later.
    """
    _hold(member.team_id)
    _keep_an_owner(member)
    _take_back_invitations(member)
    shares = Share.objects.live().filter(project__team=member.team_id, created_by=member.user_id)
    shares.update(revoked_at=timezone.now())
    Project.objects.filter(team=member.team_id, only_for=member.user_id).update(only_for=None)
    Membership.objects.filter(pk=member.pk).delete()


@transaction.atomic
def hand_over(owner: Membership, heir: Membership) -> None:
    """The heir owns the team, and the owner stays as an editor."""
    _hold(owner.team_id)
    if not Membership.objects.filter(pk=owner.pk, role=Role.OWNER).exists():
        raise NotPossible("Only an owner can hand the team over.")
    if owner.pk == heir.pk or not Membership.objects.filter(pk=heir.pk, team=owner.team_id).exists():
        raise NotPossible("Choose another member of the team to hand it over to.")
    Membership.objects.filter(pk=heir.pk).update(role=Role.OWNER)
    Membership.objects.filter(pk=owner.pk).update(role=Role.EDITOR)
    _take_back_invitations(owner)


@transaction.atomic
def invite(team: Team, by: User, *, role: Role, email: str, days: int) -> tuple[Invitation, str]:
    """The invitation, and the secret that is told now and never again."""
    _hold(team.pk)
    User.objects.select_for_update().get(pk=by.pk)
    if Invitation.objects.live().filter(team=team).count() >= MOST_OPEN:
        raise NotPossible(f"{MOST_OPEN} invitations are open; take one back first.")
    today = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(created_by=by, created_at__gt=today).count() >= MOST_A_DAY:
        raise NotPossible(f"You have sent {MOST_A_DAY} invitations within a day; go on tomorrow.")
    if email and Membership.objects.filter(team=team, user__email__iexact=email).exists():
        raise NotPossible("This person is in the team already.")
    secret = make_secret(PREFIX)
    made = Invitation.objects.create(
        team=team,
        role=role,
        email=email,
        digest=Token.digest_of(secret),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return made, secret


@transaction.atomic
def accept(invitation: Invitation, person: User) -> bool:
    """True when it let this person in; False when they were in already, which uses nothing up."""
    _hold(invitation.team_id)
    live = Invitation.objects.live().filter(pk=invitation.pk)
    if not live.exists():
        raise NotPossible("This invitation is not open any more. Ask for a new one.")
    members = Membership.objects.filter(team=invitation.team_id)
    if members.filter(user=person).exists():
        return False
    if members.count() >= MOST_MEMBERS:
        raise NotPossible(f"A team has at most {MOST_MEMBERS} members, and this one is full.")
    Membership.objects.create(team=invitation.team, user=person, role=invitation.role)
    used_up = {"accepted_at": timezone.now()} if invitation.email else {}
    live.update(joined=F("joined") + 1, **used_up)
    return True


def revoke(invitation: Invitation) -> bool:
    return bool(Invitation.objects.live().filter(pk=invitation.pk).update(revoked_at=timezone.now()))


def _take_back_invitations(member: Membership) -> None:
    """Only owners ask people in; who is none any more could come back as one by a link of their own."""
    live = Invitation.objects.live().filter(team=member.team_id, created_by=member.user_id)
    live.update(revoked_at=timezone.now())


def _hold(team_id: int) -> None:
    """Nobody else changes this team's members until the end of the transaction."""
    Team.objects.select_for_update().get(pk=team_id)


def _keep_an_owner(member: Membership) -> None:
    others = Membership.objects.filter(team=member.team_id, role=Role.OWNER).exclude(pk=member.pk)
    if not others.exists():
        raise NotPossible("A team needs an owner: hand it over to somebody first, or delete the team.")
