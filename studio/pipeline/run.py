"""A claimed call meets its backend: written down as sent, its pictures kept as they come."""

import time
from collections.abc import Iterator

from django.db.models.functions import Now

from studio.backends.base import (
    Accepted,
    Backend,
    GeneratedImage,
    ImageFailed,
    ImageRequest,
    InputImage,
    Progress,
    Usage,
)
from studio.backends.errors import BackendError, Unavailable, Unsupported
from studio.images.errors import ImageRefused
from studio.images.fit import fit
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Call, Job, JobInput
from studio.pipeline import spool
from studio.pipeline.lease import WORKER
from studio.pipeline.settle import words_of
from studio.pipeline.spool import Kept
from studio.pipeline.store import StorageTrouble, read

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
    except ImageRefused as refusal:
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


def request_of(call: Call, backend: Backend) -> ImageRequest:
    """The frozen job as this backend takes it: inputs fitted to the formats and sizes that it accepts."""
    job: Job = call.job
    inputs = []
    mask = None
    for each in job.inputs.select_related("image"):
        content = read(each.image)
        if each.role == JobInput.Role.MASK:
            mask = InputImage(content, each.image.media_type, each.image.width, each.image.height, "mask")
            continue
        rules = backend.capabilities.inputs
        fitted = fit(
            content,
            media_type=each.image.media_type,
            width=each.image.width,
            height=each.image.height,
            accepted=rules.media_types,
            max_bytes=rules.max_bytes,
            max_area=rules.max_area,
        )
        inputs.append(
            InputImage(fitted.content, fitted.media_type, fitted.width, fitted.height, str(each.role))
        )
    return ImageRequest(
        key=str(call.key),
        prompt=job.sent_text,
        width=job.width,
        height=job.height,
        count=call.wanted,
        inputs=tuple(inputs),
        mask=mask,
        options=job.parameters.get("options", {}),
    )


def _move(call: Call, *, to: Call.State, **fields: object) -> None:
    if not Call.objects.move(call.pk, worker=WORKER, to=to, **fields):
        raise Lost
    call.state = to


def _tell(call: Call, event: Progress) -> None:
    progress = {"fraction": event.fraction, "note": event.note[:200]}
    Call.objects.filter(pk=call.pk).update(progress=progress)
    publish(Event(call.job.project_id, "call.progressed", job=call.job_id, call=call.pk))
