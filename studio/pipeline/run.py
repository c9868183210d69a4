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
from studio.live.publish import publish
from studio.models import Call
from studio.pipeline import spool
from studio.pipeline.lease import WORKER
from studio.pipeline.request import request_of
from studio.pipeline.settle import words_of
from studio.pipeline.spool import Kept
from studio.pipeline.store import StorageTrouble

PROGRESS_EVERY_SECONDS = 0.4


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
    _move(call, to=Call.State.SENT, sent_at=call.sent_at or Now())
    publish(Event(call.job.project_id, "call.moved", job=call.job_id, call=call.pk))
    failures: list[BackendError] = []
    amount = None
    told_at = 0.0
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
                _move(call, to=Call.State.SENT, ref=ref)
            case Progress():
                if time.monotonic() - told_at > PROGRESS_EVERY_SECONDS:
                    told_at = time.monotonic()
                    _tell(call, event)
            case ImageFailed(error=error):
                failures.append(error)
            case Usage():
                amount = event.amount
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


def _tell(call: Call, event: Progress) -> None:
    progress = {"fraction": event.fraction, "note": event.note[:200]}
    Call.objects.filter(pk=call.pk).update(progress=progress)
    publish(Event(call.job.project_id, "call.progressed", job=call.job_id, call=call.pk))
