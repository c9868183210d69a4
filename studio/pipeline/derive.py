"""The sizes of an image that pages show; the missing ones, in the order in which they are wanted."""

from django.db import transaction

from studio.images.render import render
from studio.images.specs import SPECS
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Image, Variant
from studio.pipeline.alike import stack, take_fingerprint
from studio.pipeline.store import put_renditions, read, rendition_rows


def derive(image: Image) -> int:
    """Make the renditions that are missing, from one decode; how many were made. Safe to run twice.

    Then the variants that show it are put to those that look the same.
    """
    there = set(image.renditions.values_list("spec", flat=True))
    missing = [spec for spec in SPECS if spec.name not in there]
    made = render(read(image), missing) if missing else []
    variants = list(Variant.objects.filter(image=image).select_related("image").order_by("pk"))
    if made:
        rows = put_renditions(image.key, made)
        with transaction.atomic():
            rendition_rows(image, rows)
            for variant in variants:
                publish(Event(variant.project_id, "variant.derived", job=variant.job_id, variant=variant.pk))
    if variants and image.fingerprint is None:
        take_fingerprint(image)
    for variant in (
        Variant.objects.filter(image=image, looks_like=None).select_related("image").order_by("pk")
    ):
        stack(variant)
    return len(made)
