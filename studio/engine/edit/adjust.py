"""Light, warmth, colour strength, sharpness: of the whole picture or of a thing in it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.engine.edit.canvas import BAND, Canvas, share
from studio.engine.edit.find import find
from studio.engine.edit.steps import Adjust, Change
from studio.engine.models.types import Mask, Pixels


def adjust(canvas: Canvas, step: Adjust) -> dict[str, object]:
    strength = step.strength * (1 + 0.3 * ((canvas.variant + 1) // 2) * (-1) ** canvas.variant)
    where: Mask | None = None
    told: dict[str, object] = {"strength": round(strength, 2)}
    if step.thing.kind != "everything":
        found = find(canvas, step.thing)
        where = found.mask
        told |= {"found": found.how, "share": share(where)}
    if step.change == "blur" and step.thing.kind == "background" and where is not None:
        canvas.put(_out_of_focus(canvas.rgb, where, strength), where)
    else:
        canvas.put(changed(canvas.rgb, step.change, strength), where)
    return told


def changed(rgb: Pixels, change: Change, strength: float) -> Pixels:
    """The picture with one change; 1 is a usual amount."""
    size = max(rgb.shape[:2])
    match change:
        case "blur":
            return _blurred(rgb, max(0.8, size * 0.006 * strength))
        case "soften":
            return cv2.bilateralFilter(rgb, 7, 18 * strength, 3).astype(np.uint8, copy=False)
        case "sharpen":
            soft = cv2.GaussianBlur(rgb, (0, 0), max(0.8, size / 1400))
            return cv2.addWeighted(rgb, 1 + 0.7 * strength, soft, -0.7 * strength, 0).astype(
                np.uint8, copy=False
            )
        case "brighten":
            return cv2.LUT(rgb, _curve(0.62**strength)).astype(np.uint8, copy=False)
        case "darken":
            return cv2.LUT(rgb, _curve(1.55**strength)).astype(np.uint8, copy=False)
        case "warmer" | "cooler":
            return _tempered(rgb, strength if change == "warmer" else -strength)
        case "contrast":
            levels = np.arange(256) / 255
            bent = levels + 0.16 * strength * np.sin((levels - 0.5) * 2 * np.pi) * (1 - np.abs(levels - 0.5))
            return cv2.LUT(rgb, np.clip(bent * 255 + 0.5, 0, 255).astype(np.uint8)).astype(
                np.uint8, copy=False
            )
        case "grey":
            return _coloured(rgb, 0.0)
        case "sepia":
            grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
            return cv2.merge([cv2.LUT(grey, _tone(part)) for part in (0.78, 1.0, 1.42)]).astype(
                np.uint8, copy=False
            )
        case "vivid":
            return _coloured(rgb, 1 + 0.45 * strength)
        case "muted":
            return _coloured(rgb, max(0.0, 1 - 0.45 * strength))


def _curve(power: float) -> NDArray[np.uint8]:
    """A power curve that keeps black and white where they are."""
    return np.clip((np.arange(256) / 255) ** power * 255 + 0.5, 0, 255).astype(np.uint8)


def _tone(power: float) -> NDArray[np.uint8]:
    """Grey → one channel of a brown tone; black and white stay."""
    return np.clip((np.arange(256) / 255) ** power * 255 + 0.5, 0, 255).astype(np.uint8)


def _blurred(rgb: Pixels, sigma: float) -> Pixels:
    """Wide blurs are made small: they keep nothing that a small picture does not hold."""
    scale = max(1.0, sigma / 3)
    if scale < 1.5:
        return cv2.GaussianBlur(rgb, (0, 0), sigma).astype(np.uint8, copy=False)
    high, wide = rgb.shape[:2]
    small = cv2.resize(
        rgb, (max(1, round(wide / scale)), max(1, round(high / scale))), interpolation=cv2.INTER_AREA
    )
    soft = cv2.GaussianBlur(small, (0, 0), sigma / scale)
    return cv2.resize(soft, (wide, high), interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)


def _out_of_focus(rgb: Pixels, background: Mask, strength: float) -> Pixels:
    """A blurred background into which the subject's colours do not leak."""
    sigma = max(1.0, max(rgb.shape[:2]) * 0.009 * strength)
    scale = max(1.0, sigma / 4)
    high, wide = background.shape
    size = (max(1, round(wide / scale)), max(1, round(high / scale)))
    behind = cv2.resize((background > 250).astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    weight = behind.astype(np.float32)[..., None] / 255
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    total = cv2.GaussianBlur(small * weight, (0, 0), sigma / scale)
    seen = cv2.GaussianBlur(weight, (0, 0), sigma / scale)[..., None]
    soft = total / np.maximum(seen, 1e-3)
    # Deep inside the subject nothing of the background is near; it is not shown there either.
    soft = np.where(seen > 1e-2, soft, small)
    return cv2.resize(
        np.clip(soft, 0, 255).astype(np.uint8), (wide, high), interpolation=cv2.INTER_CUBIC
    ).astype(np.uint8, copy=False)


def _tempered(rgb: Pixels, warmth: float) -> Pixels:
    """White balance: red against blue. With green left as it is, a blue sky would turn to the green of old glass."""
    red, green, blue = (
        np.arange(256) * gain for gain in (1 + 0.13 * warmth, 1 - 0.025 * warmth, 1 - 0.12 * warmth)
    )
    table = np.clip(np.stack([red, green, blue], -1) + 0.5, 0, 255).astype(np.uint8).reshape(256, 1, 3)
    return cv2.LUT(rgb, table).astype(np.uint8, copy=False)


def _coloured(rgb: Pixels, amount: float) -> Pixels:
    """Each pixel moved from (0) or beyond (>1) its own grey."""
    out = np.empty_like(rgb)
    for row in range(0, rgb.shape[0], BAND):
        part = rgb[row : row + BAND]
        grey = cv2.cvtColor(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        out[row : row + BAND] = cv2.addWeighted(part, amount, grey, 1 - amount, 0)
    return out
