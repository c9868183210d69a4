"""Signing up: a person comes with a team of one."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from studio.models import Membership, Role, Team, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_OPEN)

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            make_team_of_one(saved)
        return saved


def make_team_of_one(user: User) -> Team:
    """The person's own team; found again if it is there already."""
    membership = Membership.objects.filter(user=user, role=Role.OWNER).select_related("team").first()
    if membership:
        return membership.team
    name = "My studio" if user.email == LOCAL_OWNER else f"{user.name}’s studio"
    team = Team.objects.create(name=name[:120])
    Membership.objects.create(team=team, user=user, role=Role.OWNER)
    return team


LOCAL_OWNER = "owner@seedbed.local"


@transaction.atomic
def local_owner() -> User:
    """The person at this machine, in the embedded stack. They sign in by one-time links, without a password."""
    user, made = User.objects.get_or_create(
        email=LOCAL_OWNER, defaults={"first_name": "Owner", "is_staff": True, "is_superuser": True}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    make_team_of_one(user)
    return user
