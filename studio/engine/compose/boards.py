"""Pictures that explain: icon sets, annotated diagrams, charts. They are laid out, not staged."""

import math
import random
from xml.sax.saxutils import escape

import numpy as np
from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose import figure, sprite
from studio.engine.compose.canvas import Canvas, ramp
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.figure import named
from studio.engine.compose.letters import FAMILY, measure, text_layer
from studio.engine.plan.scene import Figure, ScenePlan

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
    """One tile for each subject, in a grid of rounded squares or circles."""
    board = Board(plan, seed, width, height)
    shown = [subject for subject in plan.subjects if subject.art]
    top = board.title()
    if not shown:
        return board.finished()
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
        board.stand(subject.art, subject.colour, x - cell * 0.26, y - cell * 0.26, cell * 0.52, cell * 0.52)
    return board.finished()


def diagram(plan: ScenePlan, seed: int, width: int, height: int) -> Image.Image:
    """The subject with numbered marks, leader lines and a legend that names them."""
    board = Board(plan, seed, width, height)
    shown = [subject for subject in plan.subjects if subject.art]
    top = board.title()
    upright = board.wide < 1150
    labels = plan.labels
    box = (
        (60.0, top, board.wide - 120, (1000 - top) * (0.62 if labels else 0.92))
        if upright
        else (60.0, top, board.wide * (0.58 if labels else 0.92) - 60, 1000 - top - 60)
    )
    accent = board.shades[0]
    plate = mix(accent, colour("#ffffff"), 0.86)
    board.canvas.vector(
        f'<rect x="{box[0]:.0f}" y="{box[1]:.0f}" width="{box[2]:.0f}" height="{box[3]:.0f}" rx="34" fill="{plate.hex}"/>'
    )
    if shown:
        inner = (box[0] + box[2] * 0.16, box[1] + box[3] * 0.13, box[2] * 0.68, box[3] * 0.74)
        drawn = board.stand(shown[0].art, shown[0].colour, *inner)
        spots = _marks(shown[0].art, len(labels), board.rng)
        _callouts(board, labels, spots, drawn, box, accent)
    _legend(board, labels, box, upright, accent)
    return board.finished()


def _marks(art: str, many: int, rng: random.Random) -> list[tuple[float, float]]:
    """Points on the figure, far from one another, as shares of its box; from top to bottom."""
    extent = figure.extent(art)
    picture = sprite.draw(shelf.art(art).body, shelf.art(art).size, 64)
    alpha = np.asarray(picture.getchannel("A")) > 128
    ys, xs = np.nonzero(alpha)
    if not len(xs) or extent.width <= 0:
        return [(0.5, 0.5)] * many
    points = np.stack([xs / alpha.shape[1], ys / alpha.shape[0]], axis=1)
    chosen = [points[int(np.argmin(points[:, 1]))]]
    while len(chosen) < many:
        apart = np.min([np.hypot(*(points - point).T) for point in chosen], axis=0)
        chosen.append(points[int(np.argmax(apart))])
    told = [(float(0.5 + (x - 0.5) * 0.9), float(0.5 + (y - 0.5) * 0.9)) for x, y in chosen[:many]]
    return sorted(told, key=lambda point: point[1])


def _callouts(
    board: Board,
    labels: tuple[str, ...],
    spots: list[tuple[float, float]],
    drawn: tuple[float, float, float, float],
    box: tuple[float, float, float, float],
    accent: Colour,
) -> None:
    left, top, width, height = drawn
    radius = 21 * board.unit
    sides: dict[int, list[tuple[int, float, float]]] = {-1: [], 1: []}
    for number, (x, y) in enumerate(spots):
        sides[-1 if x < 0.5 else 1].append((number, left + x * width, top + y * height))
    while len(sides[-1]) > len(sides[1]) + 1:
        sides[1].append(sides[-1].pop(max(range(len(sides[-1])), key=lambda at: sides[-1][at][1])))
    while len(sides[1]) > len(sides[-1]) + 1:
        sides[-1].append(sides[1].pop(min(range(len(sides[1])), key=lambda at: sides[1][at][1])))
    markup = []
    for side, marks in sides.items():
        marks.sort(key=lambda mark: mark[2])
        x = box[0] + radius * 1.9 if side < 0 else box[0] + box[2] - radius * 1.9
        step = (box[3] - radius * 4) / max(1, len(marks))
        for place, (number, px, py) in enumerate(marks):
            y = box[1] + radius * 2 + (place + 0.5) * step
            bend = x + (px - x) * 0.35
            markup.append(f'<path fill="none" stroke="{INK.hex}" stroke-width="{2.4 * board.unit:.1f}" d="M{x:.1f} {y:.1f}H{bend:.1f}L{px:.1f} {py:.1f}"/><circle cx="{px:.1f}" cy="{py:.1f}" r="{6 * board.unit:.1f}" fill="{INK.hex}" stroke="#fff" stroke-width="{2 * board.unit:.1f}"/>'
                          f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{accent.hex}"/>')  # fmt: skip
            board.text(str(number + 1), x, y + radius * 0.36, radius * 1.05, shade=colour("#ffffff"))
    board.canvas.vector("".join(markup))


def _legend(
    board: Board,
    labels: tuple[str, ...],
    box: tuple[float, float, float, float],
    upright: bool,
    accent: Colour,
) -> None:
    if not labels:
        return
    if upright:
        left, top, width, height = 80.0, box[1] + box[3] + 34, board.wide - 160, 1000 - box[1] - box[3] - 64
    else:
        left, top, width, height = box[0] + box[2] + 56, box[1], board.wide - box[0] - box[2] - 110, box[3]
    columns = 2 if upright and len(labels) > 3 else 1
    rows = -(-len(labels) // columns)
    step = min(height / rows, 96 * board.unit)
    size = min(step * 0.44, 36 * board.unit)
    start = top + (0 if upright else (height - step * rows) / 2)
    discs = []
    for number, label in enumerate(labels):
        x = left + (number // rows) * width / columns
        y = start + (number % rows + 0.5) * step
        discs.append(
            f'<circle cx="{x + size * 0.7:.1f}" cy="{y:.1f}" r="{size * 0.7:.1f}" fill="{accent.hex}"/>'
        )
        board.text(str(number + 1), x + size * 0.7, y + size * 0.27, size * 0.78, shade=colour("#ffffff"))
        board.text(
            label,
            x + size * 1.9,
            y + size * 0.35,
            size,
            anchor="start",
            weight=400,
            most=width / columns - size * 2.2,
        )
    board.canvas.vector("".join(discs))


def chart(plan: ScenePlan, seed: int, width: int, height: int) -> Image.Image:
    """Bars, a line or a pie of the plan's figures, with their names and values."""
    board = Board(plan, seed, width, height)
    top = board.title()
    figures = plan.figures
    if not figures:
        board.text(
            "No numbers were found to chart.",
            board.wide / 2,
            500,
            40 * board.unit,
            weight=400,
            most=board.wide * 0.8,
        )
        return board.finished()
    if (
        plan.chart == "pie"
        and all(part.value >= 0 for part in figures)
        and sum(part.value for part in figures) > 0
    ):
        _pie(board, figures, top)
    else:
        _axes(board, figures, top, plan.chart == "line")
    return board.finished()


def _told(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def _axes(board: Board, figures: tuple[Figure, ...], top: float, line: bool) -> None:
    left, right, foot, head = 110.0, board.wide - 60, 890.0, top + 60
    low = min(0.0, *(part.value for part in figures))
    high = max(0.0, *(part.value for part in figures)) or 1.0
    reach = float(10 ** math.floor(math.log10(high - low)))
    step = next(part * reach for part in (0.2, 0.5, 1, 2) if (high - low) / (part * reach) <= 6)
    high = math.ceil(high / step) * step
    low = math.floor(low / step) * step

    def y_of(value: float) -> float:
        return foot - (value - low) / (high - low) * (foot - head)

    pale = mix(board.paper, INK, 0.16)
    markup = []
    for number in range(round((high - low) / step) + 1):
        value = low + number * step
        markup.append(
            f'<path stroke="{pale.hex}" stroke-width="2" d="M{left} {y_of(value):.1f}H{right:.1f}"/>'
        )
        board.text(
            _told(round(value, 6)),
            left - 16,
            y_of(value) + 9,
            25 * board.unit,
            anchor="end",
            weight=400,
            most=85,
        )
    slot = (right - left) / len(figures)
    points = []
    for number, part in enumerate(figures):
        x = left + (number + 0.5) * slot
        points.append((x, y_of(part.value)))
        shade = board.shades[0 if line else number % len(board.shades)]
        if not line:
            y, zero, half = y_of(part.value), y_of(0), slot * 0.31
            markup.append(
                f'<rect x="{x - half:.1f}" y="{min(y, zero):.1f}" width="{2 * half:.1f}" height="{abs(zero - y):.1f}" rx="{min(half * 0.25, abs(zero - y) / 2):.1f}" fill="{shade.hex}"/>'
            )
        board.text(
            _told(part.value), x, min(y_of(part.value), y_of(0)) - 16, 29 * board.unit, most=slot * 0.9
        )
        board.text(part.label, x, foot + 44, 27 * board.unit, weight=400, most=slot * 0.92)
    if line:
        shade = board.shades[0]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        markup.append(
            f'<path fill="{shade.hex}" fill-opacity=".16" d="M{points[0][0]:.1f} {y_of(low):.1f}L{path}L{points[-1][0]:.1f} {y_of(low):.1f}z"/><path fill="none" stroke="{shade.hex}" stroke-width="7" stroke-linejoin="round" stroke-linecap="round" d="M{path}"/>'
        )
        markup += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="#fff" stroke="{shade.hex}" stroke-width="6"/>'
            for x, y in points
        ]
    board.canvas.vector("".join(markup))


def _pie(board: Board, figures: tuple[Figure, ...], top: float) -> None:
    upright = board.wide < 1150
    radius = min((1000 - top) * (0.31 if upright else 0.42), board.wide * (0.4 if upright else 0.24))
    x, y = (board.wide / 2, top + radius + 20) if upright else (board.wide * 0.32, top + (1000 - top) * 0.48)
    total = sum(part.value for part in figures)
    angle, markup = -math.pi / 2, []
    for number, part in enumerate(figures):
        shade, sweep = board.shades[number % len(board.shades)], part.value / total * 2 * math.pi
        end = angle + min(sweep, 2 * math.pi - 1e-4)
        markup.append(
            f'<path fill="{shade.hex}" stroke="{board.paper.hex}" stroke-width="5" d="M{x:.1f} {y:.1f}L{x + radius * math.cos(angle):.1f} {y + radius * math.sin(angle):.1f}A{radius:.1f} {radius:.1f} 0 {int(sweep > math.pi)} 1 {x + radius * math.cos(end):.1f} {y + radius * math.sin(end):.1f}z"/>'
        )
        if sweep > 0.28:
            middle = angle + sweep / 2
            board.text(
                f"{part.value / total * 100:.0f}%",
                x + radius * 0.66 * math.cos(middle),
                y + radius * 0.66 * math.sin(middle) + 12,
                36 * board.unit,
                shade=colour("#ffffff"),
            )
        angle += sweep
    left, first = (board.wide * 0.2, y + radius + 50) if upright else (board.wide * 0.62, y - radius * 0.9)
    columns = 2 if upright and len(figures) > 3 else 1
    rows = -(-len(figures) // columns)
    step = min((970 - first) / rows, 78 * board.unit)
    for number, part in enumerate(figures):
        lx, ly = left + (number // rows) * board.wide * 0.34, first + (number % rows + 0.5) * step
        markup.append(
            f'<rect x="{lx:.1f}" y="{ly - step * 0.24:.1f}" width="{step * 0.48:.1f}" height="{step * 0.48:.1f}" rx="{step * 0.12:.1f}" fill="{board.shades[number % len(board.shades)].hex}"/>'
        )
        board.text(
            f"{part.label}  {_told(part.value)}",
            lx + step * 0.75,
            ly + step * 0.16,
            min(step * 0.46, 34 * board.unit),
            anchor="start",
            weight=400,
            most=board.wide * 0.3,
        )
    board.canvas.vector("".join(markup))
