"""The Celery app: `celery -A studio.celery worker -Q calls -P threads` and `-Q images -P prefork`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["studio", "gallery"])
