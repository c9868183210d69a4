"""How two pictures differ: asked for once, looked at by a worker, and kept."""

import io

from django.conf import settings
from django.db import transaction
from PIL import Image as Picture

from studio.images.difference import difference
from studio.images.errors import ImageRefused
from studio.images.keys import pair_key
from studio.images.pixels import pixels
from studio.models import Comparison, Image
from studio.pipeline.outbox import promise
from studio.pipeline.store import read, write_once

LONGEST = 2048
"""px: larger pictures are scaled down first, so that a comparison has a bounded price."""
HEAT = (255, 120, 40)


def comparison_of(one: Image, other: Image) -> Comparison:
    """The pair's row, in the order of their ids; a worker is woken if nobody has looked at it yet."""
    if one.pk > other.pk:
        one, other = other, one
    with transaction.atomic():
        row, made = Comparison.objects.get_or_create(one=one, other=other)
        if made:
            promise("studio.tasks.make_comparison", row.pk)
    return row


def compare(row: Comparison) -> None:
    """Safe to run twice. Raises StorageTrouble."""
    try:
        one, other = (_small(pixels(read(image))) for image in (row.one, row.other))
        found = difference(one, other)
    except ImageRefused as refusal:
        row.error = str(refusal)
        row.save(update_fields=["error"])
        return
    row.key = pair_key(row.one.key, row.other.key, secret=settings.SECRET_KEY)
    write_once(row.key, _map(found.overlay))
    row.changed = found.changed
    row.was_scaled = found.scaled_from is not None
    row.moved_right, row.moved_down = found.moved or (None, None)
    row.save(update_fields=["key", "changed", "was_scaled", "moved_right", "moved_down"])


def _small(picture: Picture.Image) -> Picture.Image:
    picture.thumbnail((LONGEST, LONGEST), Picture.Resampling.BOX)
    return picture


def _map(change: Picture.Image) -> bytes:
    """PNG: see-through where nothing changed, and the warmer the more did."""
    heat = Picture.new("RGB", change.size, HEAT)
    heat.putalpha(change.point(lambda much: min(255, round((much / 255) ** 0.6 * 255))))
    file = io.BytesIO()
    heat.save(file, "PNG", compress_level=3)
    return file.getvalue()
