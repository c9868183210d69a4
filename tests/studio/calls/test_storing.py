"""What was answered is kept: its bytes, once, and without what they say of people."""

import hashlib
import threading
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import Settings

from studio.disk import WholeFileStorage
from studio.images.keys import image_key
from studio.images.limits import CONCURRENT
from studio.images.sandbox.client import shared
from studio.models import Job, Variant
from studio.pipeline.store import write_once
from tests import pictures
from tests.backends.provider import Provider, Reply, picture
from tests.conftest import work
from tests.studio.calls.moves import MakeJob, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_that_is_no_picture_is_named_and_its_bytes_stay(
    make_job: MakeJob, provider: Provider
) -> None:
    broken = b"\xff\xd8\xff\xe0 broken"
    provider.script(Reply(pictures=(broken,)))
    job = make_job()
    work()
    call = job.calls.get()
    job.refresh_from_db()
    assert not default_storage.exists(as_it_came(job, broken))
    assert (job.state, call.error_kind) == (Job.State.FAILED, "BadAnswer")
    assert "could not be read as a picture" in call.error_message
    assert call.amount == Decimal("0.03")


def test_an_answer_that_tells_a_place_is_stored_without_and_leaves_nothing_else(
    make_job: MakeJob, provider: Provider
) -> None:
    named = pictures.jpeg(exif=pictures.exif(gps=True))
    provider.script(Reply(pictures=(named,)))
    job = make_job()
    work()
    stored = job.variants.get().image
    assert default_storage.exists(stored.key)
    assert not default_storage.exists(as_it_came(job, named))


def as_it_came(job: Job, jpeg: bytes) -> str:
    """The key under which exactly these bytes would lie in the storage."""
    digest = hashlib.sha256(jpeg).hexdigest()
    return image_key(job.project.team_id, digest, "jpg", secret=django_settings.SECRET_KEY)


class Stumbling(WholeFileStorage):
    """Fails the first time that something is written."""

    stumbled = False

    def save(self, *args: Any, **options: Any) -> str:
        if not self.stumbled:
            self.stumbled = True
            raise OSError("away for a moment")
        return str(super().save(*args, **options))


def test_a_call_whose_storage_stumbled_waits_at_the_decoder_for_nobody(
    make_job: MakeJob, provider: Provider, settings: Settings, tmp_path: Path
) -> None:
    """Its place there is free before it tries again: calls that kept theirs would wait for each other for ever."""
    job = make_job()
    stumbling = {"BACKEND": "tests.studio.calls.test_storing.Stumbling", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": stumbling}

    def worked_off() -> None:
        work()
        connection.close()

    with ExitStack() as others:
        for _ in range(CONCURRENT - 1):
            others.enter_context(shared.ahead({"task": "result", "specs": []}, picture()))
        worker = threading.Thread(target=worked_off, daemon=True)
        worker.start()
        worker.join(20)
        assert not worker.is_alive()
    assert states(job) == ["stored"]


def test_half_a_file_under_a_pictures_name_is_written_anew() -> None:
    """As a power cut leaves it between the name and the bytes."""
    key = default_storage.save("images/cut", ContentFile(b"half"))
    write_once(key, b"half and half")
    with default_storage.open(key) as file:
        assert file.read() == b"half and half"


def test_the_same_picture_twice_is_stored_once(make_job: MakeJob, provider: Provider) -> None:
    provider.always(Reply(pictures=(picture(1280, 720, 5),)))
    job = make_job(count=2)
    work()
    images = set(Variant.objects.filter(job=job).values_list("image", flat=True))
    assert (job.variants.count(), len(images)) == (2, 1)
