"""Pictures that people bring."""

from django.core.files.uploadedfile import UploadedFile

from studio.images.errors import ImageRefused
from studio.images.limits import UPLOAD, too_many_bytes
from studio.models import Project, Reference, User
from studio.pipeline.refer import add_upload, add_version
from studio.pipeline.spool import NoRoom
from studio.pipeline.store import StorageTrouble

STORAGE_AWAY = "The pictures' storage does not answer just now. Nothing was kept; try again in a moment."


def added(project: Project, person: User, file: "UploadedFile[bytes]") -> tuple[Reference | None, str]:
    """The file as a new reference; or None, and why not, beginning with the file's name."""
    name = file.name or "picture"
    try:
        return add_upload(project, person, _content(file), name=name), ""
    except (ImageRefused, NoRoom) as problem:
        return None, f"{name[:80]}: {problem}"
    except StorageTrouble:
        return None, f"{name[:80]}: {STORAGE_AWAY}"


def versioned(
    reference: Reference, person: User, file: "UploadedFile[bytes]"
) -> tuple[Reference | None, str]:
    """The file as a new version of this reference; or None, and why not."""
    try:
        return add_version(reference, person, _content(file)), ""
    except (ImageRefused, NoRoom) as problem:
        return None, f"{(file.name or 'picture')[:80]}: {problem}"
    except StorageTrouble:
        return None, STORAGE_AWAY


def _content(file: "UploadedFile[bytes]") -> bytes:
    size = file.size or 0
    if size > UPLOAD.bytes:
        raise too_many_bytes(size, UPLOAD)
    return bytes(file.read())
