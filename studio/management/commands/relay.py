"""Keeps the promises that a crash left behind: `manage.py relay` runs beside the workers, once or more often."""

import logging
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from studio.pipeline import deliver, outbox, sweep

WAKE_EVERY_SECONDS = 0.5
RECOVER_EVERY = 10
DERIVE_EVERY = 120
FORGET_EVERY = 7200

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send promised tasks, wake calls that are due, and recover what crashed workers left."
    requires_system_checks = []  # they would load every view: half a second and 25 MB

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        beat = 0
        while not stop.wait(WAKE_EVERY_SECONDS):
            beat += 1
            try:
                once(beat)
            except Error as error:
                log.warning("the database is away: %s", error)
                close_old_connections()


def once(beat: int) -> None:
    """One beat of the loop; the rarer chores every so many."""
    outbox.relay()
    sweep.wake()
    if beat % RECOVER_EVERY == 0:
        deliver.wake()
        for what, number in sweep.recover().items():
            log.info("recovered: %s calls %s", number, what)
    if beat % DERIVE_EVERY == 0:
        sweep.derive_missing()
        sweep.measure_missing()
        sweep.transfer_due()
        sweep.tidy_bundles()
    for task, seconds in settings.RECURRING_TASKS.items():
        if beat % round(seconds / WAKE_EVERY_SECONDS) == 0:
            outbox.enqueue(task)
    if beat % FORGET_EVERY == 0:
        sweep.forget()
