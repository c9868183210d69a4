"""Projects, variants and references go to the trash and come back; nothing is erased here."""

from django.utils import timezone

from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Project, Reference, Variant


def trash(variant: Variant) -> bool:
    """True for the one who put it there."""
    moved = Variant.objects.kept().filter(pk=variant.pk).update(trashed_at=timezone.now())
    if moved:
        publish(Event(variant.project_id, "variant.trashed", job=variant.job_id, variant=variant.pk))
    return bool(moved)


def restore(variant: Variant) -> bool:
    moved = Variant.objects.trashed().filter(pk=variant.pk).update(trashed_at=None)
    if moved:
        publish(Event(variant.project_id, "variant.restored", job=variant.job_id, variant=variant.pk))
    return bool(moved)


def trash_reference(reference: Reference) -> bool:
    moved = Reference.objects.kept().filter(pk=reference.pk).update(trashed_at=timezone.now())
    if moved:
        publish(Event(reference.project_id, "reference.trashed", reference=reference.pk))
    return bool(moved)


def trash_project(project: Project) -> bool:
    return bool(Project.objects.kept().filter(pk=project.pk).update(trashed_at=timezone.now()))


def restore_project(project: Project) -> bool:
    return bool(Project.objects.trashed().filter(pk=project.pk).update(trashed_at=None))
