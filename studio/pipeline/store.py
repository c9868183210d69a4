"""A kept answer becomes a variant: bytes into the storage, while they are being decoded; then rows, and its first
rendition with them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from studio.images.errors import ImageRefused
from studio.images.inspect import Inspected, Inspecting, inspect_and_render, inspecting
from studio.images.keys import image_key, rendition_key
from studio.images.laid import laid_png
from studio.images.masks import MaskRefused
from studio.images.render import Rendered
from studio.images.sandbox.client import SandboxBroken
from studio.images.specs import SPECS
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Call, Edit, Image, Job, JobInput, Rendition, Variant
from studio.pipeline.outbox import promise
from studio.pipeline.spool import Kept


def store(call: Call, kept: Kept) -> Variant:
    """The variant of this kept picture; made once, however often this runs.

    Raises ImageRefused when the bytes are no picture that we can show (they stay in the spool), and
    StorageTrouble: the call then stays answered, and the sweep comes back to it.
    """
    found = Variant.objects.filter(call=call, index=kept.index).first()
    if found:
        return found
    with storing(call, kept) as rest:
        return rest()


@contextmanager
def storing(call: Call, kept: Kept) -> Iterator[Callable[[], Variant]]:
    """`store` in two parts: the picture is being decoded from here on, and what is given waits for that and does
    the rest. Before that nothing is raised and nothing written, so that a call can end meanwhile."""
    with inspecting(kept.read(), SPECS[:1]) as picture:
        yield partial(_store, call, kept, picture)


def _store(call: Call, kept: Kept, picture: Inspecting) -> Variant:
    team, edit = call.team_id, _edit_of(call.job)
    try:
        answer, renditions = _put_before_it_is_known(team, picture)
        shown = answer
        if edit and edit.mask and call.job.parameters.get("mask") != "native":
            shown, renditions = _laid_back(edit, answer, renditions)
            put(team, shown)
        small = put_renditions(_key(team, shown), renditions)
    except SandboxBroken as error:
        raise StorageTrouble(f"no picture can be decoded just now: {error}") from error
    try:
        with transaction.atomic():
            image = image_row(team, shown)
            rendition_rows(image, small)
            variant = Variant.objects.create(
                project_id=call.job.project_id,
                job=call.job,
                call=call,
                index=kept.index,
                image=image,
                details=dict(kept.details),
                ready_at=timezone.now(),
            )
            if edit:
                _edit_row(edit, variant, team, answer)
            publish(
                Event(call.job.project_id, "variant.ready", job=call.job_id, call=call.pk, variant=variant.pk)
            )
            promise("studio.tasks.derive_image", image.pk)
    except IntegrityError:  # another worker was faster
        return Variant.objects.get(call=call, index=kept.index)
    return variant


def _put_before_it_is_known(team: int, picture: Inspecting) -> tuple[Inspected, list[Rendered]]:
    """Bytes first: they are written as they came while a process of its own decodes them, and taken away again where
    they turn out to be no picture, or one that is kept otherwise."""
    if not picture.extension:
        answer, renditions = picture.result()
        put(team, answer)
        return answer, renditions
    key = image_key(team, picture.sha256, picture.extension, secret=settings.SECRET_KEY)
    write_once(key, picture.content)
    try:
        answer, renditions = picture.result()
    except ImageRefused:
        _take_away(key)
        raise
    if _key(team, answer) != key:
        put(team, answer)
        _take_away(key)
    return answer, renditions


def _take_away(key: str) -> None:
    if Image.objects.filter(key=key).exists():
        return
    try:
        default_storage.delete(key)
    except (OSError, BotoCoreError, ClientError) as error:
        raise StorageTrouble(f"{key} could not be taken away: {error}") from error


def put(team: int, inspected: Inspected) -> str:
    """The key of these bytes of a team in the storage; written if they are not there yet."""
    key = _key(team, inspected)
    write_once(key, inspected.content)
    return key


def _key(team: int, inspected: Inspected) -> str:
    return image_key(team, inspected.sha256, inspected.extension, secret=settings.SECRET_KEY)


def image_row(team: int, inspected: Inspected) -> Image:
    """The row of these bytes in this team; made if there is none."""
    row = Image(
        team_id=team,
        sha256=inspected.sha256,
        key=_key(team, inspected),
        format=inspected.format,
        media_type=inspected.media_type,
        width=inspected.width,
        height=inspected.height,
        size_bytes=len(inspected.content),
        thumbhash=inspected.thumbhash,
    )
    Image.objects.bulk_create(  # "update" so that the database tells the id of a row that was there
        [row], update_conflicts=True, unique_fields=["team", "sha256"], update_fields=["sha256"]
    )
    return row


def put_renditions(key: str, renditions: list[Rendered]) -> list[Rendition]:
    """Written for the image of this key; their rows, still to be saved for it."""
    rows = []
    for each in renditions:
        row = Rendition(
            spec=each.spec.name,
            key=rendition_key(key, each.spec, secret=settings.SECRET_KEY),
            width=each.width,
            height=each.height,
            size_bytes=len(each.content),
        )
        write_once(row.key, each.content)
        rows.append(row)
    return rows


def rendition_rows(image: Image, rows: list[Rendition]) -> None:
    for row in rows:
        row.image = image
    Rendition.objects.bulk_create(rows, ignore_conflicts=True)


def _edit_of(job: Job) -> Edit | None:
    """What there will be to say about a picture of this job; None when the job changes no picture."""
    rows = {each.role: each.image for each in reversed(job.sent_along)}
    if JobInput.Role.SOURCE not in rows:
        return None
    return Edit(
        source=rows[JobInput.Role.SOURCE],
        mask=rows.get(JobInput.Role.MASK),
        feather=job.parameters.get("feather", 0),
    )


def _laid_back(edit: Edit, answer: Inspected, renditions: list[Rendered]) -> tuple[Inspected, list[Rendered]]:
    """The answer laid back outside the mask; the answer itself, and why, where that cannot be done."""
    assert edit.mask is not None
    try:
        content = laid_png(read(edit.source), answer.content, read(edit.mask), feather=edit.feather)
        return inspect_and_render(content, SPECS[:1])
    except (ImageRefused, MaskRefused) as refusal:
        edit.trouble = f"It could not be laid back, so this is the answer as it came: {refusal}"[:300]
        return answer, renditions


def _edit_row(edit: Edit, variant: Variant, team: int, answer: Inspected) -> None:
    edit.variant = variant
    edit.answer = image_row(team, answer)
    if edit.answer != variant.image:
        edit.laid = variant.image
        promise("studio.tasks.derive_image", edit.answer.pk)
    edit.save()
    promise("studio.tasks.measure_edit", edit.pk)


class StorageTrouble(Exception):
    """Pictures cannot be stored or read just now; it is not the picture's fault."""


def write_once(key: str, content: bytes) -> None:
    """Keys tell the content, so what is there whole is right, and the storages write over it rather than choose
    a second name: of two workers with the same bytes, neither leaves anything behind."""
    try:
        if _size(key) != len(content):
            default_storage.save(key, ContentFile(content))
    except (OSError, BotoCoreError, ClientError) as error:
        raise StorageTrouble(f"{key} could not be written: {error}") from error


def _size(key: str) -> int | None:
    try:
        return default_storage.size(key)
    except FileNotFoundError:
        return None


def read(image: Image) -> bytes:
    """The stored bytes of an image."""
    return read_key(image.key)


def read_key(key: str) -> bytes:
    try:
        with default_storage.open(key) as file:
            return bytes(file.read())
    except (OSError, BotoCoreError, ClientError) as error:
        raise StorageTrouble(f"{key} could not be read: {error}") from error
