"""What must hold whatever happened, for tests that make bad things happen."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage

from studio.models import Call, Image, Job, Rendition
from tests.backends.provider import Provider


def broken_promises(provider: Provider, *, accepted: int) -> list[str]:
    """Everything that does not hold, in words; [] when all is well."""
    return [*_jobs(accepted), *_charges(provider), *_objects()]


def _jobs(accepted: int) -> Iterator[str]:
    if Job.objects.count() != accepted:
        yield f"{accepted} jobs were accepted, {Job.objects.count()} are known"
    for job in Job.objects.filter(state=Job.State.OPEN):
        yield f"job {job.pk} never ended: {list(job.calls.values_list('state', flat=True))}"
    for job in Job.objects.filter(state=Job.State.DONE):
        if job.variants.count() < job.count and not job.series:
            yield f"job {job.pk} is done with {job.variants.count()} of {job.count} pictures"


def _charges(provider: Provider) -> Iterator[str]:
    for call in Call.objects.all():
        charged = provider.charges_of(str(call.key))
        if charged > call.wanted:
            yield f"call {call.pk} was charged for {charged} pictures, it wanted {call.wanted}"
        if charged and call.state in Call.FREE:
            yield f"call {call.pk} was charged and counts as {call.state}"
    answered = sum(
        provider.charges_of(str(call.key)) > 0 for call in Call.objects.filter(state=Call.State.STORED)
    )
    if answered != Call.objects.filter(state=Call.State.STORED).count():
        yield "a stored call was never charged"


def _objects() -> Iterator[str]:
    for image in Image.objects.all():
        if not default_storage.exists(image.key):
            yield f"image {image.pk} has no object"
            continue
        with default_storage.open(image.key) as file:
            if hashlib.sha256(file.read()).hexdigest() != image.sha256:
                yield f"image {image.pk} has other bytes than its hash says"
    for rendition in Rendition.objects.all():
        if not default_storage.exists(rendition.key):
            yield f"rendition {rendition.pk} has no object"
