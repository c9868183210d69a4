"""The queue is lost: between a commit and its message (F2), or with everything in it (F3)."""

import signal
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import monotonic

import pytest
from pytest_django import Settings

from studio.models import Job, Project, User
from studio.stack.addresses import redis_url
from studio.stack.home import Places
from studio.stack.processes import Child, end_with_parent, stop
from studio.stack.valkey import start_valkey
from tests.backends.wire import tarpit
from tests.invariants import broken_promises
from tests.studio.faults.scene import CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import ROOT, child_env, until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

WITHIN_SECONDS = 10
WIPES = 5


@pytest.mark.parametrize("crash", CLASSES)
def test_a_job_runs_although_its_submitter_died_before_the_message(
    crash: str, project: Project, alice: User, settings: Settings
) -> None:
    with scene(crash, settings) as day, workers("worker", "image-worker", "relay", **day.env) as group:
        with tarpit(b"") as broker:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.studio.faults.submitting",
                 str(project.pk), str(alice.pk), day.alias],
                cwd=ROOT,
                env=child_env(**day.env, REDIS_URL=broker.replace("http", "redis")),
                preexec_fn=end_with_parent(signal.SIGKILL),
            )  # fmt: skip
            until(Job.objects.exists, seconds=60)
            committed = monotonic()
            process.kill()
            assert process.wait() == -signal.SIGKILL, "it had sent the message and ended by itself"
        until_all_ended(group)
        assert monotonic() - committed < WITHIN_SECONDS
        assert broken_promises(day.provider, accepted=1) == []
        assert ends() == {"stored": 1}


@pytest.mark.parametrize("crash", CLASSES)
def test_a_queue_that_restarts_empty_loses_no_job(
    crash: str, make_job: MakeJob, settings: Settings, tmp_path: Path
) -> None:
    with tempfile.TemporaryDirectory(prefix="seedbed-queue-") as name, scene(crash, settings) as day:
        home = Path(name)
        home.chmod(0o711)
        places = Places(home)
        places.prepare()
        queue: Child = start_valkey(places, throwaway=True)
        try:
            with workers("worker", "image-worker", "relay", **day.env, REDIS_URL=redis_url(home)) as group:
                day.submit(make_job)
                for wipe in range(1, WIPES + 1):
                    until(partial(day.has_begun, wipe * JOBS // (WIPES + 2)), seconds=120, why=group.log)
                    stop([queue], within=0)
                    queue = start_valkey(places, throwaway=True)
                until_all_ended(group)
        finally:
            stop([queue], within=10)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert ends() == {"stored": JOBS}
