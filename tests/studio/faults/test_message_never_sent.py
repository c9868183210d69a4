"""A message is never sent: the row is there, so nothing is lost."""

import subprocess
import sys

import pytest
from pytest_django import Settings

from studio.models import Job, Outbox, Project, User
from tests.invariants import broken_promises
from tests.studio.faults.scene import BACKENDS, scene, until_ended
from tests.workers import ROOT, child_env

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("alias", BACKENDS),
]

# Its own callback comes before those of submit(): the process dies when the rows are there and no message is.
DIES_AFTER_COMMIT = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from studio.models import Project, User
from studio.pipeline.submit import Order, submit
project, person, backend = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
with transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    submit(Order(Project.objects.get(pk=project), User.objects.get(pk=person), "a kite", backend, 1280, 720))
"""


def test_a_web_process_that_dies_between_commit_and_message_loses_nothing(
    alias: str, project: Project, alice: User, settings: Settings
) -> None:
    with scene(alias, settings) as there:
        env = child_env(**there.env) | {"DJANGO_SETTINGS_MODULE": "studio.settings"}
        arguments = [str(project.pk), str(alice.pk), alias]
        died = subprocess.run([sys.executable, "-c", DIES_AFTER_COMMIT, *arguments], cwd=ROOT, env=env)
        assert died.returncode == -9
        assert Outbox.objects.filter(task="studio.tasks.run_call").count() == 1
        with there.at_work() as group:
            until_ended(group, seconds=60)
        assert broken_promises(there.provider, accepted=1) == []
        assert Job.objects.get().state == Job.State.DONE
