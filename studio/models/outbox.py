"""The outbox: tasks that a transaction promised. They are sent on commit, and by the relay if that failed."""

from django.db import models
from django.db.models.functions import Now


class Outbox(models.Model):
    task = models.CharField("dotted name of the task", max_length=80)
    arguments = models.JSONField("ids only", default=list)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"Outbox {self.pk}"
