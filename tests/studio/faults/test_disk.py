"""The storage is away (F5), and the disk is full (F9)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from studio.models import Call, Image, Job
from studio.pipeline.spool import NoRoom
from studio.storage import storages_from_env
from tests.invariants import broken_promises
from tests.studio.faults.bucket import TROUBLES, Bucket
from tests.studio.faults.scene import CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import until, workers

SEED = 20261127
pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("crash", CLASSES)
def test_what_was_paid_for_outlives_a_storage_that_is_away(
    crash: str, make_job: MakeJob, settings: Settings
) -> None:
    storage = Path(default_storage.path(""))
    with scene(crash, settings) as day:
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            until(partial(day.has_begun, JOBS // 4), seconds=120, why=group.log)
            with away(storage):
                until(partial(day.has_begun, JOBS // 2), seconds=120, why=group.log)
                until(Call.objects.filter(state=Call.State.ANSWERED).exists, seconds=60, why=group.log)
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert ends() == {"stored": JOBS}


@pytest.mark.parametrize("crash", CLASSES)
def test_a_bucket_that_fails_in_every_way_loses_nothing_and_keeps_nothing_twice(
    crash: str, make_job: MakeJob, settings: Settings, tmp_path: Path
) -> None:
    with Bucket(seed=SEED) as bucket, scene(crash, settings) as day:
        settings.STORAGES = {**settings.STORAGES, **storages_from_env(bucket.environment, home=tmp_path)}
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env, **bucket.environment) as group:
            until(partial(day.has_begun, JOBS // 4), seconds=120, why=group.log)
            bucket.troubled.set()
            until(partial(day.has_begun, 3 * JOBS // 4), seconds=120, why=group.log)
            until(lambda: set(bucket.had) >= set(TROUBLES), seconds=120, why=group.log)
            bucket.troubled.clear()
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert ends() == {"stored": JOBS}
        originals = {key for key in bucket.objects if key.startswith("images/")}
        assert originals == set(Image.objects.values_list("key", flat=True))
        print(f"{crash}: {JOBS} jobs, {sum(bucket.had.values())} requests while troubled: {dict(bucket.had)}")


def test_a_full_disk_refuses_before_paying_and_keeps_what_is_under_way(
    make_job: MakeJob, settings: Settings, tmp_path: Path
) -> None:
    spool = tmp_path / "spool"
    with small_disk(spool, megabytes=24), scene("fire_once", settings, seconds=1.0) as day:
        settings.SPOOL, settings.SPOOL_RESERVE_BYTES = spool, 8 << 20
        env = {**day.env, "SEEDBED_SPOOL": str(spool), "SEEDBED_SPOOL_RESERVE_MB": "8"}
        with workers("worker", "image-worker", "relay", **env) as group:
            under_way = day.submit(make_job, jobs=4)
            until(partial(day.has_begun, 4), seconds=60, why=group.log)
            (spool / "something-else").write_bytes(os.urandom(17 << 20))
            with pytest.raises(NoRoom, match="nothing was charged"):
                make_job(backend=day.alias, width=2048, height=2048)
            until_all_ended(group)
            assert [Job.objects.get(pk=job.pk).state for job in under_way] == [Job.State.DONE] * 4
            (spool / "something-else").unlink()
            make_job(backend=day.alias, width=2048, height=2048)
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=5) == []


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """A file stands where the folder should be, so that nothing can be read or written below it."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f"{folder.name}-aside")
    folder.rename(aside)
    folder.write_text("not a folder")
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[None]:
    """A file system of its own in memory; skips the test where none can be mounted."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk needs the right to mount one")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
