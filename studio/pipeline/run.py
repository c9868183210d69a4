"""A claimed call meets its backend: written down as sent, its pictures kept as they come."""

import time
from collections.abc import Iterator

from django.db.models.functions import Now

from studio.backends.base import (
    Accepted,
    Backend,
    GeneratedImage,
    ImageFailed,
    Progress,
    Usage,
)
from studio.backends.errors import BackendError, Unavailable, Unsupported
from studio.images.errors import ImageRefused
from studio.images.masks import MaskRefused
from studio.live.events import Event
from studio.live.publish import publish, publish_meanwhile
from studio.models import Call
from studio.pipeline import preview, spool
from studio.pipeline.lease import WORKER
from studio.pipeline.request import request_of
from studio.pipeline.settle import words_of
from studio.pipeline.spool import Kept
from studio.pipeline.store import StorageTrouble

PROGRESS_EVERY_SECONDS = 0.4
PREVIEW_EVERY_SECONDS = 1.0


class Lost(Exception):
    """This worker no longer holds the call: somebody else decides about it."""


def run(call: Call, backend: Backend) -> Iterator[Kept]:
    """Ask the backend, and yield every picture once its bytes are kept.

    Ends with the call `answered`. Raises the backend's errors for settle() to judge, NoRoom before anything
    was sent when the disk is full, and Lost when the call was taken away meanwhile.
    """
    try:
        request = request_of(call, backend)
    except (ImageRefused, MaskRefused) as refusal:
        raise Unsupported(f"An input picture cannot be read: {refusal}") from refusal
    except StorageTrouble as trouble:
        raise Unavailable(f"An input picture cannot be read just now: {trouble}") from trouble
    backend.check(request)
    spool.require_room()
    events = backend.resume(call.ref, request) if call.ref else backend.send(request)
    if call.state != Call.State.SENT:
        if not Call.objects.send(call, worker=WORKER):
            raise Lost
        call.state = Call.State.SENT
    publish_meanwhile(Event(call.job.project_id, "call.moved", job=call.job_id, call=call.pk))
    failures: list[BackendError] = []
    amount = None
    told = Telling(call)
    try:
        for event in events:
            match event:
                case GeneratedImage():
                    yield spool.keep(
                        call.pk,
                        event.index,
                        event.content,
                        media_type=event.media_type,
                        details=event.details,
                    )
                case Accepted(ref=ref):
                    spool.keep_ref(call.pk, ref)
                    _move(call, to=Call.State.SENT, ref=ref)
                    spool.forget_ref(call.pk)
                case Progress():
                    told.hear(event)
                case ImageFailed(error=error):
                    failures.append(error)
                case Usage():
                    amount = event.amount
    except BackendError:
        if not spool.holds(call.pk, call.wanted):
            raise
        # Every picture is here: what broke after the last one takes none of them back.
    _move(
        call,
        to=Call.State.ANSWERED,
        answered_at=Now(),
        amount=amount,
        **(words_of(failures[0]) if failures else {}),
    )


def _move(call: Call, *, to: Call.State, **fields: object) -> None:
    if not Call.objects.move(call.pk, worker=WORKER, to=to, **fields):
        raise Lost
    call.state = to


class Telling:
    """What a backend tells while it draws, as far as pages need it: not every step, and the newest preview."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._told_at = self._shown_at = 0.0
        self._shown = 0

    def hear(self, event: Progress) -> None:
        now = time.monotonic()
        is_shown = event.preview is not None and now - self._shown_at > PREVIEW_EVERY_SECONDS
        if is_shown and event.preview is not None and preview.keep(self._call.pk, event.preview):
            self._shown_at = now
            self._shown += 1
        elif now - self._told_at <= PROGRESS_EVERY_SECONDS:
            return
        self._told_at = now
        self._tell(event)

    def _tell(self, event: Progress) -> None:
        before = self._call.progress
        progress = {
            # A preview comes without words; what was said before still holds.
            "fraction": before.get("fraction") if event.fraction is None else event.fraction,
            "note": event.note[:200] or before.get("note", ""),
            "preview": self._shown,
        }
        self._call.progress = progress
        Call.objects.filter(pk=self._call.pk).update(progress=progress)
        publish(
            Event(self._call.job.project_id, "call.progressed", job=self._call.job_id, call=self._call.pk)
        )
