"""Pictures are packed into one file in the background; it is kept for a day."""

import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Collection
from typing import IO

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Now
from django.utils.text import slugify

from studio.models import Bundle, Project, User, Variant
from studio.models.bundle import MOST_PICTURES
from studio.pipeline.outbox import promise
from studio.pipeline.spool import NoRoom, require_room

MOST_BYTES = 4 * 1024**3
MOST_AT_ONCE = 3
TOLD_EVERY = 8


class TooMuch(Exception):
    """Its words are for the person."""


def ask_for_bundle(project: Project, person: User, ids: Collection[int]) -> Bundle:
    """A bundle of these pictures of the project, in this order. Raises TooMuch."""
    theirs = Variant.objects.kept().filter(project=project, pk__in=ids)
    kept = set(theirs.values_list("pk", flat=True))
    wanted = [pk for pk in dict.fromkeys(ids) if pk in kept]
    if not wanted:
        raise TooMuch("None of these pictures is there any more.")
    if len(wanted) > MOST_PICTURES:
        raise TooMuch(f"A zip holds at most {MOST_PICTURES:,} pictures; these are {len(wanted):,}.")
    size = theirs.aggregate(total=Sum("image__size_bytes"))["total"] or 0
    if size > MOST_BYTES:
        raise TooMuch(f"A zip holds at most 4 GB; these pictures are {size / 1024**3:.1f} GB.")
    busy = Bundle.objects.filter(created_by=person, state__in=(Bundle.State.WAITING, Bundle.State.PACKING))
    if busy.count() >= MOST_AT_ONCE:
        raise TooMuch(f"{MOST_AT_ONCE} zips of yours are being packed. Wait for one of them.")
    with transaction.atomic():
        bundle = Bundle.objects.create(project=project, created_by=person, variants=wanted)
        promise("studio.tasks.pack_bundle", bundle.pk)
    return bundle


def pack(bundle: Bundle) -> None:
    """Into the storage, picture by picture; what cannot be read is counted, and named in a note inside."""
    try:
        require_room()
        with tempfile.TemporaryFile() as file:
            missing = _write(bundle, file)
            size = file.tell()
            file.seek(0)
            key = default_storage.save(f"bundles/{uuid.uuid4().hex}.zip", File(file))
    except (OSError, NoRoom, BotoCoreError, ClientError) as error:
        _end(bundle, state=Bundle.State.FAILED, error=f"It could not be packed: {error}"[:300])
        return
    if not _end(bundle, state=Bundle.State.READY, key=key, size_bytes=size, missing=missing):
        default_storage.delete(key)


def drop(bundle: Bundle) -> None:
    if bundle.key:
        default_storage.delete(bundle.key)
    bundle.delete()


def _write(bundle: Bundle, file: IO[bytes]) -> int:
    found = Variant.objects.select_related("image", "job").in_bulk(bundle.variants)
    missing = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, pk in enumerate(bundle.variants, start=1):
            variant = found.get(pk)
            if variant is None:
                missing.append(f"picture {pk}: deleted")
                continue
            words = slugify(variant.job.sent_text[:80])[:48].strip("-") or "picture"
            name = f"{number:03}-{words}-{pk}.{variant.image.key.rpartition('.')[2]}"
            try:
                with default_storage.open(variant.image.key) as source, archive.open(name, "w") as target:
                    shutil.copyfileobj(source, target, 1024 * 1024)
            except FileNotFoundError:
                missing.append(f"picture {pk}: its file is not in the storage")
            if number % TOLD_EVERY == 0:
                Bundle.objects.filter(pk=bundle.pk).update(done=number, touched_at=Now())
        if missing:
            archive.writestr("missing.txt", "\n".join(missing) + "\n")
    return len(missing)


def _end(bundle: Bundle, **fields: object) -> bool:
    packing = Bundle.objects.filter(pk=bundle.pk, state=Bundle.State.PACKING)
    return bool(packing.update(done=len(bundle.variants), touched_at=Now(), **fields))
