"""What must hold whatever happened, for tests that make bad things happen."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from django.core.files.storage import default_storage

from studio.models import Call, Image, Job, JobInput, Rendition, Team, Variant
from studio.pipeline.budget import spent


class Charging(Protocol):
    """A loopback provider that counts what a real one would bill."""

    @property
    def charges(self) -> int: ...

    def charged_for(self, key: str, ref: str = "") -> int: ...


def broken_promises(provider: Charging, *, accepted: int) -> list[str]:
    """Everything that does not hold, in words; [] when all is well."""
    return [*_jobs(accepted), *_charges(provider), *_ledger(), *_objects()]


def _jobs(accepted: int) -> Iterator[str]:
    if Job.objects.count() != accepted:
        yield f"{accepted} jobs were accepted, {Job.objects.count()} are known"
    for job in Job.objects.filter(state=Job.State.OPEN):
        yield f"job {job.pk} never ended: {list(job.calls.values_list('state', flat=True))}"
    for job in Job.objects.filter(state=Job.State.DONE):
        if job.variants.count() < job.count and not job.series:
            yield f"job {job.pk} is done with {job.variants.count()} of {job.count} pictures"


def _charges(provider: Charging) -> Iterator[str]:
    known = 0
    newest_of_key = Call.objects.order_by("key", "-attempt").distinct(
        "key"
    )  # what dedupes is asked again with it
    for call in newest_of_key:
        charged = provider.charged_for(str(call.key), call.ref)
        known += charged
        if charged > call.wanted:
            yield f"call {call.pk} was charged for {charged} pictures, it wanted {call.wanted}"
        if charged and call.state in Call.FREE:
            yield f"call {call.pk} was charged and counts as {call.state}"
        if not charged and call.state == Call.State.STORED:
            yield f"call {call.pk} is stored and was never charged"
    lost = Call.objects.filter(state__in=(Call.State.UNKNOWN, Call.State.LET_GO), ref="").count()
    if provider.charges - known > lost:
        yield f"{provider.charges - known} charges belong to no call, and only {lost} calls are in doubt"


def _ledger() -> Iterator[str]:
    for team in Team.objects.all():
        calls = Call.objects.filter(team=team).exclude(state__in=Call.FREE)
        rows = sum((c.estimate if c.amount is None else c.amount for c in calls), Decimal(0))
        if rows != spent(team):
            yield f"team {team.pk} has {rows} in its calls and {spent(team)} in its ledger"


def _objects() -> Iterator[str]:
    for image in Image.objects.all():
        if not default_storage.exists(image.key):
            yield f"image {image.pk} has no object"
            continue
        with default_storage.open(image.key) as file:
            if hashlib.sha256(file.read()).hexdigest() != image.sha256:
                yield f"image {image.pk} has other bytes than its hash says"
        sent = JobInput.objects.filter(image=image)
        if not (Variant.objects.filter(image=image).exists() or image.references.exists() or sent.exists()):
            yield f"image {image.pk} belongs to nothing"
    for rendition in Rendition.objects.all():
        if not default_storage.exists(rendition.key):
            yield f"rendition {rendition.pk} has no object"
