"""The Celery app: `celery -A studio.celery worker -P threads`, with `-Q calls` and with `-Q images`.

Not prefork, for the images neither: what is a stranger's is decoded in a process of its own (images/sandbox), and a
child of prefork that has just done something when its parent is told to stop waits half a minute before it ends.
"""

import os
import sys

from celery import Celery
from celery.app.task import Task
from celery.signals import task_prerun, worker_ready
from django.db import close_old_connections

from studio.images.sandbox import client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
# Django's checks load every view and form: half a second and 25 MB of each worker, for what the tests look at.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["studio", "gallery"])
app.steps["worker"].add("studio.callers:Callers")
# Celery would connect anew for every task, which takes longer than all that a call asks of the database.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize


@task_prerun.connect(weak=False)
def mind_the_connection(sender: "Task[..., object]", **_: object) -> None:
    """As Django does before a request: keep a connection that is young and answers."""
    if not sender.request.is_eager:
        close_old_connections()


@worker_ready.connect(weak=False)
def start_the_sandbox(**_: object) -> None:
    """So that the first picture does not wait for it."""
    client.shared.start()
