"""Logos: a sign in its emblem, the name under it or, on wide pictures, beside it."""

from PIL import Image

from studio.engine.compose.boards import INK, Board
from studio.engine.compose.colour import Colour, colour, mix
from studio.engine.compose.figure import named
from studio.engine.compose.letters import measure
from studio.engine.plan.scene import ScenePlan

WHITE = colour("#ffffff")
LIGHT = colour("#f4efe4")


def logo(plan: ScenePlan, seed: int, width: int, height: int) -> Image.Image:
    board = Board(plan, seed, width, height)
    unit, wide, name = board.unit, board.wide, plan.title
    subject = plan.subjects[0] if plan.subjects else None
    tone = named(plan.palette[0]) if plan.palette else board.shades[0]
    ink = LIGHT if "black" in plan.palette else INK
    line = plan.lettering[0] if plan.lettering else ""
    beside = wide > 1250 and bool(name)
    half = 250 * unit if name else 330 * unit
    size = min(150 * unit, (wide * 0.5 if beside else wide * 0.82) / max(measure(name), 0.1))
    if beside:
        across = 2 * half + 80 * unit + measure(name) * size
        x, y = (wide - across) / 2 + half, 500.0
        left, anchor, base = x + half + 80 * unit, "start", 500 + size * 0.36
    else:
        x, y = wide / 2, 500 - (140 * unit if name else 0)
        left, anchor, base = wide / 2, "middle", y + half + 70 * unit + size
    board.canvas.vector(_emblem(board.idea, x, y, half, tone))
    inside = half * (1.5 if board.idea == 3 else 1.12)
    if subject is not None:
        board.stand(subject.art, subject.colour, x - inside / 2, y - inside / 2, inside, inside)
    elif name:
        on = tone if board.idea in (2, 3) else WHITE
        board.text(name[0].upper(), x, y + half * 0.38, half * 1.05, weight=800, shade=on)
    if name:
        board.text(name, left, base, size, anchor=anchor, weight=800, shade=ink)
    if line:
        board.text(
            line, left, base + 64 * unit, 44 * unit, anchor=anchor, weight=500, shade=ink, most=wide * 0.8
        )
    return board.finished()


def _emblem(idea: int, x: float, y: float, half: float, tone: Colour) -> str:
    """Around the sign: a disc, a rounded square, two rings or nothing."""
    pale = mix(tone, WHITE, 0.2)
    if idea == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" fill="{pale.hex}"/>'
    if idea == 1:
        side = 2 * half * 0.92
        return f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}" rx="{half * 0.42:.1f}" fill="{pale.hex}"/>'
    if idea == 2:
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half * 0.97:.1f}" fill="none" stroke="{tone.hex}" stroke-width="{half * 0.05:.1f}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half * 0.86:.1f}" fill="none" stroke="{tone.hex}" stroke-width="{half * 0.015:.1f}"/>'
        )
    return ""
