"""A team is deleted: first told what becomes of everything, then done at once, however much there is."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from studio.models import (
    BackendAccount,
    Call,
    Invitation,
    Job,
    Membership,
    Project,
    Share,
    Team,
    Variant,
    Webhook,
)
from studio.pipeline.cancel import cancel


@dataclass(frozen=True, slots=True)
class Account:
    members: int
    projects: int
    pictures: int
    waiting: int
    """Calls that will be taken back, uncharged."""
    drawing: int
    """Calls at their backends: they end, and may be charged."""
    published: int
    backends: int


def account(team: Team) -> Account:
    projects = Project.objects.kept().filter(team=team)
    pictures = Variant.objects.kept().filter(project__in=projects)
    calls = Call.objects.filter(team=team)
    return Account(
        members=Membership.objects.filter(team=team).count(),
        projects=projects.count(),
        pictures=pictures.count(),
        waiting=calls.filter(state=Call.State.WAITING).count(),
        drawing=calls.filter(state__in=Call.HELD).count(),
        published=Variant.objects.filter(project__team=team, creations__state="public").distinct().count(),
        backends=BackendAccount.objects.kept().filter(team=team).count(),
    )


@transaction.atomic
def close(team: Team) -> None:
    """Nobody is in it any more, and every way out of it is shut. Rows and bytes stay where they are: the ledger
    must still add up, and published copies hang on nothing of it."""
    Team.objects.select_for_update().get(pk=team.pk)
    for job in Job.objects.filter(project__team=team, state=Job.State.OPEN):
        cancel(job)
    now = timezone.now()
    Project.objects.kept().filter(team=team).update(trashed_at=now)
    Share.objects.filter(project__team=team, revoked_at=None).update(revoked_at=now)
    Webhook.objects.filter(project__team=team, disabled_at=None).update(disabled_at=now)
    Invitation.objects.filter(team=team, revoked_at=None).update(revoked_at=now)
    for backend in BackendAccount.objects.kept().filter(team=team):
        backend.remove()
    Membership.objects.filter(team=team).delete()
    Team.objects.filter(pk=team.pk).update(closed_at=now)
