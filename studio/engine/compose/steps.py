"""Cycles and processes: a disc for each step, its name below, and arrows to the next."""

import math
from itertools import pairwise

from PIL import Image

from studio.engine.compose.boards import INK, Board
from studio.engine.compose.colour import colour, mix
from studio.engine.plan.scene import ScenePlan

WHITE = colour("#ffffff")
Spot = tuple[float, float]


def steps(plan: ScenePlan, seed: int, width: int, height: int) -> Image.Image:
    """A cycle goes round; a process leads from left to right, or downwards where the picture is upright."""
    board = Board(plan, seed, width, height)
    top = 60.0
    if plan.title:
        board.text(plan.title, board.wide / 2, 60 + 62 * board.unit, 58 * board.unit, most=board.wide * 0.86)
        top = 90 + 70 * board.unit
    count = len(plan.labels)
    if not count:
        return board.finished()
    round_ = plan.chart == "cycle" and count > 2
    spots, radius = (_ring if round_ else _row)(count, board.wide, top)
    pairs = list(pairwise(spots)) + [(spots[-1], spots[0])] * round_
    board.canvas.vector("".join(_arrow(one, other, radius, 58 * board.unit) for one, other in pairs))
    discs = []
    for number, (x, y) in enumerate(spots):
        tint = mix(board.shades[number % len(board.shades)], WHITE, 0.6)
        discs.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{tint.hex}"/>')
    board.canvas.vector("".join(discs))
    for number, ((x, y), label) in enumerate(zip(spots, plan.labels, strict=True)):
        subject = plan.subjects[number]
        if subject.art:
            half = radius * 0.62
            board.stand(subject.art, subject.colour, x - half, y - half, 2 * half, 2 * half)
        else:
            board.text(str(number + 1), x, y + radius * 0.3, radius * 0.85, weight=800)
        board.text(label, x, y + radius + 34 * board.unit, 30 * board.unit, weight=600, most=radius * 2.7)
    return board.finished()


def _ring(count: int, wide: float, top: float) -> tuple[list[Spot], float]:
    """Clockwise from above. Radii such that neighbours leave each other room for an arrow."""
    high = 1000 - top - 60
    radius = min(wide, high) * min(0.17, 0.7 / count)
    across, down = min(wide / 2 - radius - 40, high * 0.9), high / 2 - radius - 25
    turns = [2 * math.pi * number / count - math.pi / 2 for number in range(count)]
    spots = [
        (wide / 2 + across * math.cos(turn), top + high / 2 - 10 + down * math.sin(turn)) for turn in turns
    ]
    nearest = min(math.dist(one, other) for one, other in pairwise(spots))
    return spots, min(radius, nearest * 0.32)


def _row(count: int, wide: float, top: float) -> tuple[list[Spot], float]:
    """One line or, where the discs would be small, several, each read from the left."""
    high = 1000 - top - 50
    columns = max(1, min(count, round(math.sqrt(count * wide / high))))
    rows = -(-count // columns)
    across, down = (wide - 80) / columns, high / rows
    radius = min(across * 0.34, down * 0.32)
    return [
        (40 + (number % columns + 0.5) * across, top + (number // columns + 0.46) * down)
        for number in range(count)
    ], radius


def _arrow(one: Spot, other: Spot, radius: float, below: float) -> str:
    """Between the rims of two discs, with a head; shorter than the gap, so that it touches neither them nor what is
    written `below` them."""
    (x, y), (to_x, to_y) = one, other
    apart = math.hypot(to_x - x, to_y - y)
    along = ((to_x - x) / apart, (to_y - y) / apart)
    begin = radius + below * max(0.0, along[1]) ** 0.5
    end = apart - radius - below * max(0.0, -along[1]) ** 0.5
    gap = end - begin
    if gap < radius * 0.12:
        return ""
    begin, end = begin + gap * 0.14, end - gap * 0.14
    head = min(gap * 0.3, radius * 0.26)
    tip = (x + along[0] * end, y + along[1] * end)
    back = (x + along[0] * (end - head), y + along[1] * (end - head))
    side = (-along[1] * head * 0.6, along[0] * head * 0.6)
    start = (x + along[0] * begin, y + along[1] * begin)
    return (
        f'<path d="M{start[0]:.1f} {start[1]:.1f}L{back[0]:.1f} {back[1]:.1f}" stroke="{INK.hex}" stroke-width="{max(3.0, radius * 0.06):.1f}" stroke-linecap="round"/>'
        f'<path d="M{tip[0]:.1f} {tip[1]:.1f}L{back[0] + side[0]:.1f} {back[1] + side[1]:.1f}L{back[0] - side[0]:.1f} {back[1] - side[1]:.1f}Z" fill="{INK.hex}"/>'
    )
