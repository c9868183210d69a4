"""A person does not want a job any more, or decides about a call whose outcome is unknown."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from studio.models import Call, Job
from studio.pipeline import settle
from studio.pipeline.outbox import promise


def cancel(job: Job) -> int:
    """Take back what was not sent yet; how many calls that were.

    A backend that gave its own id for what it draws is asked to stop; all else that is being drawn arrives. So
    does what waits to be asked after by its id: it was sent, and may have been charged.
    """
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, cancelled_at=None).update(cancelled_at=timezone.now())
        unsent = job.calls.filter(state__in=(Call.State.WAITING, Call.State.CLAIMED), ref="")
        stopped = unsent.update(state=Call.State.CANCELLED, ended_at=timezone.now())
        for pk in asked_to_stop(job).values_list("pk", flat=True):
            promise("studio.tasks.cancel_call", pk)
        settle.settle(job)
    return stopped


def asked_to_stop(job: Job) -> QuerySet[Call]:
    """Calls that a backend is drawing under an id of its own, or has drawn while nobody listened."""
    return job.calls.open().exclude(ref="").exclude(state=Call.State.ANSWERED)


def let_go(call: Call) -> bool:
    """The person does without the answer. What may have been charged stays in the ledger."""
    with transaction.atomic():
        gone = Call.objects.filter(pk=call.pk, state=Call.State.UNKNOWN).update(state=Call.State.LET_GO)
        if gone:
            settle.settle(call.job)
    return bool(gone)
