"""Makes every counter of the gallery anew from the rows that it counts."""

from typing import Any

from django.core.management.base import BaseCommand

from gallery.publish.counters import recount_all


class Command(BaseCommand):
    help = "Recompute loves, collections, remixes, reports, followers and the rising order from their rows."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Counted anew: {recount_all()} creations.")
