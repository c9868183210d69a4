"""What a person thinks of pictures, written down for any number of them at once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from studio.lines import line
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Board, Project, Tag, Tagging, User, Variant
from studio.models.variant import VariantQuerySet

MOST = 2000
"""Pictures that one hand moves at once."""
MOST_TAGS = 200
TOLD_SINGLY = 24
"""Jobs whose pages are told one by one; beyond it they re-read their wall."""
LONGEST_TAG = 40


def chosen(project: Project, ids: Collection[int]) -> VariantQuerySet:
    """Those of `ids` that are this project's; others are passed over, as if they were gone."""
    return Variant.objects.filter(project=project, pk__in=list(ids)[:MOST])


def favourite(project: Project, ids: Collection[int], on: bool) -> int:
    return _changed(project, chosen(project, ids).exclude(is_favourite=on), is_favourite=on)


def judge(project: Project, ids: Collection[int], verdict: int) -> int:
    return _changed(project, chosen(project, ids).exclude(verdict=verdict), verdict=verdict)


def move(project: Project, ids: Collection[int], board: Board | None) -> int:
    """Onto this board, or off any."""
    moving = chosen(project, ids)
    moving = moving.exclude(board=board) if board else moving.exclude(board=None)
    return _changed(project, moving, board=board)


def trash(project: Project, ids: Collection[int]) -> tuple[int, datetime]:
    """How many went, and the moment that `restore` knows them by."""
    now = timezone.now()
    return _changed(project, chosen(project, ids).filter(trashed_at=None), trashed_at=now), now


def restore(project: Project, trashed_at: datetime) -> int:
    """All that went to the trash in that one move."""
    gone = Variant.objects.filter(project=project, trashed_at=trashed_at)
    return _changed(project, gone, trashed_at=None)


def tag(project: Project, ids: Collection[int], words: Iterable[str]) -> int:
    """Pictures that carry all of `words` now. Raises TooManyTags."""
    names = {clean_tag(word) for word in words} - {""}
    with transaction.atomic():
        Tag.objects.bulk_create((Tag(project=project, name=name) for name in names), ignore_conflicts=True)
        if Tag.objects.filter(project=project).count() > MOST_TAGS:
            raise TooManyTags(f"A project has at most {MOST_TAGS} tags. Take one that is there.")
        tags = list(Tag.objects.filter(project=project, name__in=names))
        found = list(chosen(project, ids).values_list("pk", "job_id"))
        Tagging.objects.bulk_create(
            (Tagging(tag=each, variant_id=pk) for each in tags for pk, _ in found), ignore_conflicts=True
        )
        tell(project, {job for _, job in found})
    return len(found)


def untag(project: Project, ids: Collection[int], words: Iterable[str]) -> int:
    names = {clean_tag(word) for word in words}
    with transaction.atomic():
        found = list(chosen(project, ids).values_list("pk", "job_id"))
        Tagging.objects.filter(
            tag__project=project, tag__name__in=names, variant__in=[pk for pk, _ in found]
        ).delete()
        Tag.objects.filter(project=project, name__in=names, taggings=None).delete()
        tell(project, {job for _, job in found})
    return len(found)


def board_named(project: Project, person: User, name: str) -> Board:
    """The board of this name, whatever its capitals; made if there is none."""
    name = line(name)[:80]
    found = Board.objects.filter(project=project, name__iexact=name).first()
    if found is None:
        Board.objects.bulk_create(
            [Board(project=project, name=name, created_by=person)], ignore_conflicts=True
        )
        found = Board.objects.get(project=project, name__iexact=name)
    return found


def clean_tag(word: str) -> str:
    return line(word.replace('"', " ")).casefold()[:LONGEST_TAG].strip()


class TooManyTags(Exception):
    """Its words are for the person."""


def tell(project: Project, jobs: Collection[int]) -> None:
    if len(jobs) > TOLD_SINGLY:
        publish(Event(project.pk, "wall.changed"))
        return
    for job in sorted(jobs):
        publish(Event(project.pk, "variant.judged", job=job))


def _changed(project: Project, variants: VariantQuerySet, **fields: object) -> int:
    with transaction.atomic():
        found = list(variants.select_for_update().order_by("pk").values_list("pk", "job_id"))
        moved = Variant.objects.filter(pk__in=[pk for pk, _ in found]).update(**fields)
        tell(project, {job for _, job in found})
    return moved
