"""Reports from the people: one each, few a day, and enough of them hold a creation until somebody has looked."""

from django.db import transaction
from django.db.models.functions import Now

from gallery.limits import is_new, spend
from gallery.models import Creation, Entry, Report, State
from gallery.moderate.log import write
from studio.models import User

ENOUGH = 3
STORM = "You have reported a great deal today. The moderators have it; come back tomorrow."


def report(person: User, creation: Creation, reason: str, words: str) -> bool:
    """True when it is new. Raises Enough. New accounts are read, but their reports hold nothing.

    After a moderator has restored a creation, reports come to the desk and hold it no more.
    """
    spend(person, "report", most=20, seconds=86_400, words=STORM)
    with transaction.atomic():
        made, fresh = Report.objects.get_or_create(
            user=person,
            creation=creation,
            defaults={"reason": reason, "words": words[:500], "counts": not is_new(person)},
        )
        if fresh and made.counts:
            _count(creation)
    return fresh


def _count(creation: Creation) -> None:
    locked = Creation.objects.select_for_update().only("pk", "state").get(pk=creation.pk)
    several = Report.objects.filter(creation=locked, counts=True, decided_at=None).count()
    Creation.objects.filter(pk=locked.pk).update(reports=several)
    if several < ENOUGH or locked.state != State.PUBLIC:
        return
    if Entry.objects.filter(creation=locked, act=Entry.Act.RESTORED).exists():
        return
    why = f"{several} people reported it."
    Creation.objects.filter(pk=locked.pk).update(
        state=State.HELD, note=f"{why} A moderator will look at it.", checked_at=Now()
    )
    write(Entry.Act.HELD, creation, reason=why)
