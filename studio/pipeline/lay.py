"""Laying an edit back outside its mask, and taking its answer as it came: one click, and back."""

from django.db import transaction

from studio.images.laid import laid_png
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Edit, Image, Variant
from studio.pipeline.kept import keep_image
from studio.pipeline.outbox import promise
from studio.pipeline.store import read


def lay(edit: Edit) -> None:
    """Show the answer laid back through the edit's mask; made now unless it was made before.

    Raises ImageRefused, MaskRefused or StorageTrouble. Safe to run twice.
    """
    if edit.mask is None:
        return
    laid = edit.laid
    if laid is None:
        content = laid_png(read(edit.source), read(edit.answer), read(edit.mask), feather=edit.feather)
        laid = keep_image(edit.variant.project.team, content)
    _show(edit, laid, laid=laid, trouble="")


def take_answer(edit: Edit) -> None:
    """Show the answer as the backend gave it."""
    _show(edit, edit.answer)


def new_mask(edit: Edit, mask: Image, feather: int) -> None:
    """Another region to keep to: what was laid back through the one before is no longer it."""
    with transaction.atomic():
        _show(edit, edit.answer, mask=mask, feather=feather, laid=None, measured_at=None)
        promise("studio.tasks.measure_edit", edit.pk)


def _show(edit: Edit, image: Image, **fields: object) -> None:
    with transaction.atomic():
        Edit.objects.filter(pk=edit.pk).update(**fields)
        Variant.objects.filter(pk=edit.variant_id).update(image=image)
        variant = edit.variant
        publish(Event(variant.project_id, "edit.measured", job=variant.job_id, variant=variant.pk))
