"""The Celery app: `celery -A studio.celery worker -Q calls -P threads` and `-Q images -P prefork`."""

import os

from celery import Celery
from celery.signals import worker_process_init, worker_ready

from studio.images.sandbox import client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["studio", "gallery"])


@worker_ready.connect(weak=False)
@worker_process_init.connect(weak=False)
def start_the_sandbox(**_: object) -> None:
    """So that the first picture does not wait for it."""
    client.shared.start()
