"""One subject's art as pixels in the scene's light, with the shadows it throws."""

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio.engine.compose.canvas import Canvas, Floats, render_svg
from studio.engine.compose.colour import Colour

Box = tuple[float, float, float, float]
LIGHT_SIDE = 256  # lighting is smooth: it is computed at most this large


@dataclass(frozen=True, slots=True)
class Lamp:
    """The scene's light as a subject meets it. x, y point towards it, y downwards, length about 1."""

    x: float
    y: float
    key: Colour
    ambient: Colour
    shadow: Colour
    strength: float = 0.5
    rim: float = 0.5
    shadow_strength: float = 0.45
    shadow_length: float = 0.5


def draw(
    body: str, size: float, pixels: float, flip: bool = False, within: Box = (0.0, 0.0, 1.0, 1.0)
) -> Image.Image:
    """SVG art of a square view box of `size` at so many pixels, cut to what is visible. `within` are the
    shares of the square (left, top, right, bottom) outside of which there is nothing: they are not rendered."""
    side = max(4, round(pixels))
    left, top, right, bottom = within
    if flip:
        left, right = 1 - right, 1 - left
    x0, y0 = math.floor(left * side), math.floor(top * side)
    wide, high = max(1, math.ceil(right * side) - x0), max(1, math.ceil(bottom * side) - y0)
    unit = size / side
    turn = f' transform="translate({size} 0) scale(-1 1)"' if flip else ""
    picture = render_svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide}" height="{high}" viewBox="{x0 * unit:.5f} {y0 * unit:.5f} {wide * unit:.5f} {high * unit:.5f}">'
        f"<g{turn}>{body}</g></svg>"
    )
    box = picture.getchannel("A").point(lambda level: 255 if level > 8 else 0).getbbox()
    return picture.crop(box) if box else picture


def scoped(body: str, name: str) -> str:
    """The art's ids made unlike those of any other art in the same document."""
    body = re.sub(r'\bid="', f'id="{name}-', body)
    return re.sub(r'(url\(#|href="#)', rf"\g<1>{name}-", body)


def light(sprite: Image.Image, lamp: Lamp, *, haze: Colour, depth: float, bounce: Colour) -> Image.Image:
    """The sprite in the scene's light: rounded by a height field blown up from its outline, tinted,
    rimmed on the light's side, touched by the ground's colour from below, faded by `depth` (0…1) of haze."""
    alpha = sprite.getchannel("A")
    ratio = min(1.0, LIGHT_SIDE / max(sprite.size))
    small = alpha.resize((max(2, round(sprite.width * ratio)), max(2, round(sprite.height * ratio))))
    side = max(small.size)
    inside = np.asarray(small, dtype=np.float32) / 255
    broad = _blurred(small, side * 0.09) + 0.6 * _blurred(small, side * 0.03)
    down, across = np.gradient(broad)
    facing = -(across * lamp.x + down * lamp.y) * side * 0.11
    facing = np.clip(facing, -1, 1)
    shift = max(1.0, side * 0.012)
    moved = _shifted(_blurred(small, side * 0.004), lamp.x * shift, lamp.y * shift)
    rim = np.clip(inside - moved, 0, 1) * lamp.rim
    heights = np.linspace(0, 1, small.height, dtype=np.float32)[:, None]
    ambient, key = np.array(lamp.ambient, dtype=np.float32), np.array(lamp.key, dtype=np.float32)
    level = 1 + lamp.strength * (facing * 0.62 - 0.16 * heights**2)
    gain = level[:, :, None] * (ambient + (key - ambient) * np.clip(facing, 0, 1)[:, :, None] * 0.7) / 255
    lift: Floats = rim[:, :, None] * key * 0.85
    under = np.clip(down * side * 0.09, 0, 1) * heights
    lift = lift + under[:, :, None] * np.array(bounce, dtype=np.float32) * 0.22
    pixels = np.asarray(sprite.convert("RGB")).astype(np.uint16)
    pixels *= _resized(np.clip(gain * 128, 0, 255), sprite.size)
    pixels >>= 7
    np.minimum(pixels, 255, out=pixels)
    np.subtract(255, pixels, out=pixels)
    pixels *= _resized(255 - np.clip(lift, 0, 255), sprite.size)
    pixels += 255  # so that the shift leaves 0 and 255 what they are
    pixels >>= 8
    np.subtract(255, pixels, out=pixels)
    lit = Image.fromarray(pixels.astype(np.uint8))
    if depth > 0:
        shade = tuple(min(255, max(0, round(part))) for part in haze)
        lit = Image.blend(lit, Image.new("RGB", lit.size, shade), depth)
    lit.putalpha(alpha)
    return lit


def contact(canvas: Canvas, x: float, foot: float, width: float, lamp: Lamp, strength: float = 1.0) -> None:
    """The dark under the feet: what makes a figure stand."""
    cover = _ellipse(128, 40)
    _soft(
        canvas,
        cover,
        x - width * 0.56,
        foot - width * 0.075,
        width * 1.12,
        width * 0.17,
        lamp,
        0.85 * strength,
    )
    _soft(
        canvas,
        cover,
        x - width * 0.44,
        foot - width * 0.04,
        width * 0.88,
        width * 0.085,
        lamp,
        0.75 * strength,
    )


def cast(canvas: Canvas, sprite: Image.Image, x: float, foot: float, lamp: Lamp) -> None:
    """The figure's own outline laid down on the ground away from the light, softer with distance."""
    width, height = sprite.width / canvas.scale, sprite.height / canvas.scale
    ratio = min(1.0, 180 / max(sprite.size))
    shape = sprite.getchannel("A").resize(
        (max(2, round(sprite.width * ratio)), max(2, round(sprite.height * ratio)))
    )
    length = max(0.12, lamp.shadow_length)
    lean = -lamp.x * length * 1.5
    across, down = shape.size
    flat = max(4, round(down * length))
    margin = 14
    spread = abs(lean) * down
    out = (round(across + spread) + 2 * margin, flat + 2 * margin)
    left = margin + (spread if lean < 0 else 0)
    # from the output's pixel back to the outline's: row 0 is the foot, further down is further up the figure
    step = down / flat
    warp = (
        1.0, -lean * step, -left + lean * step * margin,
        0.0, -step, down + step * margin,
    )  # fmt: skip
    laid = shape.transform(out, Image.Transform.AFFINE, warp, Image.Resampling.BILINEAR)
    near = np.asarray(laid.filter(ImageFilter.GaussianBlur(1.6)), dtype=np.float32)
    far = np.asarray(laid.filter(ImageFilter.GaussianBlur(7)), dtype=np.float32)
    share = np.clip((np.arange(out[1], dtype=np.float32) - margin) / flat, 0, 1)[:, None]
    cover = (near * (1 - share) + far * share) * (1 - 0.55 * share) / 255
    unit = width / across
    _soft(
        canvas, cover, x - width / 2 - left * unit, foot - margin * unit - height * 0.015,
        out[0] * unit, out[1] * unit, lamp, 1.0,
    )  # fmt: skip


def _soft(
    canvas: Canvas,
    cover: Floats,
    left: float,
    top: float,
    width: float,
    height: float,
    lamp: Lamp,
    strength: float,
) -> None:
    level = np.clip(cover * lamp.shadow_strength * strength, 0, 1) * 255
    mask = Image.fromarray(level.astype(np.uint8))
    size = (max(2, round(width * canvas.scale)), max(2, round(height * canvas.scale)))
    mask = mask.resize(size, Image.Resampling.BICUBIC)
    shade = tuple(min(255, max(0, round(part))) for part in lamp.shadow)
    at = (round(left * canvas.scale), round(top * canvas.scale))
    canvas.picture.paste(shade, (at[0], at[1], at[0] + size[0], at[1] + size[1]), mask)


def _ellipse(across: int, down: int) -> Floats:
    xs = np.linspace(-1, 1, across, dtype=np.float32)[None, :]
    ys = np.linspace(-1, 1, down, dtype=np.float32)[:, None]
    fall: Floats = np.clip(1 - np.hypot(xs, ys), 0, 1) ** 1.3
    return fall


def _blurred(mask: Image.Image, radius: float) -> Floats:
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float32) / 255


def _shifted(levels: Floats, across: float, down: float) -> Floats:
    """The array seen from (across, down) pixels further towards the light."""
    picture = Image.fromarray(levels)
    moved = picture.transform(
        picture.size, Image.Transform.AFFINE, (1, 0, across, 0, 1, down), Image.Resampling.BILINEAR
    )
    return np.asarray(moved, dtype=np.float32)


def _resized(values: Floats, size: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray((values + 0.5).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC))


def drop(canvas: Canvas, sprite: Image.Image, left: float, top: float, lamp: Lamp) -> None:
    """The soft shadow of what hangs on a wall, a little away from the light."""
    width, height = sprite.width / canvas.scale, sprite.height / canvas.scale
    ratio = min(1.0, 120 / max(sprite.size))
    margin = 12
    small = sprite.getchannel("A").resize(
        (max(2, round(sprite.width * ratio)), max(2, round(sprite.height * ratio)))
    )
    shape = Image.new("L", (small.width + 2 * margin, small.height + 2 * margin))
    shape.paste(small, (margin, margin))
    cover = np.asarray(shape.filter(ImageFilter.GaussianBlur(4)), dtype=np.float32) / 255
    unit = width / small.width
    _soft(
        canvas, cover, left - margin * unit - lamp.x * height * 0.05, top - margin * unit + height * 0.06,
        shape.width * unit, shape.height * unit, lamp, 1.0,
    )  # fmt: skip
