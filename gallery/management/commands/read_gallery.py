"""`manage.py read_gallery`: makes the vectors of all public creations anew, then the themes; goes on where it stopped."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from gallery import fill, vectors
from gallery.models import Creation, Survey
from gallery.themes.refresh import refresh

STEP = 128


class Command(BaseCommand):
    help = "Read every public creation anew: vectors of prompts and pictures, and themes. Resumes where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from-start", action="store_true", help="also if an earlier run was cut short")

    def handle(self, *args: Any, **options: Any) -> None:
        survey, _ = Survey.objects.get_or_create(pk=1, defaults={"prompts": 0})
        if options["from_start"]:
            survey.reached = 0
        public = Creation.objects.public().order_by("pk")
        while part := list(public.filter(pk__gt=survey.reached)[:STEP]):
            try:
                fill.fill(part)
            except vectors.Away as away:
                raise CommandError(
                    f"{away} Run this again: it goes on after creation {survey.reached}."
                ) from away
            survey.reached = part[-1].pk
            survey.save(update_fields=["reached"])
            self.stdout.write(f"read up to creation {survey.reached}")
        survey.reached = 0
        survey.save(update_fields=["reached"])
        refresh(always=True)
        self.stdout.write("All public creations are read, and the themes are refreshed.")
