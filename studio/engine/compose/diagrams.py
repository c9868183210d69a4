"""Annotated diagrams: numbered marks, leader lines, a legend."""

import numpy as np
from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose import sprite
from studio.engine.compose.boards import INK, Board
from studio.engine.compose.colour import Colour, colour, mix
from studio.engine.plan.parts import spot_of
from studio.engine.plan.scene import ScenePlan, Subject


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
        spots = _marks(shown[0], labels)
        _callouts(board, labels, spots, drawn, box, accent)
    _legend(board, labels, box, upright, accent)
    return board.finished()


def _marks(subject: Subject, labels: tuple[str, ...]) -> list[tuple[float, float]]:
    """A point on the figure for each label, as shares of its box: where the part is if that is known, else
    as far from all others as the figure allows."""
    picture = sprite.draw(shelf.art(subject.art).body, shelf.art(subject.art).size, 64)
    alpha = np.asarray(picture.getchannel("A")) > 128
    ys, xs = np.nonzero(alpha)
    if not len(xs):
        return [(0.5, 0.5)] * len(labels)
    points = np.stack([(xs + 0.5) / alpha.shape[1], (ys + 0.5) / alpha.shape[0]], axis=1)
    told: list[tuple[float, float] | None] = []
    for label in labels:
        spot = spot_of(label, subject)
        near = None if spot is None else points[int(np.argmin(np.hypot(*(points - spot).T)))]
        told.append(None if near is None else (float(near[0]), float(near[1])))
    chosen = [spot for spot in told if spot is not None]
    for number, spot in enumerate(told):
        if spot is None:
            apart = np.min([np.hypot(*(points - other).T) for other in chosen or [(0.5, 0.5)]], axis=0)
            far = points[int(np.argmax(apart))]
            told[number] = (float(0.5 + (far[0] - 0.5) * 0.9), float(0.5 + (far[1] - 0.5) * 0.9))
            chosen.append((float(far[0]), float(far[1])))
    return [spot or (0.5, 0.5) for spot in told]


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
