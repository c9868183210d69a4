"""How a call ends, what that means for its job, and who is told."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from studio.backends.base import Backend, Crash
from studio.backends.errors import BackendError, Refused, Unavailable
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Call, Job, User
from studio.models.turns import Ready
from studio.pipeline import webhooks
from studio.pipeline.due import wake_when_written

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 20.0
ASK_AFTER_SECONDS = 5.0


def stored(call: Call) -> None:
    """Every picture that was answered is stored: the call is done, and costs what it costs."""
    with transaction.atomic():
        fresh = Call.objects.get(pk=call.pk)
        amount = fresh.estimate if fresh.amount is None else fresh.amount
        charged = amount > 0 or fresh.variants.exists()
        state = Call.State.STORED if charged else Call.State.FAILED
        if _end(call, state, from_=(Call.State.ANSWERED,), amount=amount, progress={}):
            settle(call.job)


def crash_class(backend: Backend) -> Crash:
    """What a crash between sending and the answer means here; where nothing costs, repeating costs nothing."""
    return "dedupes" if backend.capabilities.price_per_picture == 0 else backend.crash


def failed(call: Call, error: BackendError, backend: Backend) -> None:
    """The call ended in `error`: again later, failed without charge, or unknown.

    A repeat is made only where it cannot be charged twice: nothing was taken, or nothing is taken twice.
    """
    repeatable = crash_class(backend) == "dedupes"
    may_repeat = error.charged == "no" or repeatable
    with transaction.atomic():
        words = words_of(error)
        if error.charged == "unknown" and not may_repeat:
            has_its_end = isinstance(error, Refused)  # asked again, the backend would say the same
            if backend.crash == "pollable" and not has_its_end and _ask_after(call):
                return
            if _end(call, Call.State.UNKNOWN, **words):
                settle(call.job)
            return
        wanted = Job.objects.filter(pk=call.job_id, cancelled_at=None).exists()
        if not _end(call, Call.State.FAILED if wanted else Call.State.CANCELLED, **words):
            return
        if isinstance(error, Unavailable) and may_repeat and wanted and _has_patience(call):
            again(call, after=pause(call.attempt, error.retry_after), same_key=repeatable)
        settle(call.job)


def abandoned(call: Call) -> None:
    """Nobody knows what became of it: it may have been charged, so only the person repeats it."""
    with transaction.atomic():
        ended = _end(
            call,
            Call.State.UNKNOWN,
            error_kind="Abandoned",
            error_message="The studio was interrupted while the backend was drawing, and no answer came back.",
        )
        if ended:
            settle(call.job)


def misconfigured(call: Call, error: Exception) -> None:
    """The call's backend is not there any more, or switched off: nothing can be asked.

    A call that waits to be asked about was sent once, and may have been charged.
    """
    with transaction.atomic():
        state = Call.State.UNKNOWN if call.ref else Call.State.FAILED
        words: dict[str, Any] = {"error_kind": "Unsupported", "error_message": str(error)[:2000]}
        if _end(call, state, from_=(Call.State.WAITING,), **words):
            settle(call.job)


def share(call: Call, wanted: int) -> Decimal:
    """What `wanted` of the call's pictures cost at most, in US$."""
    return call.estimate * wanted / call.wanted


def again(
    call: Call,
    *,
    after: float = 0.0,
    wanted: int | None = None,
    same_key: bool = False,
    person: User | None = None,
) -> Call:
    """A new call in the same slot, due in `after` seconds, asked by `person` or by whoever asked before."""
    last = call.job.calls.filter(slot=call.slot).order_by("-attempt").values_list("attempt", flat=True)[0]
    fresh = Call.objects.create(
        job=call.job,
        team_id=call.team_id,
        backend=call.backend,
        capped_as=call.capped_as,
        slot=call.slot,
        attempt=last + 1,
        wanted=wanted or call.wanted,
        asked_by_id=person.pk if person else call.asked_by_id,
        estimate=share(call, wanted or call.wanted),
        key=call.key if same_key else uuid4(),
        not_before=Now() + timedelta(seconds=after),
    )
    if not after:
        wake_when_written([Ready(fresh.pk, fresh.backend)])
    return fresh


def pause(attempt: int, asked: float | None) -> float:
    """Seconds until the next try: what the backend asked for, else doubling, with jitter against herds."""
    if asked is not None:
        return float(asked)
    doubled: float = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
    return min(doubled, LONGEST_PAUSE_SECONDS) * random.uniform(0.75, 1.25)


def settle(job: Job) -> None:
    """Bring the job's state in line with its calls; the person is told when it ends."""
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        publish(Event(locked.project_id, "call.moved", job=locked.pk))
        state = state_of(locked)
        if state == locked.state:
            return
        locked.state = state
        locked.ended_at = None if state == Job.State.OPEN else timezone.now()
        locked.save(update_fields=["state", "ended_at"])
        if state != Job.State.OPEN:
            publish(Event(locked.project_id, "job.ended", job=locked.pk))
            webhooks.announce(locked)


def state_of(job: Job) -> Job.State:
    states = [call.state for call in latest_calls(job)]
    if any(state in Call.OPEN for state in states):
        return Job.State.OPEN
    if Call.State.UNKNOWN in states:
        return Job.State.UNKNOWN
    got = job.variants.count()
    if got >= job.count or (job.series and got):
        return Job.State.DONE
    if got:
        return Job.State.PARTIAL
    if all(state in (Call.State.CANCELLED, Call.State.LET_GO) for state in states):
        return Job.State.CANCELLED
    return Job.State.FAILED


def latest_calls(job: Job) -> list[Call]:
    """The newest attempt of every slot, in the order of the slots."""
    return list(job.calls.order_by("slot", "-attempt").distinct("slot"))


def words_of(error: BackendError) -> dict[str, Any]:
    """An error as a call remembers it."""
    return {
        "error_kind": type(error).__name__,
        "error_code": error.code[:120],
        "error_message": error.message[:2000],
    }


def _ask_after(call: Call) -> bool:
    """Where the backend gave an id, what became of the call can be asked: it waits, and is resumed by its id."""
    if not _has_patience(call):
        return False
    waiting = {"state": Call.State.WAITING, "worker": "", "lease_until": None}
    held = Call.objects.filter(pk=call.pk, state__in=Call.HELD).exclude(ref="")
    return bool(held.update(**waiting, not_before=Now() + timedelta(seconds=ASK_AFTER_SECONDS)))


def _has_patience(call: Call) -> bool:
    """A call that costs nothing to repeat is repeated until its job is this old."""
    return timezone.now() - call.job.created_at < timedelta(seconds=settings.CALL_PATIENCE_SECONDS)


def _end(call: Call, state: Call.State, *, from_: tuple[Call.State, ...] = Call.HELD, **fields: Any) -> bool:
    """True for the one who ended it."""
    ended = Call.objects.filter(pk=call.pk, state__in=from_).update(state=state, ended_at=Now(), **fields)
    return bool(ended)
