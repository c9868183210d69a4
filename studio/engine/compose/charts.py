"""Bar, line and pie charts."""

import math

from PIL import Image

from studio.engine.compose.boards import INK, Board
from studio.engine.compose.colour import colour, mix
from studio.engine.plan.scene import Figure, ScenePlan


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
