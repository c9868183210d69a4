"""Who sees a project: the team, one member alone, and outsiders by a link."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Project, Share, User
from studio.models.share import PREFIX
from studio.models.token import Token, make_secret

MOST_SHARES = 50


class NoMoreShares(Exception):
    """The project has as many links as it may."""


@transaction.atomic
def keep_to_oneself(project: Project, person: User) -> None:
    """Nobody else of the team sees it, and what others had let out of it is closed."""
    Project.objects.filter(pk=project.pk).update(only_for=person)
    now = timezone.now()
    project.shares.filter(revoked_at=None).exclude(created_by=person).update(revoked_at=now)
    project.webhooks.filter(disabled_at=None).exclude(created_by=person).update(disabled_at=now)
    publish(Event(project.pk, "project.changed"))


def share_with_team(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(only_for=None)
    publish(Event(project.pk, "project.changed"))


@transaction.atomic
def make_share(
    project: Project, person: User, *, name: str, shows_prompts: bool, days: int
) -> tuple[Share, str]:
    """The share, and the secret that is told now and never again."""
    Project.objects.select_for_update().get(pk=project.pk)
    if Share.objects.live().filter(project=project).count() >= MOST_SHARES:
        raise NoMoreShares
    secret = make_secret(PREFIX)
    made = Share.objects.create(
        project=project,
        name=name,
        shows_prompts=shows_prompts,
        digest=Token.digest_of(secret),
        created_by=person,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return made, secret


def revoke(share: Share) -> bool:
    return bool(Share.objects.live().filter(pk=share.pk).update(revoked_at=timezone.now()))
