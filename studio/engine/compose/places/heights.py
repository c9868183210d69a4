"""Mountains and deserts."""

from studio.engine.compose.canvas import Canvas, Floats
from studio.engine.compose.colour import Colour, colour, mix, turn
from studio.engine.compose.flora import rolling
from studio.engine.compose.places import land
from studio.engine.compose.setting import Setting
from studio.engine.compose.sky import mist, paint_sky, rays


def base_colour(here: Setting) -> Colour:
    if here.place == "desert":
        return colour(("#e0a25a", "#dc9450", "#e8b36c", "#d98a4e")[here.idea])
    return mix(land.grass_colour(here), colour("#8c8a78"), 0.0 if here.snowy else 0.3)


def floor_colour(here: Setting) -> Colour:
    return here.mood.lit(base_colour(here))


def paint_back(canvas: Canvas, here: Setting) -> None:
    paint_sky(canvas, here)
    if here.place == "desert":
        _desert(canvas, here)
    else:
        _mountains(canvas, here)


def _mountains(canvas: Canvas, here: Setting) -> None:
    rng, mood, y0 = here.rng("back"), here.mood, here.horizon
    rock = colour("#6f7f9a")
    for step, (far, base, tall) in enumerate(((0.8, -70, 250), (0.58, -30, 270), (0.36, 10, 170))):
        line = land.range_line(
            rng, canvas, y0 + base, tall * rng.uniform(0.85, 1.2), rng.choice((2, 3)) + step
        )
        land.peaks(
            canvas,
            here,
            line,
            rock,
            (0.5, 0.4, 0.22)[step] + (0.25 if here.snowy else 0),
            y0 + base + 20,
            far,
        )
        mist(canvas, y0 + base + 20, 42, mood.haze, 0.55)
    woods = rolling(rng, canvas.columns(), y0 + 20, 30, 1.3)
    land.far_woods(canvas, here, woods, 64, mood.lit(colour("#24523f"), 0.35))
    mist(canvas, y0 + 30, 26, mix(mood.haze, mood.key, 0.12), 0.45)
    land.ground(canvas, here, base_colour(here), waves=40)
    low, high = here.hero
    markup = []
    for _ in range(12):
        x, near = rng.uniform(0, canvas.wide), rng.random() ** 1.4
        if low - 60 < x < high + 60:
            continue
        markup.append((near, land.fir(here, rng, x, y0 + 50 + near * 90, 110 + near * 210, 0.3 * (1 - near))))
    canvas.vector("".join(part for _, part in sorted(markup)), top=max(0, y0 - 280), bottom=y0 + 190)
    if mood.disc == "sun" and mood.low:
        rays(canvas, here, 0.16)


def _desert(canvas: Canvas, here: Setting) -> None:
    rng, mood, y0 = here.rng("back"), here.mood, here.horizon
    base = base_colour(here)
    mesa = []
    shade = mood.lit(turn(base, light=-0.12), 0.68)
    for _ in range(rng.choice((1, 2, 3))):
        x, wide, tall = rng.uniform(0.05, 0.95) * canvas.wide, rng.uniform(60, 190), rng.uniform(40, 120)
        mesa.append(
            f"M{x - wide:.0f} {y0 + 20:.0f}L{x - wide * 0.62:.0f} {y0 - tall * 0.45:.0f} {x - wide * 0.5:.0f} {y0 - tall:.0f}L{x + wide * 0.42:.0f} {y0 - tall * 0.96:.0f} {x + wide * 0.6:.0f} {y0 - tall * 0.4:.0f} {x + wide:.0f} {y0 + 20:.0f}z"
        )
    canvas.vector(f'<path fill="{shade.hex}" d="{"".join(mesa)}"/>', top=y0 - 140, bottom=y0 + 30)
    mist(canvas, y0 + 4, 34, mood.haze, 0.6)
    xs = canvas.columns()
    ripples = 0.95 + 0.1 * canvas.clouds(5, 3, stretch=7)
    for step, far in enumerate((0.5, 0.3, 0.14, 0.0)):
        line = rolling(
            rng,
            xs,
            y0 + 14 + step * 84 + step * step * 14,
            46 + step * 20,
            rng.uniform(0.5, 1.2) / (1 + step * 0.15),
        )
        lit = mix(mood.lit(base, far), mood.key, 0.24)
        body = mood.lit(base, far)
        dark = mix(mood.lit(turn(base, light=-0.1, chroma=1.1), far), mood.shadow, 0.26)
        canvas.below(
            line,
            [(0, lit), (0.12, body), (0.7, dark), (1, mix(dark, mood.shadow, 0.25))],
            depth=230 + step * 110,
            texture=ripples,
        )
        _slip_face(canvas, here, line, mix(dark, mood.shadow, 0.15), step)


def _slip_face(canvas: Canvas, here: Setting, line: Floats, shade: Colour, step: int) -> None:
    """The dark lee side below each crest, away from the light."""
    many = 90
    points = [
        (canvas.wide * place / many, float(line[min(len(line) - 1, int(len(line) * place / many))]))
        for place in range(many + 1)
    ]
    side = 1 if here.side > 0 else -1
    data = []
    for place in range(6, many - 6):
        x, y = points[place]
        if y == min(point[1] for point in points[place - 6 : place + 7]):
            run = [points[place]]
            reach = place
            while 0 < reach < many and points[reach][1] < y + 60 + step * 12 and abs(reach - place) < 26:
                reach -= side
                run.append(points[reach])
            if len(run) < 4:
                continue
            end = run[-1]
            sag = 46 + step * 22
            data.append(
                "M"
                + "L".join(f"{a:.1f} {b:.1f}" for a, b in run)
                + f"Q{end[0] + side * 10:.1f} {end[1] + sag * 0.5:.1f} {(x + end[0]) / 2 + side * 30:.1f} {(y + end[1]) / 2 + sag:.1f}Q{x + side * 34:.1f} {y + sag * 0.8:.1f} {x:.1f} {y:.1f}z"
            )
    canvas.vector(
        f'<path fill="{shade.hex}" fill-opacity=".34" d="{"".join(data)}"/>',
        top=float(line.min()) - 5,
        bottom=min(1000.0, float(line.max()) + 160),
    )


def paint_front(canvas: Canvas, here: Setting) -> None:
    rng, mood = here.rng("front"), here.mood
    if here.place == "desert" or here.snowy:
        return
    low, high = here.hero
    stones = []
    for _ in range(9):
        x, size = rng.uniform(0, canvas.wide), rng.uniform(16, 60)
        if low - size < x < high + size:
            continue
        y = rng.uniform(930, 1010)
        shade = mood.lit(colour("#767a80"))
        light = mix(mood.lit(colour("#a9adb0")), mood.key, 0.2)
        stones.append(
            f'<g transform="translate({x:.0f} {y:.0f}) scale({size / 40 * here.side:.2f} {size / 40:.2f})"><path fill="{shade.hex}" d="M-40 10L-30 -14L-6 -26L22 -20L40 -2L42 12z"/><path fill="{light.hex}" d="M-6 -26L22 -20L40 -2L16 -6z"/></g>'
        )
    canvas.vector("".join(stones), top=880)
