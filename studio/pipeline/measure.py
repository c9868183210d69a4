"""How far an edit kept to what was meant: figures and an overlay, once its answer is stored."""

from django.db import transaction
from django.utils import timezone

from studio.images.errors import ImageRefused
from studio.images.laid import measured
from studio.images.masks import MaskRefused
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Edit
from studio.pipeline.kept import keep_image
from studio.pipeline.store import read


def measure(edit: Edit) -> None:
    """Safe to run twice. Raises StorageTrouble; what cannot be measured is told on the row."""
    try:
        found, overlay = measured(
            read(edit.source), read(edit.answer), None if edit.mask is None else read(edit.mask)
        )
    except (ImageRefused, MaskRefused) as refusal:
        _ended(edit, trouble=edit.trouble or f"It could not be measured: {refusal}"[:300])
        return
    right, down = found.moved or (None, None)
    with transaction.atomic():
        _ended(
            edit,
            overlay=keep_image(edit.variant.project.team, overlay),
            changed=found.changed,
            changed_outside=found.changed_outside,
            moved_right=right,
            moved_down=down,
        )


def _ended(edit: Edit, **figures: object) -> None:
    Edit.objects.filter(pk=edit.pk).update(measured_at=timezone.now(), **figures)
    variant = edit.variant
    publish(Event(variant.project_id, "edit.measured", job=variant.job_id, variant=variant.pk))
