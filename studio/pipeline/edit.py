"""An edit as it comes from a person: what was painted and drawn becomes pictures, then all of it a job."""

from collections.abc import Callable, Sequence

from studio.images.mask_files import png
from studio.images.notes import Note, drawn
from studio.images.pixels import pixels
from studio.models import Image, Job, Variant
from studio.pipeline.kept import keep_image, keep_mask
from studio.pipeline.store import read
from studio.pipeline.submit import Order, submit


def edit(
    variant: Variant,
    *,
    mask: bytes | None,
    notes: Sequence[Note],
    order: Callable[[Image | None, Image | None], Order],
) -> Job:
    """`order` is given the stored mask and the stored picture with the notes, or None.

    Raises MaskRefused, ImageRefused, StorageTrouble and what submit() raises; then there is no job.
    """
    team = variant.project.team
    size = (variant.image.width, variant.image.height)
    kept = keep_mask(team, mask, size) if mask else None
    annotated = keep_image(team, png(drawn(pixels(read(variant.image)), notes))) if notes else None
    return submit(order(kept, annotated))
