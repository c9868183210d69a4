"""Product cards: the product on a lit ground, under it title, lines and price, and a badge in the corner."""

from PIL import Image

from studio.engine.compose.boards import INK, Board
from studio.engine.compose.colour import colour, mix, turn
from studio.engine.compose.figure import named
from studio.engine.compose.letters import measure
from studio.engine.plan.scene import ScenePlan

WHITE = colour("#ffffff")


def card(plan: ScenePlan, seed: int, width: int, height: int) -> Image.Image:
    """Upright pictures stand the product over its words; wide ones set it beside them."""
    board = Board(plan, seed, width, height)
    unit, wide = board.unit, board.wide
    edge, round_ = 44 * unit, (34, 10, 60, 22)[board.idea] * unit
    left, top, across, down = edge, edge, wide - 2 * edge, 1000 - 2 * edge
    beside = wide > 1250
    shown = (left, top, across * 0.54, down) if beside else (left, top, across, down * 0.66)
    subject = plan.subjects[0] if plan.subjects else None
    tone = named(subject.colour) if subject and subject.colour else board.shades[0]
    ground = mix(tone, WHITE, (0.82, 0.7, 0.88, 0.76)[board.idea])
    board.canvas.vector(
        f'<rect x="{left:.1f}" y="{top + 8 * unit:.1f}" width="{across:.1f}" height="{down:.1f}" rx="{round_:.1f}" fill="{turn(board.paper, light=-0.16).hex}" opacity=".5"/>'
        f'<g clip-path="url(#card)"><rect x="{left:.1f}" y="{top:.1f}" width="{across:.1f}" height="{down:.1f}" fill="#fff"/>'
        f'<rect x="{shown[0]:.1f}" y="{shown[1]:.1f}" width="{shown[2]:.1f}" height="{shown[3]:.1f}" fill="{ground.hex}"/></g>',
        defs=f'<clipPath id="card"><rect x="{left:.1f}" y="{top:.1f}" width="{across:.1f}" height="{down:.1f}" rx="{round_:.1f}"/></clipPath>',
    )
    if subject and subject.art:
        share = 0.62
        board.stand(
            subject.art,
            subject.colour,
            shown[0] + shown[2] * (1 - share) / 2,
            shown[1] + shown[3] * (1 - share) / 2,
            shown[2] * share,
            shown[3] * share,
        )
    pad = 48 * unit
    x = shown[0] + shown[2] + pad if beside else left + pad
    room = left + across - pad - x
    y = top + down * 0.42 if beside else shown[1] + shown[3] + down * 0.13
    if plan.title:
        board.text(plan.title, x, y, 62 * unit, anchor="start", most=room)
    for number, words in enumerate(plan.lettering[:2]):
        board.text(words, x, y + (52 + 40 * number) * unit, 30 * unit, anchor="start", weight=400, most=room)
    if plan.price:
        low = top + down * (0.66 if beside else 0.945)
        board.text(plan.price, x, low, 74 * unit, anchor="start", shade=mix(tone, INK, 0.45), most=room)
    if plan.badge:
        _badge(board, plan.badge, shown[0] + pad * 0.7, shown[1] + pad * 0.7, shown[2] * 0.5)
    return board.finished()


def _badge(board: Board, words: str, x: float, y: float, most: float) -> None:
    size = min(34 * board.unit, most / (measure(words) + 1.2))
    wide, high = (measure(words) + 1.2) * size, size * 1.8
    board.canvas.vector(
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{high / 2:.1f}" fill="{INK.hex}"/>'
    )
    board.text(words, x + wide / 2, y + size * 1.25, size, shade=WHITE)
