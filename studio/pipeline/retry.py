"""A person asks again for pictures that did not come."""

from decimal import Decimal

from django.db import transaction

from studio.backends.registry import backend
from studio.models import Call, Job, User
from studio.pipeline import settle
from studio.pipeline.budget import reserve

ENDED_WITHOUT = (Call.State.FAILED, Call.State.CANCELLED, Call.State.LET_GO, Call.State.STORED)


def retry(job: Job, person: User) -> list[Call]:
    """New calls for the pictures that failed or were cancelled, and only for those; [] when there are none.

    Raises OverBudget, TooMuchAtOnce, or Misconfigured when the backend is not there any more.
    """
    backend(job.backend, team=job.project.team_id)
    with transaction.atomic():
        locked = Job.objects.select_for_update(of=("self",)).select_related("project").get(pk=job.pk)
        last = [call for call in settle.latest_calls(locked) if call.state in ENDED_WITHOUT and missing(call)]
        if not last:
            return []
        price = sum((settle.share(call, missing(call)) for call in last), Decimal(0))
        reserve(locked.project.team_id, person, calls=len(last), price=price)
        calls = [settle.again(call, wanted=missing(call), person=person) for call in last]
        Job.objects.filter(pk=locked.pk).update(cancelled_at=None)
        settle.settle(locked)
    return calls


def retry_unknown(call: Call, person: User) -> Call | None:
    """The person accepts that the call may be charged twice; None when it is not unknown any more.

    Raises as `retry` does.
    """
    backend(call.backend, team=call.team_id)
    with transaction.atomic():
        wanted = missing(call)
        reserve(call.team_id, person, calls=1, price=settle.share(call, wanted))
        if not Call.objects.filter(pk=call.pk, state=Call.State.UNKNOWN).update(state=Call.State.LET_GO):
            return None
        fresh = settle.again(call, wanted=wanted, person=person) if wanted else None
        settle.settle(call.job)
    return fresh


def missing(call: Call) -> int:
    """Pictures of this call's slot that no attempt has brought."""
    asked = call.job.count if call.job.series else 1
    return max(0, asked - call.job.variants.filter(call__slot=call.slot).count())
