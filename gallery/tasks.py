"""Celery's doors of the gallery: an id in, one step called. The relay calls the last ones every little while."""

import logging
from time import time

from botocore.exceptions import BotoCoreError, ClientError
from celery import shared_task
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from gallery import fill, vectors
from gallery.explore.spelling import learn_words
from gallery.models import Creation, DoomedFile, State
from gallery.publish.check import check
from gallery.publish.counters import age_loves
from gallery.seed.plant import step, wanted
from gallery.seed.progress import progress
from gallery.themes.refresh import refresh as refresh_all_themes

log = logging.getLogger(__name__)
AT_ONCE = 20
PLANTED, FIRST_ASKED = "gallery:planted", "gallery:first-asked"
LET_THE_STUDIO_START = 20  # seconds in which nothing is in the first pages' way


@shared_task(name="gallery.tasks.check_creation")
def check_creation(creation_id: int) -> None:
    """Check one creation, if it still waits for it."""
    creation = Creation.objects.select_related("variant__image").filter(pk=creation_id).first()
    if creation is not None:
        check(creation)


@shared_task(name="gallery.tasks.sweep")
def sweep() -> None:
    """Check what waits, and remove files whose rows are gone: found by looking at rows, never at queues."""
    due = Creation.objects.filter(state=State.CHECKING, check_after__lte=Now()).order_by("check_after")
    for creation in due.select_related("variant__image")[:AT_ONCE]:
        check(creation)
    remove_files()


@shared_task(name="gallery.tasks.remove_files")
def remove_files() -> None:
    for doomed in DoomedFile.objects.order_by("pk")[:500]:
        try:
            default_storage.delete(doomed.key)
        except (OSError, BotoCoreError, ClientError) as error:
            log.warning("%s could not be removed: %s", doomed.key, error)
            return
        doomed.delete()


@shared_task(name="gallery.tasks.plant")
def plant() -> None:
    """One step of the first gallery, where it is wanted; a little while after the start, and not once it is done."""
    if cache.get(PLANTED):
        return
    if cache.add(FIRST_ASKED, time(), None) or time() - cache.get(FIRST_ASKED, 0) < LET_THE_STUDIO_START:
        return
    if not wanted() or step().done:
        cache.set(PLANTED, True, 3600)


@shared_task(name="gallery.tasks.refresh")
def refresh() -> None:
    """What grows old by itself: the loves of a week, and the words that can be misspelt."""
    age_loves()
    learn_words()


@shared_task(name="gallery.tasks.read_creations")
def read_creations() -> None:
    """Vectors, and a theme, for public creations that have none yet."""
    try:
        fill.fill_missing()
    except vectors.Away as away:
        log.info("new creations are read later: %s", away)


@shared_task(name="gallery.tasks.refresh_themes")
def refresh_themes() -> None:
    """Cluster anew, if enough has come or gone; the first gallery is parted once it is whole, for themes stay."""
    if progress() is None:
        refresh_all_themes()
