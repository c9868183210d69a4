"""What the tests of calls share: their states, and what a death leaves behind."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

from django.db.models.functions import Now

from studio.backends.base import Backend, Capabilities, Event, ImageRequest, SizeRules
from studio.models import Call, Job
from tests.conftest import limits

MakeJob = Callable[..., Job]


def states(job: Job) -> list[str]:
    return list(job.calls.order_by("slot", "attempt").values_list("state", flat=True))


def expire_leases() -> None:
    Call.objects.update(lease_until=Now() - timedelta(seconds=1))


def die_while_drawing(call: Call) -> None:
    """What a kill -9 leaves behind after the request went out."""
    assert Call.objects.claim(call.pk, limits(concurrency=99), worker="gone")
    assert Call.objects.move(call.pk, worker="gone", to=Call.State.SENT, sent_at=Now())
    expire_leases()


class Pollable(Backend):
    """Gives every call an id, by which it can be asked for again."""

    name, label, family, crash = "pollable", "Pollable", "any", "pollable"
    capabilities = Capabilities(
        operations=frozenset({"generate"}), sizes=SizeRules({}, 1, 10**8), price_per_picture=Decimal("0.03")
    )

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        raise NotImplementedError
