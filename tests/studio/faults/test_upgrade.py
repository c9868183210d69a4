"""An upgrade while jobs run (F15): two versions of the code side by side on one database and one queue, and back.

The version before is the code from before the newest migration, or what SEEDBED_FAULT_PREVIOUS names (a tag, a
commit). Both work on the newest tables, because an upgrade migrates before it replaces its processes.
"""

import io
import os
import subprocess
import sys
import tarfile
from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from studio.models import Project, User
from tests.invariants import broken_promises
from tests.studio.faults.scene import CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import ROOT, child_env, until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ASK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
import django
django.setup()
from studio.models import Project, User
from studio.pipeline.submit import Order, submit
project, person = Project.objects.get(pk=sys.argv[1]), User.objects.get(pk=sys.argv[2])
for number in range(int(sys.argv[4])):
    submit(Order(project=project, person=person, text=f"old kite {number}", backend=sys.argv[3],
                 width=2048, height=2048))
"""
GROUP = ("worker", "image-worker", "relay")


@pytest.mark.parametrize("crash", CLASSES)
def test_two_versions_share_rows_and_messages_in_both_directions(
    crash: str, make_job: MakeJob, project: Project, alice: User, settings: Settings, tmp_path: Path
) -> None:
    before = the_version_before(tmp_path)
    with scene(crash, settings) as day:
        env = {**day.env, "SEEDBED_SETUP": "never"}
        asked = [sys.executable, "-c", ASK, str(project.pk), str(alice.pk), day.alias, str(JOBS // 2)]
        subprocess.run(asked, cwd=before, env=child_env(**env), check=True)
        day.submit(make_job, jobs=JOBS - JOBS // 2)
        with workers(*GROUP, code=before, **env) as old:
            until(partial(day.has_begun, JOBS // 5), seconds=120, why=old.log)
            with workers(*GROUP, code=ROOT, **env) as new:
                until(partial(day.has_begun, 2 * JOBS // 5), seconds=120, why=new.log)
                old.stop(grace=30)
                until(partial(day.has_begun, 3 * JOBS // 5), seconds=120, why=new.log)
                old.start()
                new.stop(grace=30)
                until_all_ended(old)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert ends() == {"stored": JOBS}


def the_version_before(folder: Path) -> Path:
    """Its code, unpacked; skips the test where there is no history to take it from."""
    newest = (
        _git("log", "-1", "--format=%H", "--", "studio/migrations", "gallery/migrations").decode().strip()
    )
    revision = os.environ.get("SEEDBED_FAULT_PREVIOUS") or (newest and f"{newest}^")
    archive = _git("archive", revision) if revision else b""
    if not archive:
        pytest.skip("there is no version before this one here")
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder


def _git(*command: str) -> bytes:
    """What git answers; nothing where it cannot."""
    return subprocess.run(["git", *command], cwd=ROOT, check=False, capture_output=True).stdout
