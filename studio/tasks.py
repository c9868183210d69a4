"""The queues' doors: an id in, the row claimed, one step called, the next ones woken."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from celery import shared_task
from django.db import DataError
from django.db.models.functions import Now

from studio.backends.base import Backend
from studio.backends.errors import BackendError, Misconfigured, Unavailable
from studio.backends.registry import backend
from studio.images.errors import ImageRefused
from studio.images.masks import MaskRefused
from studio.models import Bundle, Call, Comparison, Edit, Image, Transfer, Variant
from studio.pipeline import due, settle, sweep
from studio.pipeline.bundle import pack
from studio.pipeline.compare import compare
from studio.pipeline.deliver import deliver
from studio.pipeline.derive import derive
from studio.pipeline.export import export
from studio.pipeline.finish import finish
from studio.pipeline.lay import lay
from studio.pipeline.lease import WORKER, holding
from studio.pipeline.limits import limits_of
from studio.pipeline.manifest import ImportRefused
from studio.pipeline.measure import measure
from studio.pipeline.run import Lost, run
from studio.pipeline.spool import Kept, NoRoom
from studio.pipeline.store import StorageTrouble, store, storing
from studio.pipeline.take_in import take_in

log = logging.getLogger(__name__)


def run_call(call_id: int, alias: str) -> None:
    """Make one call of this backend's, if it is still to be made and there is room for it."""
    try:
        chosen = _chosen(call_id, alias)
    except Misconfigured as error:
        if call := Call.objects.with_job().filter(pk=call_id).first():
            settle.misconfigured(call, error)
        return
    claimed = Call.objects.claim(call_id, limits_of(alias, chosen), worker=WORKER)
    if claimed is None:
        return  # taken by another worker, ended, not due yet, or its turn comes when another call ends
    try:
        with holding(call_id):
            with ExitStack() as meanwhile:
                rest = _ask(claimed, chosen, meanwhile)
                due.wake(sweep.next_calls(alias))  # the place at the backend is free while we store
                if rest is not None:
                    rest()
            # The place at the decoder is given back before: what was not stored asks for one anew, and calls that
            # kept theirs meanwhile would wait for each other for ever.
            if rest is not None:
                finish(claimed)
    except Lost:
        log.warning("call %s was taken from this worker", call_id)
    except StorageTrouble as error:
        log.warning("call %s stays answered, its bytes are kept: %s", call_id, error)


def _chosen(call_id: int, alias: str) -> Backend:
    """A switched-off backend is only for what it knows already."""
    try:
        return backend(alias)
    except Misconfigured:
        if not Call.objects.filter(pk=call_id).exclude(ref="").exists():
            raise
        return backend(alias, is_under_way=True)


def _ask(call: Call, chosen: Backend, meanwhile: ExitStack) -> Callable[[], None] | None:
    """What is left to do once an answer is kept, whole; None when there is none.

    Pictures that others follow are stored while those are being drawn. The last one is being decoded while the
    call's answer is written down.
    """
    rest: Callable[[], None] = _nothing
    try:
        for number, kept in enumerate(run(call, chosen), start=1):
            if number < call.wanted:
                _try(call, kept, partial(store, call, kept))
            else:
                rest = partial(_try, call, kept, meanwhile.enter_context(storing(call, kept)))
    except BackendError as error:
        settle.failed(call, error, chosen)
    except NoRoom as error:
        settle.failed(call, Unavailable(str(error), retry_after=15), chosen)
    else:
        return rest
    return None


def _try(call: Call, kept: Kept, store: Callable[[], Variant]) -> None:
    """The bytes are kept: whatever is wrong with them or the storage, finish() comes back to them."""
    try:
        store()
    except (ImageRefused, StorageTrouble) as error:
        log.warning("call %s, picture %s: %s", call.pk, kept.index, error)


def _nothing() -> None:
    """There was no last picture."""


@shared_task(name="studio.tasks.cancel_call")
def cancel_call(call_id: int) -> None:
    """Ask the backend to stop what a person does not want any more. Whoever waits for the call hears of it."""
    call = Call.objects.open().filter(pk=call_id).exclude(ref="").first()
    if call is None:
        return
    try:
        stopped = backend(call.backend, is_under_way=True).cancel(call.ref)
    except Misconfigured as error:
        log.warning("call %s cannot be cancelled: %s", call_id, error)
        return
    log.info("call %s: %s", call_id, "will be stopped" if stopped else "is not stopped")


@shared_task(name="studio.tasks.store_call")
def store_call(call_id: int) -> None:
    """Store an answered call whose worker died or whose storage was away."""
    call = Call.objects.adopt(call_id, worker=WORKER)
    if call is None:
        return
    with holding(call_id):
        try:
            finish(call)
        except StorageTrouble as error:
            log.warning("call %s stays answered, its bytes are kept: %s", call_id, error)


@shared_task(name="studio.tasks.derive_image")
def derive_image(image_id: int) -> None:
    """Make the renditions that an image still lacks."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return
    try:
        derive(image)
    except (ImageRefused, StorageTrouble) as error:
        log.warning("image %s has no further renditions for now: %s", image_id, error)


@shared_task(name="studio.tasks.measure_edit")
def measure_edit(edit_id: int) -> None:
    """Say how far an edit kept to what was meant."""
    edit = _edit(edit_id)
    if edit is None or edit.measured_at:
        return
    try:
        measure(edit)
    except StorageTrouble as error:
        log.warning("edit %s is not measured for now: %s", edit_id, error)


@shared_task(name="studio.tasks.lay_edit")
def lay_edit(edit_id: int) -> None:
    """Lay an edit back outside its mask."""
    edit = _edit(edit_id)
    if edit is None:
        return
    try:
        lay(edit)
    except (ImageRefused, MaskRefused) as refusal:
        Edit.objects.filter(pk=edit_id).update(trouble=f"It could not be laid back: {refusal}"[:300])
    except StorageTrouble as error:
        log.warning("edit %s is not laid back for now: %s", edit_id, error)


def _edit(pk: int) -> Edit | None:
    rows = Edit.objects.select_related("variant__project__team", "source", "answer", "mask", "laid")
    return rows.filter(pk=pk).first()


@shared_task(name="studio.tasks.deliver_webhook")
def deliver_webhook(delivery_id: int) -> None:
    """Tell one webhook what it was promised, if it is still to be told."""
    deliver(delivery_id)


@shared_task(name="studio.tasks.pack_bundle")
def pack_bundle(bundle_id: int) -> None:
    """Pack pictures into one file, if nobody else does."""
    claimed = Bundle.objects.claim(bundle_id)
    if claimed is not None:
        pack(claimed)


@shared_task(name="studio.tasks.make_comparison")
def make_comparison(comparison_id: int) -> None:
    """Look at how two pictures differ."""
    row = Comparison.objects.select_related("one", "other").filter(pk=comparison_id).first()
    if row is None or row.changed is not None:
        return
    try:
        compare(row)
    except StorageTrouble as error:
        log.warning("comparison %s is not made for now: %s", comparison_id, error)


@shared_task(name="studio.tasks.run_transfer")
def run_transfer(transfer_id: int) -> None:
    """Pack a project into its file, or take one in."""
    transfer = Transfer.objects.claim(transfer_id)
    if transfer is None:
        return
    try:
        if transfer.kind == Transfer.Kind.EXPORT:
            export(transfer)
        else:
            project = take_in(transfer)
            Transfer.objects.filter(pk=transfer.pk).update(
                state=Transfer.State.DONE, project=project, ended_at=Now()
            )
    except (ImportRefused, NoRoom, StorageTrouble) as problem:
        _end_transfer(transfer, str(problem))
    except (DataError, ValueError, RecursionError, MemoryError):
        # What fails like this fails every time; left as it is, it would be tried for ever.
        log.exception("transfer %s failed", transfer.pk)
        _end_transfer(transfer, "This file holds something that the studio cannot keep.")


def _end_transfer(transfer: Transfer, words: str) -> None:
    Transfer.objects.filter(pk=transfer.pk).update(
        state=Transfer.State.FAILED, message=words[:1000], ended_at=Now()
    )
