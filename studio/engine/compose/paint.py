"""A stage becomes pixels: the place, its figures with their shadows, weather, lettering, finish."""

import numpy as np
from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose import figure, finish, sprite
from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import Colour, colour, mix
from studio.engine.compose.letters import letter
from studio.engine.compose.places import painter
from studio.engine.compose.setting import Setting
from studio.engine.compose.stage import Placed, Stage
from studio.engine.compose.styles import ACROSS, styled
from studio.engine.compose.weather import paint_weather

BACKDROP = 2560  # pixels across of what is around the figures; on larger pictures it is enlarged
LIT = {"own:street-lamp": 0.22, "own:lamp": 0.3, "fluent:candle": 0.15, "fluent:red-paper-lantern": 0.5}
"""Where it is light in what shines in the dark, as a share of its height from its top."""
FLAME = colour("#ffce7a")
COATS = {"fluent:dog": "bronze"}  # the set gives dogs and cats one colour


def paint(scene: Stage, width: int, height: int) -> Image.Image:
    """The picture of a stage, RGB, of exactly this size."""
    here = scene.setting
    full = (width, height)
    medium = scaled(full, ACROSS.get(here.style, width))
    canvas = Canvas(*scaled(medium, BACKDROP), here.seed)
    place = painter(here.place)
    place.paint_back(canvas, here)
    canvas.enlarge(*medium)
    canvas.finest = BACKDROP
    lamp = lamp_of(here)
    bounce = place.floor_colour(here)
    for part in scene.figures:
        paint_figure(canvas, here, part, lamp, bounce)
    place.paint_front(canvas, here)
    paint_weather(canvas, here)
    for text in scene.lettering:
        letter(canvas, here, text)
    finish.graded(canvas, here)
    styled(canvas, here)
    canvas.enlarge(*full, Image.Resampling.NEAREST if here.style == "pixel" else Image.Resampling.BICUBIC)
    finish.grained(canvas, here)
    return canvas.picture


def scaled(size: tuple[int, int], across: int) -> tuple[int, int]:
    """The size, or one of the same aspect that is at most so wide."""
    ratio = min(1.0, across / size[0])
    return max(1, round(size[0] * ratio)), max(1, round(size[1] * ratio))


def lamp_of(here: Setting) -> sprite.Lamp:
    mood = here.mood
    white = colour("#ffffff")
    indoor = here.place in ("studio", "table", "counter", "room", "kitchen")
    lift = 0.45 if indoor else 0.22 if mood.dark else 0.3
    return sprite.Lamp(
        here.side * 0.75,
        -0.66,
        key=mix(mood.key, white, 0.25),
        ambient=mix(mood.ambient, white, lift),
        shadow=mood.shadow,
        strength=0.72 if mood.dark else 0.6,
        rim=(0.75 if mood.dark or mood.low else 0.4) * (0.35 + 0.65 * mood.sharpness),
        shadow_strength=(0.32 if indoor else 0.5) * (0.25 + 0.75 * mood.sharpness),
        shadow_length=0.62 if mood.low else 0.2 if indoor else 0.38,
    )


def paint_figure(canvas: Canvas, here: Setting, part: Placed, lamp: sprite.Lamp, bounce: Colour) -> None:
    art = figure.body(part.art, part.colour or COATS.get(part.art, ""))
    size = shelf.art(part.art).size
    share = figure.extent(part.art)
    pixels = part.height * canvas.scale / share.height
    picture = sprite.draw(art, size, pixels, part.flip, share.around)
    wanted = (max(1, round(part.width * canvas.scale)), max(1, round(part.height * canvas.scale)))
    if picture.size != wanted:
        picture = picture.resize(wanted, Image.Resampling.LANCZOS)
    x, foot = part.left + part.width / 2, part.foot
    wet = here.place in ("lake", "sea") and part.rests in ("ground", "water")
    if wet:
        _reflect(canvas, picture, part, here)
        keep = round(picture.height * 0.93)
        picture = picture.crop((0, 0, picture.width, keep))
    elif part.rests == "ground" and here.place != "space" and here.place != "underwater":
        sprite.cast(canvas, picture, x, foot, lamp)
        sprite.contact(canvas, x, foot, part.width * 0.82, lamp)
    elif part.rests == "figure" and part.sink == 0:
        sprite.contact(canvas, x, foot, part.width * 0.7, lamp, 0.45)
    elif part.rests == "wall":
        sprite.drop(canvas, picture, part.left, part.top, lamp)
    lit = sprite.light(picture, lamp, haze=here.mood.haze, depth=part.depth * 0.75, bounce=bounce)
    canvas.stamp(lit, part.left, part.top)
    if wet:
        _waterline(canvas, part, here)
    if part.art in LIT and here.mood.dark:
        y, reach = part.top + part.height * LIT[part.art], max(part.height, part.width)
        canvas.glow(x, y, reach * 0.9, FLAME, 0.55)
        canvas.glow(x, y, reach * 0.28, FLAME, 0.7)


def _reflect(canvas: Canvas, picture: Image.Image, part: Placed, here: Setting) -> None:
    """The figure upside down in the water, torn into ripples that grow towards the viewer."""
    flipped = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    small = flipped.resize((max(2, flipped.width // 3), max(2, round(flipped.height * 0.8) // 3)))
    pixels = np.asarray(small).copy()
    rows = np.arange(pixels.shape[0])
    shift = (np.sin(rows * 0.9 + part.left) * rows * 0.035 * small.width / 60).astype(int)
    for row, by in zip(rows, shift, strict=True):
        pixels[row] = np.roll(pixels[row], int(by), axis=0)
    fade = np.linspace(0.55, 0.0, pixels.shape[0])[:, None]
    pixels[:, :, 3] = (pixels[:, :, 3] * fade).astype(np.uint8)
    tint = np.array(here.mood.lit(colour("#4f7fa8")), dtype=np.float32)
    pixels[:, :, :3] = (pixels[:, :, :3] * 0.55 + tint * 0.45).astype(np.uint8)
    ripple = Image.fromarray(pixels).resize(
        (flipped.width, round(flipped.height * 0.8)), Image.Resampling.BICUBIC
    )
    canvas.stamp(ripple, part.left, part.top + part.height * 0.92)


def _waterline(canvas: Canvas, part: Placed, here: Setting) -> None:
    y = part.top + part.height * 0.93
    x, half = part.left + part.width / 2, part.width * 0.5
    shade = mix(here.mood.sky[3], colour("#ffffff"), 0.4)
    thin = max(1.5, part.height * 0.008)
    canvas.vector(
        f'<g fill="{shade.hex}"><ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{half * 1.02:.1f}" ry="{thin:.1f}" opacity=".6"/>'
        f'<ellipse cx="{x - half * 0.5:.1f}" cy="{y + thin * 4:.1f}" rx="{half * 0.7:.1f}" ry="{thin * 0.7:.1f}" opacity=".35"/>'
        f'<ellipse cx="{x + half * 0.6:.1f}" cy="{y + thin * 8:.1f}" rx="{half * 0.6:.1f}" ry="{thin * 0.7:.1f}" opacity=".25"/></g>',
        left=x - half * 1.4, right=x + half * 1.4, top=y - 20, bottom=y + 20 + thin * 9,
    )  # fmt: skip
