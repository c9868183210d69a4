"""The storage is away (F5), and the disk is full (F9)."""

import contextlib
import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import redis
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from pytest_django import Settings

from studio.models import Call, Image, Job
from studio.pipeline.spool import NoRoom
from studio.stack.addresses import redis_url
from studio.stack.home import Places, server_account
from studio.stack.processes import stop
from studio.stack.valkey import start_valkey
from studio.storage import storages_from_env
from tests.invariants import broken_promises
from tests.studio.faults.bucket import TROUBLES, Bucket
from tests.studio.faults.database import Server
from tests.studio.faults.scene import CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import until, workers

SEED = 20261127
AT_CWD, RENAME_EXCHANGE = -100, 2
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


def test_a_queue_whose_disk_is_full_loses_no_job_and_goes_on_by_itself(
    make_job: MakeJob, settings: Settings
) -> None:
    """It refuses whatever would change it, until there is room again."""
    with tempfile.TemporaryDirectory(prefix="seedbed-queue-") as name, scene("fire_once", settings) as day:
        home = Path(name)
        home.chmod(0o711)
        places = Places(home)
        places.prepare()
        with small_disk(places.valkey, megabytes=4):
            queue = start_valkey(places)
            try:
                with (
                    redis.Redis.from_url(redis_url(home)) as asked,
                    workers("worker", "image-worker", "relay", **day.env, REDIS_URL=redis_url(home)) as group,
                ):
                    day.submit(make_job)
                    until(partial(day.has_begun, JOBS // 4), seconds=120, why=group.log)
                    full = fill(places.valkey)
                    until(partial(refuses, asked), seconds=60, why=group.log)
                    full.unlink()
                    until_all_ended(group)
            finally:
                stop([queue], within=10)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert ends() == {"stored": JOBS}


@pytest.mark.parametrize("crash", CLASSES)
def test_a_full_disk_under_the_database_loses_nothing_and_asks_nothing_twice(
    crash: str, make_job: MakeJob, settings: Settings, server: Server
) -> None:
    """The table of calls lies on it, so that any step of any call may be the one that finds no room."""
    with calls_on_a_small_disk(megabytes=32) as disk, scene(crash, settings) as day:
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            until(partial(day.has_begun, JOBS // 4), seconds=120, why=group.log)
            full = fill(disk)
            until(lambda: "No space left on device" in group.log(), seconds=120, why=group.log)
            with pytest.raises(OperationalError, match="No space left"):
                day.submit(make_job)
            accepted = Job.objects.count()
            full.unlink()
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=accepted) == []
        if crash != "fire_once":
            assert ends() == {"stored": accepted}
        print(f"{crash}: {JOBS} jobs, {accepted - JOBS} more until one was refused: {ends()}")


@contextmanager
def calls_on_a_small_disk(*, megabytes: int) -> Iterator[Path]:
    """Where the table of calls lies meanwhile, with its indexes."""
    account = server_account()
    with tempfile.TemporaryDirectory(prefix="seedbed-rows-") as name, connection.cursor() as cursor:
        folder = Path(name)
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        with small_disk(folder, megabytes=megabytes):
            cursor.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
            move_calls("small")
            try:
                yield folder
            finally:
                move_calls("pg_default")
                cursor.execute("DROP TABLESPACE small")


def move_calls(tablespace: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE studio_call SET TABLESPACE {tablespace}")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'studio_call'::regclass"
        )
        for (index,) in cursor.fetchall():
            cursor.execute(f"ALTER INDEX {index} SET TABLESPACE {tablespace}")


def fill(folder: Path) -> Path:
    """A file that takes all the room there is."""
    file = folder / "something-else"
    with file.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while True:
            out.write(bytes(4096))
    return file


def refuses(queue: redis.Redis) -> bool:
    try:
        queue.set("anything", "1" * 10_000)
    except redis.ResponseError as error:
        return "MISCONF" in str(error)
    return False


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """A file stands where the folder should be, so that nothing can be read or written below it."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f"{folder.name}-aside")
    aside.write_text("not a folder")
    exchange(folder, aside)
    try:
        yield
    finally:
        exchange(folder, aside)
        aside.unlink()


def exchange(one: Path, other: Path) -> None:
    """Both change places at once: in between, a worker would make the folder anew. Skips the test where the system
    cannot do that."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        pytest.skip("this system cannot exchange two names")
    if rename(AT_CWD, os.fsencode(one), AT_CWD, os.fsencode(other), RENAME_EXCHANGE):
        raise OSError(ctypes.get_errno(), f"{one} and {other} could not be exchanged")


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[None]:
    """A file system of its own in memory; skips the test where none can be mounted."""
    folder.mkdir(exist_ok=True)
    owner, mount = folder.stat(), shutil.which("mount")
    options = f"size={megabytes}m,uid={owner.st_uid},gid={owner.st_gid},mode=700"
    command = [str(mount), "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk needs the right to mount one")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
