"""`manage.py contact-sheet`: the illustrator's pictures and the editor's edits, to be looked at."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from studio.engine.edit.samples import EDITS, before_and_after
from studio.engine.illustrate import pictures
from studio.engine.wish import Wish

PROMPTS = (
    "a red fox in a snowy forest at night",
    "two cats on a red bench in a park, golden hour",
    "a sailboat on a mountain lake at dawn",
    "a perfume bottle on a podium, soft light",
    "two glasses of wine on a table by candlelight",
    "an astronaut on the moon with a small robot",
    "a woman in a yellow raincoat with a red umbrella on a rainy street",
    "abstract composition of circles in blue and orange",
    "five jellyfish and a turtle underwater",
    "a lighthouse by the sea, watercolour",
    "a deer in an autumn forest, paper cut",
    'a teacher in front of a blackboard that says "HELLO"',
)
PER_PROMPT = 4
EDITED = 1024
"""Edits are made at this side at least: brushes and outlines are made for pictures, not for stamps."""
MARGIN = 12
PAPER = "#f4efe6"
Size = tuple[int, int]


class Command(BaseCommand):
    help = "Draw twelve prompts four times each, or make the 24 sample edits, and save them as one picture."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", required=True, type=Path, help="the file to write; its ending decides the format"
        )
        parser.add_argument("--edits", action="store_true", help="the edits, before and after")
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
        if options["edits"]:
            sheet = _sheet(self._edits(width, seed), 2 * len(EDITS), (width, width), 8)
        else:
            size = (width, width * 4 // 3)
            sheet = _sheet(self._drawn(prompts, size, seed), PER_PROMPT * len(prompts), size, 2 * PER_PROMPT)
        sheet.save(out)

    def _drawn(self, prompts: Iterable[object], size: Size, seed: int) -> Iterator[Image.Image]:
        for prompt in prompts:
            wish = Wish(str(prompt), size[0] * 3, size[1] * 3, PER_PROMPT, False, (), seed, None, False)
            yield from (drawing.picture for drawing in pictures(wish))
            self.stdout.write(str(prompt))

    def _edits(self, width: int, seed: int) -> Iterator[Image.Image]:
        for words, before, after in before_and_after(max(EDITED, width * 2), seed):
            yield from (before, after)
            self.stdout.write(words)


def _sheet(drawn: Iterable[Image.Image], count: int, size: Size, columns: int) -> Image.Image:
    """The pictures in rows from the left, on paper."""
    columns = min(columns, count)
    step = (size[0] + MARGIN, size[1] + MARGIN)
    sheet = Image.new("RGB", (columns * step[0] + MARGIN, -(-count // columns) * step[1] + MARGIN), PAPER)
    for number, picture in enumerate(drawn):
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        sheet.paste(small, (MARGIN + number % columns * step[0], MARGIN + number // columns * step[1]))
    return sheet
