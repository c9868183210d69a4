"""The desk's log: who decided what about which creation, and why. Lines are only ever added."""

from gallery.models import Creation, Entry
from studio.models import User


def write(act: str, creation: Creation, *, actor: User | None = None, reason: str = "") -> Entry:
    subject = f"Creation {creation.pk}: {creation.title}"[:160]
    return Entry.objects.create(creation=creation, subject=subject, actor=actor, act=act, reason=reason[:500])


def write_about(act: str, person: User, *, actor: User, reason: str = "") -> Entry:
    return Entry.objects.create(
        subject=f"Account {person.pk}"[:160], actor=actor, act=act, reason=reason[:500]
    )
