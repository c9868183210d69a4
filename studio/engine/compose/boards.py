"""Pictures that explain: icon sets, annotated diagrams, charts. They are laid out, not staged."""

import math
import random
from xml.sax.saxutils import escape

from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose import figure, sprite
from studio.engine.compose.canvas import Canvas, ramp
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.figure import named
from studio.engine.compose.letters import FAMILY, measure, text_layer
from studio.engine.plan.scene import ScenePlan, Subject

PAPERS = ("#fbf6ec", "#f1f5f4", "#f6f1f7", "#fdf3ec")
INK = colour("#2b3140")
SERIES = (
    ("#e2725b", "#4f8a8b", "#e9b44c", "#6a6fb3", "#7fb069", "#c9648a", "#5aa3c7", "#b98a5e"),
    ("#2f6690", "#f4a259", "#5b8e7d", "#bc4b51", "#8cb369", "#9a7aa0", "#f4e285", "#3a7ca5"),
    ("#7a5ba6", "#e86a92", "#41b3a3", "#f2b134", "#4a6fa5", "#d97b4f", "#86a873", "#b04a7a"),
    ("#d1495b", "#00798c", "#edae49", "#30638e", "#66a182", "#8d6a9f", "#cf8a5b", "#2e4057"),
)


class Board:
    """A sheet of paper in units of a thousandth of its shorter side, with text and figures on it."""

    def __init__(self, plan: ScenePlan, seed: int, width: int, height: int) -> None:
        self.plan, self.seed, self.idea = plan, seed, seed % 4
        self.canvas = Canvas(width, height, seed)
        self.rng = random.Random(f"{seed}/board")
        self.wide, self.high = self.canvas.wide, 1000.0
        self.unit = self.canvas.span / 1000
        self.shades = [named(name) for name in plan.palette] + [colour(part) for part in SERIES[self.idea]]
        self.paper = colour(PAPERS[self.idea]) if "black" not in plan.palette else colour("#1e212b")
        _, ys = self.canvas.grid()
        self.canvas.wash(
            ramp([(0, turn(self.paper, light=0.012)), (1, turn(self.paper, light=-0.02))], ys / 1000)
        )
        self.texts: list[str] = []

    def text(
        self,
        words: str,
        x: float,
        y: float,
        size: float,
        *,
        anchor: str = "middle",
        weight: int = 700,
        shade: Colour = INK,
        most: float = 0,
    ) -> None:
        """Words on a baseline, made smaller until they are at most so wide."""
        if most:
            size = min(size, most / measure(words))
        self.texts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FAMILY}" font-size="{size:.1f}" font-weight="{weight}" text-anchor="{anchor}" fill="{shade.hex}">{escape(words)}</text>'
        )

    def stand(
        self, art: str, name: str, left: float, top: float, width: float, height: float
    ) -> tuple[float, float, float, float]:
        """A figure as large as fits into the box, lit from above left; its own box comes back."""
        extent = figure.extent(art)
        scale = min(width / extent.width, height / extent.height)
        wide, tall = extent.width * scale, extent.height * scale
        x, y = left + (width - wide) / 2, top + (height - tall) / 2
        picture = sprite.draw(figure.body(art, name), shelf.art(art).size, scale * self.canvas.scale)
        lamp = sprite.Lamp(
            -0.6,
            -0.75,
            colour("#ffffff"),
            colour("#f7f5f2"),
            mix(self.paper, INK, 0.75),
            strength=0.5,
            rim=0.3,
            shadow_strength=0.3,
        )
        sprite.contact(self.canvas, x + wide / 2, y + tall, wide * 0.8, lamp)
        self.canvas.stamp(sprite.light(picture, lamp, haze=self.paper, depth=0.0, bounce=self.paper), x, y)
        return x, y, wide, tall

    def finished(self) -> Image.Image:
        if self.texts:
            layer = text_layer(
                "".join(self.texts), self.canvas.width, self.canvas.height, (0, 0, self.wide, 1000)
            )
            self.canvas.stamp(layer, 0, 0)
        return self.canvas.picture

    def title(self) -> float:
        """The first quoted words as a heading; where the rest may begin."""
        if not self.plan.lettering:
            return 60.0
        self.text(
            self.plan.lettering[0], self.wide / 2, 60 + 62 * self.unit, 62 * self.unit, most=self.wide * 0.86
        )
        return 90 + 70 * self.unit


def icons(plan: ScenePlan, seed: int, width: int, height: int) -> Image.Image:
    """One tile for each subject, in a grid of rounded squares or circles; words without art are lettered."""
    board = Board(plan, seed, width, height)
    shown: list[Subject | str] = [subject for subject in plan.subjects if subject.art]
    top = board.title()
    shown = shown or [*plan.unplaced[:12]] or ["?"]
    columns = max(1, min(len(shown), round(math.sqrt(len(shown) * board.wide / (1000 - top)))))
    rows = -(-len(shown) // columns)
    cell = min((board.wide - 60) / columns, (1000 - top - 40) / rows)
    left, first = (board.wide - cell * columns) / 2, top + (1000 - 40 - top - cell * rows) / 2
    tiles = []
    for number in range(len(shown)):
        x, y = left + (number % columns + 0.5) * cell, first + (number // columns + 0.5) * cell
        tint = mix(
            board.shades[number % len(board.shades)], colour("#ffffff"), (0.55, 0.0, 0.72, 0.3)[board.idea]
        )
        half = cell * 0.43
        round_ = (half * 0.42, half, half * 0.24, half * 0.5)[board.idea]
        tiles.append(f'<rect x="{x - half:.1f}" y="{y - half + 5:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}" rx="{round_:.1f}" fill="{turn(tint, light=-0.14).hex}" fill-opacity=".35"/>'
                     f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}" rx="{round_:.1f}" fill="{tint.hex}"/>')  # fmt: skip
    board.canvas.vector("".join(tiles))
    for number, subject in enumerate(shown):
        x, y = left + (number % columns + 0.5) * cell, first + (number // columns + 0.5) * cell
        if isinstance(subject, str):
            board.text(subject, x, y + cell * 0.03, cell * 0.12, most=cell * 0.72)
            continue
        board.stand(subject.art, subject.colour, x - cell * 0.26, y - cell * 0.26, cell * 0.52, cell * 0.52)
    return board.finished()
