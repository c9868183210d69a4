"""Pictures that we make ourselves, kept like any other: bytes into the storage, then the row."""

from studio.images.inspect import inspect_result, inspect_upload
from studio.images.mask_files import mask_png
from studio.models import Image, Team
from studio.pipeline.outbox import promise
from studio.pipeline.store import image_row, put


def keep_image(team: Team, content: bytes) -> Image:
    """The image of these bytes in this team. Raises ImageRefused or StorageTrouble."""
    inspected = inspect_result(content)
    put(team.pk, inspected)
    image = image_row(team.pk, inspected)
    promise("studio.tasks.derive_image", image.pk)
    return image


def keep_mask(team: Team, content: bytes, size: tuple[int, int]) -> Image:
    """The mask that somebody painted for a picture of `size`; the same painting is one image.

    Raises ImageRefused, MaskRefused (another size, empty, full) or StorageTrouble.
    """
    return keep_image(team, mask_png(content, size))


def keep_upload(team: Team, content: bytes) -> Image:
    """The image of a picture that somebody sent along, drawn anew. Raises ImageRefused or StorageTrouble."""
    inspected = inspect_upload(content)
    put(team.pk, inspected)
    image = image_row(team.pk, inspected)
    promise("studio.tasks.derive_image", image.pk)
    return image
