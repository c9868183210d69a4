"""Pictures of a project that look the same are known by the first of them."""

from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Func, IntegerField, Value
from django.db.models.functions import Cast

from studio.images.fingerprint import NEAR, fingerprint
from studio.images.pixels import pixels
from studio.models import Image, Variant
from studio.pipeline.store import read_key


class Distance(Func):
    """In how many of 64 bits two fingerprints differ."""

    template = "bit_count((%(expressions)s)::bit(64))"
    arg_joiner = " # "
    output_field = IntegerField()


def take_fingerprint(image: Image) -> None:
    """What the image looks like, from its smallest rendition. Raises ImageRefused or StorageTrouble."""
    small = image.renditions.order_by("width").values_list("key", flat=True).first()
    image.fingerprint = fingerprint(pixels(read_key(small or image.key)))
    image.save(update_fields=["fingerprint"])


def stack(variant: Variant) -> Variant | None:
    """Put the variant to those of its project that look like it; the first of them, None if it is alone."""
    seen = variant.image.fingerprint
    if seen is None:
        return None
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Two that arrive at once must see each other.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"alike:{variant.project_id}"])
        near = Distance(F("image__fingerprint"), Cast(Value(seen), BigIntegerField()))
        others = Variant.objects.filter(project=variant.project_id).exclude(pk=variant.pk)
        nearest = (
            others.exclude(image__fingerprint=None)
            .annotate(far=near)
            .filter(far__lte=NEAR)
            .order_by("far", "pk")
            .only("pk", "looks_like_id")
            .first()
        )
        if nearest is None:
            return None
        first = nearest.looks_like_id or min(nearest.pk, variant.pk)
        Variant.objects.filter(pk__in=(nearest.pk, variant.pk)).update(looks_like=first)
    return Variant.objects.get(pk=first)
