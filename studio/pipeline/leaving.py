"""An account is deleted: its person leaves every team, and teams that nobody else is in are closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from studio.models import Membership, Role, Team, User
from studio.pipeline.closing import close
from studio.pipeline.teams import NotPossible, take_out


@dataclass(frozen=True, slots=True)
class Leaving:
    """The person's teams by what becomes of them."""

    closed: Sequence[Team]
    left: Sequence[Team]
    held: Sequence[Team]
    """Nobody else owns them: first they must be handed over, or deleted."""


def leaving(user: User) -> Leaving:
    owners = Count("memberships", filter=Q(memberships__role=Role.OWNER))
    teams = Team.objects.filter(pk__in=user.memberships.values("team")).order_by("name")
    counted = teams.annotate(people=Count("memberships"), owners=owners)
    owned = set(user.memberships.filter(role=Role.OWNER).values_list("team", flat=True))
    closed = [team for team in counted if vars(team)["people"] == 1]
    held = [team for team in counted if team not in closed and team.pk in owned and vars(team)["owners"] == 1]
    return Leaving(closed, [team for team in counted if team not in closed and team not in held], held)


@transaction.atomic
def end(user: User) -> None:
    """Raises NotPossible where a team would be without an owner; then nothing has changed."""
    teams = list(user.memberships.order_by("team").values_list("team", flat=True))
    for team in Team.objects.select_for_update().filter(pk__in=teams).order_by("pk"):
        members = Membership.objects.filter(team=team)
        if members.count() == 1:
            close(team)
            continue
        try:
            take_out(members.get(user=user))
        except NotPossible as why:
            raise NotPossible(f"{team.name}: {why}") from why
    user.delete()
