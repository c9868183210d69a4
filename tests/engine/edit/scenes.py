"""Photo-like scenes and subjects that are drawn here, so that the truth of every pixel is known."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from studio.engine.wish import Wish

Pixels = NDArray[np.uint8]


def backdrop(width: int = 640, height: int = 480, seed: int = 1) -> Pixels:
    """A wall and a table, out of focus, with soft light and grain."""
    return _backdrop(width, height, seed).copy()


@cache
def _backdrop(width: int, height: int, seed: int) -> Pixels:
    rng = np.random.default_rng(seed)
    down = np.linspace(0, 1, height)[:, None, None]
    hues = rng.uniform(90, 190, (2, 3))
    field = hues[0] * (1 - down) + hues[1] * down + np.zeros((1, width, 1))
    field[int(height * 0.68) :] *= 0.72
    blotches = cv2.resize(rng.normal(0, 14, (6, 8, 3)), (width, height), interpolation=cv2.INTER_CUBIC)
    field = cv2.GaussianBlur(field + blotches, (0, 0), 6) + rng.normal(0, 2.5, (height, width, 1))
    return np.asarray(np.clip(field, 0, 255), np.uint8)


def mug(
    width: int = 640, height: int = 480, colour: tuple[int, int, int] = (196, 44, 38)
) -> tuple[Pixels, NDArray[np.float32]]:
    """A shaded mug, and how much it covers each pixel."""
    scale = 4
    cover = Image.new("L", (width * scale, height * scale))
    draw = ImageDraw.Draw(cover)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return (left * width * scale, top * height * scale, right * width * scale, bottom * height * scale)

    draw.ellipse(box(0.60, 0.38, 0.74, 0.66), fill=255)
    draw.ellipse(box(0.63, 0.43, 0.71, 0.61), fill=0)
    draw.rectangle(box(0.36, 0.28, 0.64, 0.76), fill=255)
    draw.ellipse(box(0.36, 0.22, 0.64, 0.34), fill=255)
    draw.ellipse(box(0.36, 0.70, 0.64, 0.82), fill=255)
    alpha = np.asarray(cover.resize((width, height), Image.Resampling.BOX), np.float32) / 255
    across = np.clip((np.arange(width) / width - 0.36) / 0.28, 0, 1)
    light = (0.62 + 0.5 * np.sin(np.pi * (0.15 + 0.75 * across)))[None, :, None]
    body = np.clip(np.array(colour)[None, None] * light + np.zeros((height, 1, 1)), 0, 255)
    rim = Image.fromarray(body.astype(np.uint8))
    ImageDraw.Draw(rim).ellipse(
        (0.375 * width, 0.235 * height, 0.625 * width, 0.325 * height), fill=(70, 38, 22)
    )
    return np.asarray(rim, np.uint8), np.asarray(alpha, np.float32)


def still_life(
    width: int = 640, height: int = 480, seed: int = 1, colour: tuple[int, int, int] = (196, 44, 38)
) -> tuple[Pixels, NDArray[np.float32]]:
    """The mug before the backdrop, and its matte."""
    scene, alpha = _still_life(width, height, seed, colour)
    return scene.copy(), alpha.copy()


@cache
def _still_life(
    width: int, height: int, seed: int, colour: tuple[int, int, int]
) -> tuple[Pixels, NDArray[np.float32]]:
    behind = backdrop(width, height, seed).astype(np.float32)
    front, alpha = mug(width, height, colour)
    mixed = front * alpha[..., None] + behind * (1 - alpha[..., None])
    return np.clip(mixed + 0.5, 0, 255).astype(np.uint8), alpha


def with_words(
    pixels: Pixels, words: str, at: tuple[int, int], size: int, fill: str = "white", outline: int = 0
) -> Pixels:
    picture = Image.fromarray(pixels.copy())
    font = ImageFont.load_default(size)
    ImageDraw.Draw(picture).text(at, words, fill=fill, font=font, stroke_width=outline, stroke_fill="black")
    return np.array(picture)


def wish(
    prompt: str,
    *pictures: Pixels,
    size: tuple[int, int] | None = None,
    mask: NDArray[np.uint8] | None = None,
    count: int = 1,
    alpha: bool = False,
) -> Wish:
    """A wish for the first picture's own size, unless told otherwise."""
    width, height = size or (pictures[0].shape[1], pictures[0].shape[0])
    return Wish(
        prompt=prompt,
        width=width,
        height=height,
        count=count,
        series=False,
        references=tuple(Image.fromarray(pixels) for pixels in pictures),
        seed=7,
        mask=None if mask is None else Image.fromarray(mask),
        wants_alpha=alpha,
    )
