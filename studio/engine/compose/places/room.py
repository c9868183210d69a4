"""Rooms and kitchens: a wall with a window, a floor in perspective, a lamp's warmth at night."""

import numpy as np

from studio.engine.compose.canvas import Canvas, ramp
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.places.studio import canvas_shadow
from studio.engine.compose.setting import Setting

WALLS = ("#dfe4dc", "#ead9c4", "#d3dbe6", "#e6d3cf")
TILES = ("#dfeae6", "#e9e1d2", "#d8e2ea", "#eadbd2")
CURTAIN = 48.0
FLOORS = ("#a9744a", "#8f5f3f", "#b98a5e", "#7d5540")


def wall_colour(here: Setting) -> Colour:
    base = colour((TILES if here.place in ("kitchen", "counter") else WALLS)[here.idea])
    return mix(base, colour("#3a3550"), 0.62) if here.mood.dark else base


def floor_colour(here: Setting) -> Colour:
    base = colour(FLOORS[here.idea])
    return mix(base, colour("#241c30"), 0.5) if here.mood.dark else base


def window_box(here: Setting) -> tuple[float, float, float, float]:
    """left, top, width, height; on the light's side, away from the hero where the room is wide."""
    width = min(here.wide * 0.36, 330.0)
    left = here.wide * 0.08 if here.side < 0 else here.wide * 0.92 - width
    return left, 120.0, width, 340.0


def paint_back(canvas: Canvas, here: Setting) -> None:
    wall, floor, y0 = wall_colour(here), floor_colour(here), here.horizon
    xs, ys = canvas.grid()
    left, top, width, height = window_box(here)
    shades = ramp(
        [(0, turn(wall, light=-0.05)), (0.7, wall), (1, turn(wall, light=-0.06))], np.clip(ys / y0, 0, 1)
    )
    near = np.exp(-(((xs - left - width / 2) / 420) ** 2) - ((ys - top - height / 2) / 380) ** 2)[:, :, None]
    glow = colour("#ffcf8a") if here.mood.dark else colour("#fffaf0")
    shades += (np.array(glow, dtype=np.float32) - shades) * near * (0.12 if here.mood.dark else 0.4)
    canvas.wash(shades)
    if here.place != "room":
        _tiles(canvas, wall, y0)
    if not any(low < left + width + CURTAIN and high > left - CURTAIN for low, high in here.hung):
        _window(canvas, here, left, top, width, height)
    if here.place == "counter":
        _worktop(canvas, here, floor, y0)
    else:
        _floor(canvas, here, floor, y0)
        _skirting(canvas, here, wall, y0)
    if here.place != "room":
        _shelf(canvas, here)
    else:
        _furnish(canvas, here, y0)
    _sunbeam(canvas, here, left, width)
    if here.mood.dark:
        x = canvas.wide * (0.84 if here.side < 0 else 0.16)
        canvas.glow(x, 210, 520, colour("#ffb867"), 0.6)


def _tiles(canvas: Canvas, wall: Colour, y0: float) -> None:
    lines = []
    step = 58.0
    row = 0
    y = y0
    while y > 0:
        lines.append(f"M0 {y:.1f}H{canvas.wide:.1f}")
        x = (row % 2) * step
        while x < canvas.wide:
            lines.append(f"M{x:.1f} {y:.1f}v{-step * 0.5:.1f}")
            x += step * 2
        y -= step * 0.5
        row += 1
    canvas.vector(
        f'<path fill="none" stroke="{turn(wall, light=-0.07).hex}" stroke-width="1.6" stroke-opacity=".7" d="{"".join(lines)}"/>',
        bottom=y0,
    )


def _window(canvas: Canvas, here: Setting, left: float, top: float, width: float, height: float) -> None:
    mood = here.mood
    wood = mix(colour("#fbf8f2"), colour("#5a5468"), 0.45) if mood.dark else colour("#fdfbf6")
    shade = turn(wood, light=-0.16)
    hill, tree = mood.lit(colour("#6fa05c"), 0.35), mood.lit(colour("#3f7d4c"), 0.15)
    defs = (
        f'<linearGradient id="pane" x2="0" y2="1"><stop stop-color="{mood.sky[0].hex}"/><stop offset=".6" stop-color="{mood.sky[2].hex}"/><stop offset="1" stop-color="{mood.sky[3].hex}"/></linearGradient>'
        f'<clipPath id="view"><rect x="{left}" y="{top}" width="{width}" height="{height}"/></clipPath>'
    )
    night = ""
    if mood.stars:
        rng = here.rng("panes")
        night = "".join(
            f'<circle cx="{left + rng.random() * width:.0f}" cy="{top + rng.random() * height * 0.6:.0f}" r="{rng.uniform(0.8, 2):.1f}" fill="#fff" opacity=".8"/>'
            for _ in range(22)
        )
        night += (
            f'<circle cx="{left + width * 0.7:.0f}" cy="{top + height * 0.24:.0f}" r="24" fill="#f8f4e3"/>'
        )
    view = (
        f'<g clip-path="url(#view)"><rect x="{left}" y="{top}" width="{width}" height="{height}" fill="url(#pane)"/>{night}'
        f'<path fill="{hill.hex}" d="M{left} {top + height * 0.8}Q{left + width * 0.3} {top + height * 0.62} {left + width * 0.6} {top + height * 0.78}T{left + width} {top + height * 0.72}V{top + height}H{left}z"/>'
        f'<path fill="{tree.hex}" d="M{left + width * 0.1} {top + height}a40 46 0 0 1 70 -20a34 36 0 0 1 60 24zM{left + width} {top + height}v-66a44 44 0 0 0 -70 20a30 30 0 0 0 -20 46z"/></g>'
    )
    bar = 11.0
    frame = (
        f'<path fill="{wood.hex}" fill-rule="evenodd" d="M{left - 20} {top - 20}h{width + 40}v{height + 40}h{-width - 40}zM{left} {top}v{height}h{width}v{-height}z"/>'
        f'<path fill="{wood.hex}" d="M{left + width / 2 - bar / 2} {top}h{bar}v{height}h{-bar}zM{left} {top + height * 0.45}h{width}v{bar}h{-width}z"/>'
        f'<path fill="{shade.hex}" d="M{left - 20} {top + height + 20}h{width + 40}v6h{-width - 40}zM{left - 32} {top + height + 26}h{width + 64}v16h{-width - 64}z" opacity=".85"/>'
        f'<path fill="{wood.hex}" d="M{left - 32} {top + height + 20}h{width + 64}v14h{-width - 64}z"/>'
    )
    cloth = mix(
        colour(("#c9644f", "#5f8a8b", "#d9a441", "#7f6ba8")[here.idea]),
        colour("#1b1730"),
        0.45 if mood.dark else 0.0,
    )
    fold = turn(cloth, light=-0.06)
    drapes = ""
    for side in (-1, 1):
        x = left - 34 if side < 0 else left + width + 34
        inner = x + 70 * (1 if side < 0 else -1)
        drapes += f'<path fill="{cloth.hex}" d="M{x - 14 * side * -1} {top - 44}H{inner}Q{inner + 6 * side} {top + height * 0.5} {inner - (30 if side < 0 else -30)} {top + height + 70}H{x - 14 * side * -1}z"/>'
        drapes += (
            f'<path fill="{fold.hex}" d="M{x + 22 * -side} {top - 44}h12l{-4 * -side} {height + 110}h-14z"/>'
        )
    rod = f'<path fill="{turn(shade, light=-0.25).hex}" d="M{left - 74} {top - 56}h{width + 148}v8h{-width - 148}z"/>'
    canvas.vector(
        view + frame + drapes + rod,
        left=left - 90,
        right=left + width + 90,
        top=40,
        bottom=top + height + 90,
        defs=defs,
    )


def _floor(canvas: Canvas, here: Setting, floor: Colour, y0: float) -> None:
    line = np.full(canvas.width, y0, dtype=np.float32)
    canvas.below(
        line, [(0, turn(floor, light=-0.05)), (0.3, floor), (1, turn(floor, light=-0.1))], depth=1000 - y0
    )
    vanish = (canvas.wide * 0.5, y0 - 330)
    boards, ends = [], []
    rng = here.rng("boards")
    for step in range(-12, 13):
        foot = canvas.wide / 2 + step * 120
        share = (y0 - vanish[1]) / (1000 - vanish[1])
        boards.append(f"M{vanish[0] + (foot - vanish[0]) * share:.1f} {y0:.1f}L{foot:.1f} 1000")
        for _ in range(2):
            y = y0 + rng.random() * (1000 - y0)
            part = (y - vanish[1]) / (1000 - vanish[1])
            ends.append(
                f"M{vanish[0] + (foot - vanish[0]) * part:.1f} {y:.1f}L{vanish[0] + (foot + 120 - vanish[0]) * part:.1f} {y:.1f}"
            )
    dark = turn(floor, light=-0.12)
    canvas.vector(
        f'<path fill="none" stroke="{dark.hex}" stroke-width="2" stroke-opacity=".6" d="{"".join(boards + ends)}"/>',
        top=y0,
    )


def _worktop(canvas: Canvas, here: Setting, wood: Colour, y0: float) -> None:
    """The kitchen's counter, near and broad, with its front edge."""
    edge = 930.0
    full = np.full(canvas.width, 1.0, dtype=np.float32)
    grain = 0.95 + 0.1 * canvas.clouds(7, 4, stretch=7)
    top = turn(wood, light=0.07)
    canvas.below(
        full * y0,
        [(0, turn(top, light=-0.06)), (0.25, top), (1, turn(top, light=0.03))],
        depth=1000 - y0,
        texture=grain,
    )
    canvas.below(
        full * edge,
        [(0, turn(wood, light=0.12)), (0.12, turn(wood, light=-0.05)), (1, turn(wood, light=-0.16))],
        depth=70,
    )
    canvas.vector(
        f'<path fill="{turn(wood, light=-0.18).hex}" fill-opacity=".5" d="M0 {y0 - 2}H{canvas.wide}v5H0z"/>',
        top=y0 - 3,
        bottom=y0 + 4,
    )


def _skirting(canvas: Canvas, here: Setting, wall: Colour, y0: float) -> None:
    light = turn(wall, light=0.05)
    canvas.vector(
        f'<path fill="{light.hex}" d="M0 {y0 - 30}H{canvas.wide}v30H0z"/><path fill="{turn(wall, light=-0.16).hex}" d="M0 {y0 - 2}H{canvas.wide}v4H0z"/>',
        top=y0 - 32,
        bottom=y0 + 4,
    )


def _furnish(canvas: Canvas, here: Setting, y0: float) -> None:
    """A rug under the subjects, and on the far side a plant or a lamp."""
    low, high = here.hero
    x, half = (low + high) / 2, min(canvas.wide * 0.5, (high - low) * 0.75 + 90)
    rug = mix(
        colour(("#b8574a", "#4f7f86", "#d9b25f", "#7a6aa0")[here.idea]),
        colour("#1b1730"),
        0.5 if here.mood.dark else 0.0,
    )
    pale = turn(rug, light=0.14, chroma=0.7)
    y = 905.0
    canvas_shadow(canvas, x, y + 14, half * 1.08, 84, here.mood.shadow, 0.25)
    canvas.vector(
        f'<ellipse cx="{x:.0f}" cy="{y}" rx="{half:.0f}" ry="78" fill="{rug.hex}"/><ellipse cx="{x:.0f}" cy="{y}" rx="{half * 0.9:.0f}" ry="68" fill="none" stroke="{pale.hex}" stroke-width="5"/>'
        f'<ellipse cx="{x:.0f}" cy="{y}" rx="{half * 0.8:.0f}" ry="59" fill="none" stroke="{pale.hex}" stroke-width="2"/>',
        top=y - 82, bottom=1000,
    )  # fmt: skip
    px = canvas.wide * (0.92 if here.side < 0 else 0.08)
    if low < px + 60 and high > px - 60:
        return
    leaf, lit, pot = (
        mix(colour(part), colour("#1b1730"), 0.45 if here.mood.dark else 0.0)
        for part in ("#2f6b45", "#5a9a5e", "#c9744f")
    )
    leaves = "".join(
        f'<path transform="translate({px:.0f} {y0 - 50:.0f}) rotate({angle})" fill="{(lit if number % 2 else leaf).hex}" d="M0 0Q-26 -90 0 -180Q26 -90 0 0z"/>'
        for number, angle in enumerate((-58, -34, -12, 12, 34, 56))
    )
    canvas_shadow(canvas, px, y0 + 42, 76, 22, here.mood.shadow, 0.5)
    canvas.vector(
        f'{leaves}<path fill="{pot.hex}" d="M{px - 42:.0f} {y0 - 54:.0f}h84l-12 92h-60z"/><path fill="{turn(pot, light=-0.08).hex}" d="M{px - 46:.0f} {y0 - 62:.0f}h92v18h-92z"/>',
        left=px - 190, right=px + 190, top=y0 - 250, bottom=y0 + 50,
    )  # fmt: skip


def _shelf(canvas: Canvas, here: Setting) -> None:
    shelf = mix(colour("#9a6a42"), colour("#1b1730"), 0.4 if here.mood.dark else 0.0)
    x = canvas.wide * (0.56 if here.side < 0 else 0.06)
    wide = canvas.wide * 0.38
    cups = "".join(
        f'<path fill="{mix(colour(shade), colour("#1b1730"), 0.4 if here.mood.dark else 0.0).hex}" d="M{x + 30 + number * wide / 5:.0f} 246h{wide / 8:.0f}v26q0 18 -18 18h{-wide / 8 + 36:.0f}q-18 0 -18 -18z"/>'
        for number, shade in enumerate(("#e0a24a", "#5f8a8b", "#c9644f", "#f0e6d4"))
    )
    canvas.vector(
        f'<path fill="{shelf.hex}" d="M{x:.0f} 290h{wide:.0f}v14h{-wide:.0f}z"/>{cups}', top=230, bottom=310
    )


def _sunbeam(canvas: Canvas, here: Setting, left: float, width: float) -> None:
    """The window's light on the floor."""
    if here.mood.dark or here.place == "counter":
        return
    y0 = here.horizon
    lean = -here.side * 240
    foot = (left + lean * 0.5, left + width + lean * 0.5)
    xs, ys = canvas.grid()
    share = (ys - y0) / (1000 - y0)
    inside = (xs > foot[0] + lean * share) & (xs < foot[1] + lean * share) & (share > 0.12) & (share < 0.85)
    bars = (np.abs(((xs - foot[0] - lean * share) / width) - 0.5) > 0.03) & (np.abs(share - 0.5) > 0.02)
    light = (inside & bars).astype(np.float32) * 0.16
    canvas.screen(light[:, :, None] * np.array(colour("#ffedc8"), dtype=np.float32))


def paint_front(canvas: Canvas, here: Setting) -> None:
    return
