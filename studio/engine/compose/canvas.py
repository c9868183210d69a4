"""What scenes are painted on: full-size pixels, addressed in units of a thousandth of the height.

Sharp things are drawn by the SVG renderer or as masks at full size; soft things (skies, mists, glows,
shadows) are computed a few hundred pixels wide and scaled up, which nobody can see and which costs a tenth.
"""

import io
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageChops

from studio.engine.compose.colour import Colour

Floats = NDArray[np.floating[Any]]
Stops = Sequence[tuple[float, Colour]]
SMALL = 320  # the longer side of what is computed small
COARSE = 1200  # pixels across of what need not be sharp


def render_svg(svg: str) -> Image.Image:
    """An SVG document as RGBA pixels, with no font of the machine."""
    content = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    picture: Image.Image = Image.open(io.BytesIO(content))
    picture.load()
    return picture if picture.mode == "RGBA" else picture.convert("RGBA")


def ramp(stops: Stops, at: Floats) -> Floats:
    """Colours along stops (position 0…1 upwards) for an array of positions; adds an axis of three."""
    places = [place for place, _ in stops]
    return np.stack(
        [np.interp(at, places, [shade[part] for _, shade in stops]) for part in range(3)], axis=-1
    ).astype(np.float32)


class Canvas:
    """Width `wide` and height 1000, in units, whatever the pixels.

    Lights that follow each other are gathered small, and reach the pixels together when they are next needed.
    """

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width, self.height = width, height
        self.scale = height / 1000
        self.wide = width / self.scale
        self.span = min(1000.0, self.wide)  # the shorter side, for sizes that must fit both ways
        self.noise = np.random.default_rng(seed)
        ratio = SMALL / max(width, height)
        self.small = (max(8, round(width * ratio)), max(8, round(height * ratio)))
        self.finest = 0  # pixels across at which vectors are drawn at most; 0 for as many as there are
        self._lights: Floats | None = None
        self._picture = Image.new("RGB", (width, height))

    @property
    def picture(self) -> Image.Image:
        if self._lights is not None:
            self._shine(self._lights)
            self._lights = None
        return self._picture

    @picture.setter
    def picture(self, picture: Image.Image) -> None:
        self._lights = None
        self._picture = picture

    def enlarge(self, width: int, height: int, how: Image.Resampling = Image.Resampling.BICUBIC) -> None:
        """Go on with the same picture on more pixels of the same aspect."""
        if (width, height) != self.picture.size:
            self.picture = self.picture.resize((width, height), how)
        self.width, self.height, self.scale = width, height, height / 1000
        self.wide = width / self.scale

    def grid(self) -> tuple[Floats, Floats]:
        """x and y in units at the centres of the small pixels, two arrays of the small shape."""
        across, down = self.small
        xs = (np.arange(across, dtype=np.float32) + 0.5) * (self.wide / across)
        ys = (np.arange(down, dtype=np.float32) + 0.5) * (1000 / down)
        return np.broadcast_to(xs, (down, across)), np.broadcast_to(ys[:, None], (down, across))

    def columns(self) -> Floats:
        """x in units of every column of pixels."""
        return (np.arange(self.width, dtype=np.float32) + 0.5) / np.float32(self.scale)

    def wash(self, shades: Floats) -> None:
        """Cover everything with a small array of colours (small shape × 3)."""
        self.picture = self._up(shades)

    def fill(self, stops: Stops) -> None:
        """Cover everything from top to bottom."""
        rows = ramp(stops, np.linspace(0, 1, self.height, dtype=np.float32))
        strip = Image.fromarray(_bytes(rows[:, None, :]))
        self.picture = strip.resize((self.width, self.height), Image.Resampling.NEAREST)

    def below(
        self, line: Floats, stops: Stops, *, depth: float = 1000.0, texture: Floats | None = None
    ) -> None:
        """Fill under a line (y in units per column). The stops run from the line's top over `depth` units.

        A texture is a small array around 1 that multiplies the colours.
        """
        edge = line * np.float32(self.scale)
        top = max(0, int(np.floor(edge.min())))
        low = min(self.height, int(np.ceil(edge.max())) + 1)
        if top >= self.height:
            return
        rows = np.arange(top, self.height, dtype=np.float32)
        shades = ramp(stops, np.clip((rows - top) / (depth * self.scale), 0, 1))
        if texture is None:
            paint = Image.fromarray(_bytes(shades[:, None, :]))
            paint = paint.resize((self.width, self.height - top), Image.Resampling.NEAREST)
        else:
            paint = self._textured(shades, texture, top)
        if low > top:
            cover = np.clip(np.arange(top, low, dtype=np.float32)[:, None] + 1 - edge[None, :], 0, 1)
            mask = Image.fromarray((cover * 255).astype(np.uint8))
            self.picture.paste(paint.crop((0, 0, self.width, low - top)), (0, top), mask)
        if low < self.height:
            self.picture.paste(paint.crop((0, low - top, self.width, self.height - top)), (0, low))

    def _textured(self, shades: Floats, texture: Floats, top: int) -> Image.Image:
        across, down = self.small
        rows = max(2, round((self.height - top) / self.height * down))
        picked = shades[np.linspace(0, len(shades) - 1, rows).astype(int)]
        grain = texture[-rows:] if len(texture) >= rows else np.resize(texture, (rows, across))
        small = Image.fromarray(_bytes(picked[:, None, :] * grain[:, :, None]))
        return small.resize((self.width, self.height - top), Image.Resampling.BICUBIC)

    def veil(self, cover: Floats, shade: Colour) -> None:
        """Lay one colour over everything through a small mask of 0…1."""
        mask = Image.fromarray((np.clip(cover, 0, 1) * 255).astype(np.uint8))
        box = mask.getbbox()
        if box is None:
            return
        top = max(0, (box[1] - 2)) * self.height // self.small[1]
        low = min(self.height, (box[3] + 2) * self.height // self.small[1] + 1)
        ratio = self.small[1] / self.height
        full = mask.resize(
            (self.width, low - top),
            Image.Resampling.BICUBIC,
            box=(0, top * ratio, self.small[0], low * ratio),
        )
        self.picture.paste(_rgb(shade), (0, top, self.width, low), full)

    def screen(self, light: Floats) -> None:
        """Add light: a small array of colours (small shape × 3), screened."""
        light = np.clip(light, 0, 255)
        before = self._lights
        self._lights = light if before is None else 255 - (255 - before) * (255 - light) / 255

    def _shine(self, light: Floats) -> None:
        """Screen the rows that the light reaches."""
        rows = np.flatnonzero(light.max(axis=(1, 2)) >= 0.5)
        if not len(rows):
            return
        first, last = max(0, int(rows[0]) - 2), min(self.small[1], int(rows[-1]) + 3)
        top, low = first * self.height // self.small[1], -(-last * self.height // self.small[1])
        ratio = self.small[1] / self.height
        full = Image.fromarray(_bytes(light)).resize(
            (self.width, low - top),
            Image.Resampling.BICUBIC,
            box=(0, top * ratio, self.small[0], low * ratio),
        )
        band = (0, top, self.width, low)
        self._picture.paste(ImageChops.screen(self._picture.crop(band), full), band)

    def multiply(self, shade: Floats) -> None:
        """Take light away: a small array of factors 0…1 (small shape × 3)."""
        self.picture = ImageChops.multiply(self.picture, self._up(shade * 255))

    def glow(self, x: float, y: float, radius: float, shade: Colour, strength: float = 1.0) -> None:
        """A round light that fades out at the radius."""
        xs, ys = self.grid()
        near = np.clip(1 - np.hypot(xs - x, ys - y) / radius, 0, 1)
        fall = strength * (0.35 * near**2 + 0.65 * near**5)
        self.screen(fall[:, :, None] * np.array(shade, dtype=np.float32))

    def vector(
        self,
        markup: str,
        *,
        top: float = 0.0,
        bottom: float = 1000.0,
        left: float = 0.0,
        right: float | None = None,
        defs: str = "",
        coarse: bool = False,
    ) -> None:
        """Draw SVG in units; only the box given is rendered, which is what it costs.

        What is soft, hazy or moving may be `coarse`: rendered at most COARSE pixels wide and scaled up.
        """
        x0, y0 = max(0, int(left * self.scale)), max(0, int(top * self.scale))
        x1 = min(self.width, int(np.ceil((self.wide if right is None else right) * self.scale)))
        y1 = min(self.height, int(np.ceil(bottom * self.scale)))
        if not markup or x1 <= x0 or y1 <= y0:
            return
        ratio = min(1.0, (COARSE if coarse else self.finest or self.width) / self.width)
        size = (max(1, round((x1 - x0) * ratio)), max(1, round((y1 - y0) * ratio)))
        layer = render_svg(
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{size[0]}" height="{size[1]}" preserveAspectRatio="none" '
            f'viewBox="{x0 / self.scale:.3f} {y0 / self.scale:.3f} {(x1 - x0) / self.scale:.3f} {(y1 - y0) / self.scale:.3f}">'
            f"<defs>{defs}</defs>{markup}</svg>"
        )
        if layer.size != (x1 - x0, y1 - y0):
            layer = layer.resize((x1 - x0, y1 - y0), Image.Resampling.BILINEAR)
        self.picture.paste(layer, (x0, y0), layer)

    def dots(self, dots: Iterable[tuple[float, float, float, Colour, float]]) -> None:
        """Many small discs: x, y and radius in units, colour, opacity. Far cheaper than an SVG of them."""
        for x, y, radius, shade, opacity in dots:
            mask = _disc(max(2, round(radius * self.scale * 4)), round(opacity * 16))
            side = mask.width
            at = (round(x * self.scale - side / 2), round(y * self.scale - side / 2))
            self.picture.paste(_rgb(shade), (*at, at[0] + side, at[1] + side), mask)

    def stamp(self, sprite: Image.Image, left: float, top: float) -> None:
        """Lay an RGBA picture, already at its final pixels, with its corner at these units."""
        self.picture.paste(sprite, (round(left * self.scale), round(top * self.scale)), sprite)

    def clouds(self, cells: float, octaves: int = 4, stretch: float = 1.0) -> Floats:
        """Smooth noise 0…1 of the small shape; `cells` over the shorter side, `stretch` flattens."""
        across, down = self.small
        total = np.zeros((down, across), dtype=np.float32)
        weight, reach = 1.0, cells / min(across, down)
        for _ in range(octaves):
            shape = (max(2, round(down * reach * stretch)), max(2, round(across * reach)))
            if shape[0] > down * 2 or shape[1] > across * 2:
                break
            grid = self.noise.random(shape, dtype=np.float32)
            layer = Image.fromarray(grid).resize((across, down), Image.Resampling.BICUBIC)
            total += np.asarray(layer, dtype=np.float32) * np.float32(weight)
            weight, reach = weight * 0.5, reach * 2
        low, high = float(total.min()), float(total.max())
        return (total - low) / max(1e-6, high - low)

    def _up(self, shades: Floats) -> Image.Image:
        return Image.fromarray(_bytes(shades)).resize((self.width, self.height), Image.Resampling.BICUBIC)


def _bytes(shades: Floats) -> NDArray[np.uint8]:
    return (np.clip(shades, 0, 255) + 0.5).astype(np.uint8)


def _rgb(shade: Colour) -> tuple[int, int, int]:
    red, green, blue = (min(255, max(0, round(part))) for part in shade)
    return red, green, blue


@lru_cache(maxsize=2048)
def _disc(quarters: int, sixteenths: int) -> Image.Image:
    """The mask of a disc of a radius in quarter pixels and an opacity in sixteenths."""
    radius = quarters / 4
    side = int(np.ceil(radius)) * 2 + 2
    middle = (side - 1) / 2
    places = np.arange(side, dtype=np.float32) - np.float32(middle)
    cover = np.clip(radius + 0.5 - np.hypot(places[:, None], places[None, :]), 0, 1) * min(1.0, radius * 1.2)
    return Image.fromarray((cover * (255 * min(16, sixteenths) / 16)).astype(np.uint8))
