"""The engine is stopped in the middle of a job."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytest_django import Settings

from studio.models import Call, Job
from studio.stack.processes import end_with_parent
from studio.stack.services import ENGINE
from tests.bench.browser import answers, free_port
from tests.workers import ROOT, child_env, until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@contextmanager
def engine(port: int) -> Iterator[None]:
    process = subprocess.Popen(
        ENGINE.command(sys.executable, host="127.0.0.1", port=port),
        cwd=ROOT,
        env=child_env(),
        preexec_fn=end_with_parent(signal.SIGKILL),
    )
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), seconds=60)
        yield
    finally:
        process.kill()
        process.wait()


def test_the_job_waits_and_finishes_after_it_is_back(
    make_job: Callable[..., Job], settings: Settings
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    entry = settings.IMAGE_BACKENDS["engine"]
    settings.IMAGE_BACKENDS = {
        "engine": {**entry, "OPTIONS": {**entry["OPTIONS"], "base_url": f"{address}/api/v3"}}
    }
    with workers("worker", "image-worker", "relay", ENGINE_URL=address) as group:
        with engine(port):
            job = make_job(backend="engine", count=4, width=1280, height=720, text="a red fox in the snow")
            until(lambda: job.calls.filter(state=Call.State.SENT).exists(), seconds=60, why=group.log)
        until(lambda: job.calls.filter(error_kind="Unavailable").exists(), seconds=60, why=group.log)
        job.refresh_from_db()
        assert job.state == Job.State.OPEN
        with engine(port):
            until(lambda: Job.objects.get(pk=job.pk).state != Job.State.OPEN, seconds=120, why=group.log)
    job.refresh_from_db()
    assert (job.state, job.variants.count()) == (Job.State.DONE, 4)
