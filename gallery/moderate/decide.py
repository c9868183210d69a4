"""What a moderator decides, what an author answers. Every decision is a line in the log."""

from collections.abc import Callable

from django.db import transaction
from django.db.models.functions import Coalesce, Now

from gallery.models import Appeal, Ban, Blocked, Creation, Entry, Report, State
from gallery.moderate.log import write, write_about
from gallery.publish.counters import recount, recount_remixes
from studio.models import User
from studio.pipeline.outbox import promise


def restore(creation: Creation, actor: User, reason: str) -> bool:
    """Public (again): the reports so far are answered. Nothing that was not checked becomes public by this."""

    return _decide(creation, actor, reason, Entry.Act.RESTORED, lambda: _show(creation))


def hide(creation: Creation, actor: User, reason: str) -> bool:
    """Nobody but its author and the moderators sees it; it can be restored."""

    def act() -> bool:
        return _leave(creation, State.HIDDEN, f"Hidden by a moderator. {reason}", (State.PUBLIC, State.HELD))

    return _decide(creation, actor, reason, Entry.Act.HIDDEN, act)


def take_down(creation: Creation, actor: User, reason: str) -> bool:
    """For good: its files go, and a picture that looks like it is held when it comes again."""

    def act() -> bool:
        note = f"Taken down by a moderator. {reason}"
        if not _leave(creation, State.TAKEN_DOWN, note, (State.PUBLIC, State.HELD, State.HIDDEN)):
            return False
        if creation.fingerprint is not None:
            Blocked.objects.get_or_create(fingerprint=creation.fingerprint, defaults={"reason": reason[:500]})
        creation.files.all().delete()
        promise("gallery.tasks.remove_files")
        return True

    return _decide(creation, actor, reason, Entry.Act.TAKEN_DOWN, act)


def mark_mature(creation: Creation, actor: User, reason: str) -> bool:
    """Shown from now on, behind the age gate."""

    def act() -> bool:
        marked = Creation.objects.filter(pk=creation.pk, mature=False).update(mature=True)
        return bool(marked) and _show(creation)

    return _decide(creation, actor, reason, Entry.Act.MARKED, act)


ACTS: dict[str, Callable[[Creation, User, str], bool]] = {
    "restore": restore,
    "hide": hide,
    "take_down": take_down,
    "mark": mark_mature,
}


def ban(person: User, actor: User, reason: str) -> None:
    """They publish nothing more, and what they published is hidden: each can be restored on its own."""
    with transaction.atomic():
        Ban.objects.update_or_create(user=person, defaults={"reason": reason[:500]})
        write_about(Entry.Act.BANNED, person, actor=actor, reason=reason)
        for creation in Creation.objects.filter(author=person, state__in=(State.PUBLIC, State.HELD)):
            hide(creation, actor, reason)
        Creation.objects.filter(author=person, state=State.CHECKING).update(
            state=State.HIDDEN, checked_at=None, note=f"Hidden by a moderator. {reason}"[:300]
        )


def unban(person: User, actor: User, reason: str) -> None:
    with transaction.atomic():
        if Ban.objects.filter(user=person).delete()[0]:
            write_about(Entry.Act.UNBANNED, person, actor=actor, reason=reason)


def appeal(creation: Creation, words: str) -> bool:
    """The author's answer to a decision; once for each creation."""
    if creation.state not in (State.HELD, State.HIDDEN):
        return False
    with transaction.atomic():
        _, fresh = Appeal.objects.get_or_create(creation=creation, defaults={"words": words[:1000]})
        if fresh:
            write(Entry.Act.APPEALED, creation, actor=creation.author, reason=words)
    return fresh


def _decide(creation: Creation, actor: User, reason: str, act: str, do: Callable[[], bool]) -> bool:
    with transaction.atomic():
        Creation.objects.select_for_update().only("pk").get(pk=creation.pk)
        if not do():
            return False
        Report.objects.filter(creation=creation, decided_at=None).update(decided_at=Now())
        Appeal.objects.filter(creation=creation, answered_at=None).update(
            answered_at=Now(), answer=reason[:500] or Entry.Act(act).label
        )
        write(act, creation, actor=actor, reason=reason)
    return True


def _show(creation: Creation) -> bool:
    moved = Creation.objects.filter(
        pk=creation.pk, state__in=(State.PUBLIC, State.HELD, State.HIDDEN), checked_at__isnull=False
    ).update(state=State.PUBLIC, note="", reports=0, published_at=Coalesce("published_at", Now()))
    if moved:
        recount(creation.pk)
        recount_remixes(creation.remix_of_id)
    return bool(moved)


def _leave(creation: Creation, to: State, note: str, out_of: tuple[State, ...]) -> bool:
    moved = Creation.objects.filter(pk=creation.pk, state__in=out_of).update(
        state=to, note=note[:300], reports=0, text_vector=None, picture_vector=None
    )
    if moved:
        recount_remixes(creation.remix_of_id)
    return bool(moved)
