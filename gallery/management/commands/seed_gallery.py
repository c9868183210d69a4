"""A first gallery, drawn on this machine: about a hundred creations in a dozen themes."""

import sys
import time
from typing import Any

from click.termui import progressbar
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from gallery.seed.plant import Standing, step, wanted

LOOK_EVERY_SECONDS = 0.5
NOT_RUNNING = (
    "The studio is not running, so nobody would draw. Start it with `python3 manage.py up` in another terminal, "
    "then try again."
)


class Command(BaseCommand):
    help = "Fill an empty gallery with creations of the local illustrator; goes on where it was stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(NOT_RUNNING) from error
        if not wanted():
            raise CommandError("This gallery has creations of its own already, and is left alone.")
        with progressbar(length=step().of, label="Planting", file=sys.stderr) as bar:
            try:
                while not (standing := step()).done:
                    bar.update(standing.published - bar.pos)
                    time.sleep(
                        LOOK_EVERY_SECONDS
                    )  # a person waits here; the rows are the only truth to look at
            except KeyboardInterrupt:
                raise CommandError("Stopped. Run it again to go on.") from None
        self.stdout.write(told(standing))


def told(standing: Standing) -> str:
    return f"{standing.published} of {standing.of} pictures are in the gallery, or in its check."
