"""Rows that fell between: found by looking at rows, never at queues. All of it is safe to run anywhere, twice."""

import logging
import time
from collections import Counter
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db.models import Count
from django.db.models.functions import Now

from studio.backends.base import Crash
from studio.backends.errors import Misconfigured
from studio.backends.registry import backend
from studio.disk import WholeFileStorage
from studio.images.specs import SPECS
from studio.models import Bundle, Call, Delivery, Edit, IdempotencyKey, Image, Transfer, turns
from studio.models.turns import Ready
from studio.pipeline import due, settle, spool
from studio.pipeline.bundle import drop
from studio.pipeline.limits import limits_of
from studio.pipeline.outbox import enqueue

KEYS_KEPT = timedelta(hours=48)
DELIVERIES_KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=1)

log = logging.getLogger(__name__)


def wake() -> int:
    """Enqueue calls that are due, as many as their backends have room for."""
    aliases = Call.objects.ready().order_by().values_list("backend", flat=True).distinct()
    turn = dict.fromkeys(call for alias in list(aliases) for call in next_calls(alias))
    return due.wake(turn)


def next_calls(alias: str) -> list[Ready]:
    """The calls whose turn it is at this backend, and at those that draw with the same key."""
    try:
        chosen = backend(alias, is_under_way=True)
    except Misconfigured:
        # One at a time, so that each fails with words.
        first = Call.objects.ready().filter(backend=alias).order_by("pk").values_list("pk", "backend")[:1]
        return [Ready(*row) for row in first]
    return turns.due(limits_of(alias, chosen))


def recover() -> Counter[str]:
    """Decide about every call that its worker has abandoned; how many of each kind."""
    done: Counter[str] = Counter()
    for call in Call.objects.abandoned().with_job()[:200]:
        if call.state == Call.State.CLAIMED:
            done["freed"] += _free(call)
        elif call.state == Call.State.ANSWERED:
            done["stored again"] += enqueue("studio.tasks.store_call", call.pk)
        else:
            done[_recover_sent(call)] += 1
    return done


def derive_missing() -> int:
    """Enqueue images that still lack a rendition some time after they came."""
    lacking = (
        Image.objects.filter(
            created_at__lt=Now() - timedelta(minutes=2), created_at__gt=Now() - timedelta(days=2)
        )
        .annotate(made=Count("renditions"))
        .filter(made__lt=len(SPECS))
        .order_by("pk")
    )
    return sum(enqueue("studio.tasks.derive_image", pk) for pk in lacking.values_list("pk", flat=True)[:50])


def transfer_due() -> int:
    """Enqueue transfers that nobody has begun, or that a worker has left behind."""
    late = Transfer.objects.due().filter(created_at__lt=Now() - timedelta(minutes=2))
    return sum(enqueue("studio.tasks.run_transfer", pk) for pk in late.values_list("pk", flat=True)[:20])


def measure_missing() -> int:
    """Enqueue edits that nobody has measured some time after they came."""
    late = Edit.objects.unmeasured().filter(variant__created_at__lt=Now() - timedelta(minutes=2))
    return sum(
        enqueue("studio.tasks.measure_edit", pk)
        for pk in late.order_by("pk").values_list("pk", flat=True)[:50]
    )


def forget() -> int:
    """Let go of what nobody will ask about any more: old idempotency keys, the log of old deliveries, and what
    writers that were killed left on the disk."""
    keys, _ = IdempotencyKey.objects.filter(created_at__lt=Now() - KEYS_KEPT).delete()
    told, _ = Delivery.objects.filter(ended_at__lt=Now() - DELIVERIES_KEPT).delete()
    drafts = 0
    if isinstance(default_storage, WholeFileStorage):
        drafts = default_storage.remove_drafts(before=time.time() - DRAFTS_KEPT.total_seconds())
    return keys + told + drafts


def _recover_sent(call: Call) -> str:
    """The worker died after it had asked: what it kept is stored, else the backend's crash class says what may be done."""
    if spool.holds(call.pk, call.wanted):
        there = Call.objects.abandoned().filter(pk=call.pk, state=Call.State.SENT)
        if there.update(state=Call.State.ANSWERED, answered_at=Now()):
            enqueue("studio.tasks.store_call", call.pk)
        return "stored again"
    if not call.ref and (ref := spool.ref_of(call.pk)):
        Call.objects.abandoned().filter(pk=call.pk).update(ref=ref)
        call.ref = ref
        spool.forget_ref(call.pk)
    crash: Crash = "fire_once"
    try:
        crash = settle.crash_class(backend(call.backend, is_under_way=True))
    except Misconfigured:
        log.warning("call %s: its backend %s is not in the settings any more", call.pk, call.backend)
    if crash == "dedupes" or (crash == "pollable" and call.ref):
        _free(call)
        return "asked again"
    settle.abandoned(call)
    return "unknown"


def _free(call: Call) -> int:
    """Back to waiting; a ref or key that the call has goes with it."""
    return (
        Call.objects.abandoned()
        .filter(pk=call.pk)
        .update(state=Call.State.WAITING, worker="", lease_until=None)
    )


def tidy_bundles() -> int:
    """Take away what nobody fetched for a day, and have packed again what its worker left behind."""
    old = list(Bundle.objects.expired()[:100])
    for bundle in old:
        drop(bundle)
    for pk in Bundle.objects.left_behind().values_list("pk", flat=True)[:50]:
        enqueue("studio.tasks.pack_bundle", pk)
    return len(old)
