"""`manage.py contact-sheet`: the illustrator's pictures side by side, to be looked at."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from studio.engine.illustrate import pictures
from studio.engine.wish import Wish

PROMPTS = (
    "a red fox in a snowy forest at night",
    "two cats on a red bench in a park, golden hour",
    "a sailboat on a mountain lake at dawn",
    "a perfume bottle on a podium, soft light",
    "a camel in the desert at sunset",
    "an astronaut on the moon with a small robot",
    "a yellow taxi in a rainy street at night",
    "a blue cup to the left of three books on a wooden table",
    "five jellyfish and a turtle underwater",
    "a lighthouse by the sea, watercolour",
    "a deer in an autumn forest, paper cut",
    'a sign that says "HELLO" in a flower meadow',
)
PER_PROMPT = 4
MARGIN = 12


class Command(BaseCommand):
    help = "Draw twelve prompts four times each and save them as one picture."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", required=True, type=Path, help="the file to write; its ending decides the format"
        )
        parser.add_argument(
            "--width", type=int, default=300, help="pixels of each picture's width (default 300)"
        )
        parser.add_argument("--seed", type=int, default=8)
        parser.add_argument("prompts", nargs="*", help="prompts instead of the twelve")

    def handle(self, *args: object, **options: object) -> None:
        width, seed, out = int(str(options["width"])), int(str(options["seed"])), Path(str(options["out"]))
        if not 64 <= width <= 1024:
            raise CommandError("The width must be between 64 and 1024 pixels.")
        prompts = options["prompts"] or PROMPTS
        assert isinstance(prompts, list | tuple)
        height = width * 4 // 3
        rows = -(-len(prompts) // 2)
        sheet = Image.new(
            "RGB",
            (2 * PER_PROMPT * (width + MARGIN) + MARGIN, rows * (height + MARGIN) + MARGIN),
            "#f4efe6",
        )
        for number, prompt in enumerate(prompts):
            wish = Wish(str(prompt), width * 2, height * 2, PER_PROMPT, False, (), seed, None, False)
            left, top = (
                MARGIN + (number % 2) * PER_PROMPT * (width + MARGIN),
                MARGIN + (number // 2) * (height + MARGIN),
            )
            for index, drawing in enumerate(pictures(wish)):
                small = drawing.picture.resize((width, height), Image.Resampling.LANCZOS)
                sheet.paste(small, (left + index * (width + MARGIN), top))
            self.stdout.write(str(prompt))
        sheet.save(out)
