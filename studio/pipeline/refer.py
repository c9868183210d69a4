"""Pictures that come from a person, or are taken from a variant, become named references."""

from django.db import transaction
from django.utils.text import slugify

from studio.images.inspect import inspect_upload
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Image, Project, Reference, User, Variant
from studio.pipeline.outbox import promise
from studio.pipeline.spool import require_room
from studio.pipeline.store import image_row, put


def add_upload(
    project: Project, person: User, content: bytes, *, name: str = "", role: str = "subject"
) -> Reference:
    """A new reference of an uploaded picture.

    Raises ImageRefused (what is wrong with the picture, for the person), NoRoom, or StorageTrouble.
    """
    require_room()
    inspected = inspect_upload(content)
    put(project.team_id, inspected)
    with transaction.atomic():
        image = image_row(project.team_id, inspected)
        promise("studio.tasks.derive_image", image.pk)
        return _add(project, person, image, name=name, role=role)


def add_version(reference: Reference, person: User, content: bytes) -> Reference:
    """A new version of this name. Jobs that used an older one keep it.

    Raises ImageRefused, NoRoom, or StorageTrouble.
    """
    require_room()
    project = reference.project
    inspected = inspect_upload(content)
    put(project.team_id, inspected)
    with transaction.atomic():
        image = image_row(project.team_id, inspected)
        promise("studio.tasks.derive_image", image.pk)
        Project.objects.select_for_update().get(pk=project.pk)  # two new versions get two numbers
        last = project.references.filter(name=reference.name).order_by("-version")[0]
        made = Reference.objects.create(
            project=project,
            name=reference.name,
            version=last.version + 1,
            role=reference.role,
            image=image,
            created_by=person,
        )
        publish(Event(project.pk, "reference.added", reference=made.pk))
        return made


def add_variant(variant: Variant, person: User, *, name: str = "", role: str = "subject") -> Reference:
    """The variant as a reference of its project: the one it has already, or a new one."""
    with transaction.atomic():
        found = Reference.objects.kept().filter(project=variant.project, variant=variant).first()
        if found:
            return found
        return _add(
            variant.project,
            person,
            variant.image,
            name=name or f"picture-{variant.pk}",
            role=role,
            variant=variant,
        )


def _add(
    project: Project, person: User, image: Image, *, name: str, role: str, variant: Variant | None = None
) -> Reference:
    Project.objects.select_for_update().get(pk=project.pk)  # two uploads of one name get two numbers
    slug = slugify(name.rsplit(".", 1)[0])[:50].strip("-") or "picture"
    reference = Reference.objects.create(
        project=project,
        name=_free_name(project, slug),
        role=role,
        image=image,
        variant=variant,
        created_by=person,
    )
    publish(Event(project.pk, "reference.added", reference=reference.pk))
    return reference


def _free_name(project: Project, slug: str) -> str:
    taken = set(project.references.filter(name__startswith=slug).values_list("name", flat=True))
    if slug not in taken:
        return slug
    return next(name for number in range(2, len(taken) + 3) if (name := f"{slug}-{number}") not in taken)
