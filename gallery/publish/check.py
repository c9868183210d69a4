"""A creation that waits is copied, looked at, and becomes public or is held. Safe to run twice."""

import secrets
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Now

from gallery.models import Creation, CreationFile, Entry, State
from gallery.moderate.log import write
from gallery.publish.checks import NoAnswer, Verdict, classify, looks_like_blocked
from gallery.publish.counters import recount, recount_remixes
from studio.images.errors import ImageRefused
from studio.images.fingerprint import NEAR, fingerprint
from studio.images.pixels import pixels
from studio.images.render import render
from studio.images.sandbox.client import SandboxBroken
from studio.images.specs import SPECS, W640
from studio.pipeline.store import StorageTrouble, read, write_once

MATURE, HOLD = 0.5, 0.85
AGAIN, MEANWHILE = timedelta(seconds=20), timedelta(minutes=2)
LOST = "The picture was deleted before it could be copied. Publish it again from a picture that is there."


def check(creation: Creation) -> None:
    """Copy, fingerprint, classify, decide. What cannot be done now is noted on the row and tried again."""
    due = Creation.objects.filter(pk=creation.pk, state=State.CHECKING, check_after__lte=Now())
    if not due.update(check_after=Now() + MEANWHILE):
        return  # decided already, or in somebody's hands
    try:
        seen = _copied(creation)
        mark = fingerprint(pixels(seen))
        verdict = classify(seen, "image/webp")
    except NoAnswer as error:
        _wait(creation, str(error))
    except StorageTrouble:
        _wait(creation, "The storage is not answering; it is tried again by itself.")
    except SandboxBroken:
        _wait(creation, "No picture can be decoded just now; it is tried again by itself.")
    except (ImageRefused, _Lost):
        _moved(creation, State.UNPUBLISHED, note=LOST)
    else:
        _decide(creation, mark, verdict)


class _Lost(Exception):
    """Neither the variant nor a whole copy of it is there."""


def _copied(creation: Creation) -> bytes:
    """The picture as cards show it; every size is stored, under keys of the gallery's own that nobody can guess."""
    there = {file.spec: file.key for file in creation.files.all()}
    if len(there) == len(SPECS):
        with default_storage.open(there[W640.name]) as file:
            return bytes(file.read())
    if creation.variant is None:
        raise _Lost
    rendered = render(read(creation.variant.image), SPECS)
    for each in rendered:
        if each.spec.name in there:
            continue
        key = f"gallery/{secrets.token_hex(1)}/{secrets.token_urlsafe(24)}.webp"
        write_once(key, each.content)
        CreationFile.objects.create(
            creation=creation, spec=each.spec.name, key=key,
            width=each.width, height=each.height, size_bytes=len(each.content),
        )  # fmt: skip
    return next(each.content for each in rendered if each.spec == W640)


def _decide(creation: Creation, mark: int, verdict: Verdict) -> None:
    known = looks_like_blocked(mark, NEAR)
    found = {"fingerprint": mark, "mature_score": verdict.mature, "picture_vector": verdict.embedding}
    if known is not None:
        why = "It looks like a picture that was taken down here."
    elif verdict.mature >= HOLD:
        why = "The automatic check took it for a picture that may not be shown here."
    else:
        mature = creation.mature or verdict.mature >= MATURE
        _moved(creation, State.PUBLIC, note="", mature=mature, published_at=Now(), **found)
        return
    with transaction.atomic():
        if _moved(creation, State.HELD, note=f"{why} A moderator will look at it.", **found):
            write(Entry.Act.HELD, creation, reason=why)


def _moved(creation: Creation, to: State, **fields: object) -> bool:
    """False when its author or a moderator was faster."""
    with transaction.atomic():
        moved = Creation.objects.filter(pk=creation.pk, state=State.CHECKING).update(
            state=to, checked_at=Now(), **fields
        )
        if moved and to == State.PUBLIC:
            recount(creation.pk)
            recount_remixes(creation.remix_of_id)
    return bool(moved)


def _wait(creation: Creation, note: str) -> None:
    Creation.objects.filter(pk=creation.pk, state=State.CHECKING).update(
        note=note[:300], check_after=Now() + AGAIN
    )
