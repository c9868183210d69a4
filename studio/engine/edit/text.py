"""Take text out of a picture, or write other words in its place."""

import re

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from studio.engine.edit.canvas import CannotDo, Canvas
from studio.engine.edit.fill import fill
from studio.engine.edit.steps import RemoveText, ReplaceText
from studio.engine.models.reading import Line, find_lines, read, straighten
from studio.engine.models.types import Mask, Pixels

MOST_LINES = 40
INNER_HIGH = 64
"""Strokes are told from ground on a strip of this height."""
TRIES = 2


def remove_text(canvas: Canvas, step: RemoveText) -> dict[str, object]:
    lines, said = _lines(canvas, step.said)
    erase(canvas, lines)
    return {"lines": len(lines), "said": said, "boxes": [list(line.box) for line in lines]}


def replace_text(canvas: Canvas, step: ReplaceText) -> dict[str, object]:
    """The new words stand where the old ones stood: their colour, height, slant and about their width."""
    lines, said = _lines(canvas, step.old)
    if not step.old:
        lines = [max(lines, key=lambda line: line.height * line.width)]
    before = canvas.rgb
    erase(canvas, lines)
    for line in lines:
        old = read(before, line)[0]
        new = _put_in(old, step.old, step.new)
        colour, weight = _ink(before, line)
        canvas.put(*_written(canvas.rgb, line, new, colour, weight))
    return {
        "lines": len(lines),
        "said": said,
        "written": step.new,
        "boxes": [list(line.box) for line in lines],
    }


def erase(canvas: Canvas, lines: list[Line]) -> None:
    """Fill the strokes; look again, and where text is still seen fill the whole of its box."""
    hole = np.zeros(canvas.rgb.shape[:2], np.uint8)
    for line in lines:
        hole = np.maximum(hole, _strokes(canvas.rgb, line))
    for attempt in range(TRIES):
        hole = hole if canvas.mask is None else np.where(canvas.mask > 127, hole, 0).astype(np.uint8)
        canvas.put(fill(canvas.rgb, hole, canvas.seed + canvas.variant), hole)
        left = [] if attempt + 1 == TRIES else _still_seen(canvas.rgb, lines)
        if not left:
            return
        hole = np.zeros_like(hole)
        cv2.fillPoly(hole, [_wider(line).astype(np.int32) for line in left], (255,))


def _lines(canvas: Canvas, said: str | None) -> tuple[list[Line], list[str]]:
    """The lines meant and what they say. Raises CannotDo when there are none."""
    lines = [line for line in find_lines(canvas.rgb) if _allowed(canvas, line)][:MOST_LINES]
    if not lines:
        where = " in the marked region" if canvas.mask is not None else ""
        raise CannotDo(f"No text was found{where}. Mark the text with the mask to remove it as an object.")
    words = [read(canvas.rgb, line)[0] for line in lines[:12]]
    if said is None:
        return lines, words
    wanted = _plain(said)
    hits = [line for line, word in zip(lines, words, strict=False) if wanted and _like(wanted, _plain(word))]
    if not hits:
        seen = ", ".join(f"“{word}”" for word in words[:6] if word)
        raise CannotDo(f"The text “{said}” was not found. What was read: {seen or 'nothing legible'}.")
    return hits, [word for word in words if _like(wanted, _plain(word))]


def _allowed(canvas: Canvas, line: Line) -> bool:
    if canvas.mask is None:
        return True
    left, top, right, bottom = line.box
    part = canvas.mask[max(0, top) : bottom, max(0, left) : right]
    return part.size > 0 and float(part.mean()) > 64


def _plain(text: str) -> str:
    """Letters and digits only; what readers confuse is made the same."""
    return (
        re.sub(r"[\W_]", "", text.lower())
        .replace("0", "o")
        .replace("1", "l")
        .replace("i", "l")
        .replace("5", "s")
    )


def _like(wanted: str, word: str) -> bool:
    return bool(word) and (wanted in word or (len(word) > 2 and word in wanted))


def _put_in(line: str, old: str | None, new: str) -> str:
    """The line with the old words exchanged, when they are only a part of it."""
    if old and old.lower() in line.lower() and len(_plain(line)) > len(_plain(old)):
        return re.sub(re.escape(old), lambda _: new, line, flags=re.IGNORECASE)
    return new


def _still_seen(rgb: Pixels, lines: list[Line]) -> list[Line]:
    """Those whose place still looks like text to the detector, judged on the crop around each."""
    left = []
    for line in lines:
        x0, y0, x1, y1 = line.box
        margin = int(line.height) + 8
        crop = rgb[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin]
        if crop.size and find_lines(np.ascontiguousarray(crop), longest=480):
            left.append(line)
    return left


def _wider(line: Line, part: float = 0.2) -> NDArray[np.float32]:
    """The line's corners moved outwards by a part of its height."""
    along = (line.corners[1] - line.corners[0]) / max(line.width, 1)
    across = (line.corners[3] - line.corners[0]) / max(line.height, 1)
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    grow = part * line.height
    return np.asarray(line.corners + signs[:, :1] * along * grow + signs[:, 1:] * across * grow, np.float32)


def _strip(rgb: Pixels, line: Line) -> tuple[Pixels, Line]:
    """The line with a rim around it, upright, and the widened line itself."""
    wide = Line(_wider(line))
    return straighten(rgb, wide, INNER_HIGH), wide


def _is_ink(strip: Pixels) -> Mask:
    """1 where a stroke is: two colours by k-means; ground is the one on the rim. Outlines fall in between."""
    lab = cv2.cvtColor(strip, cv2.COLOR_RGB2Lab).reshape(-1, 3).astype(np.float32)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    cv2.setRNGSeed(1)
    _, labels, _ = cv2.kmeans(lab, 3, np.empty((len(lab), 1), np.int32), stop, 2, cv2.KMEANS_PP_CENTERS)
    cells = labels.reshape(strip.shape[:2])
    rim = np.concatenate([cells[:5].ravel(), cells[-5:].ravel()])
    ground = np.bincount(rim, minlength=3) / max(len(rim), 1)
    return np.isin(cells, np.flatnonzero(ground < 0.25)).astype(np.uint8)


def _strokes(rgb: Pixels, line: Line) -> Mask:
    """The strokes with their outline and glow, at the picture's size."""
    strip, wide = _strip(rgb, line)
    ink = _is_ink(strip)
    reach = max(5, strip.shape[0] // 9) | 1
    grown = cv2.dilate(ink * 255, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    source = np.array(
        [[0, 0], [strip.shape[1], 0], [strip.shape[1], strip.shape[0]], [0, strip.shape[0]]], np.float32
    )
    turn = cv2.getPerspectiveTransform(source, wide.corners)
    back = cv2.warpPerspective(grown, turn, (rgb.shape[1], rgb.shape[0]), flags=cv2.INTER_LINEAR)
    return ((back > 64) * 255).astype(np.uint8)


def _ink(rgb: Pixels, line: Line) -> tuple[tuple[int, int, int], float]:
    """The strokes' colour, and their thickness as a part of the line's height."""
    strip, _ = _strip(rgb, line)
    ink = _is_ink(strip)
    core = cv2.erode(ink, np.ones((3, 3), np.uint8))
    chosen = strip[core > 0] if core.any() else strip[ink > 0]
    if not len(chosen):
        return (20, 20, 20), 0.1
    tone = np.median(chosen, 0)
    inner = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    ridge = inner[inner > 0]
    return (int(tone[0]), int(tone[1]), int(tone[2])), float(np.percentile(ridge, 90) * 2 / strip.shape[0])


def _written(
    rgb: Pixels, line: Line, words: str, colour: tuple[int, int, int], weight: float
) -> tuple[Pixels, Mask]:
    """The picture in the ink's colour, and the mask of the letters laid into the line's corners."""
    high = int(np.clip(line.height, 16, 400))
    font = ImageFont.load_default(size=high)
    stroke = 0 if weight < 0.13 else max(1, round(high * (weight - 0.1) * 0.35))
    left, top, right, bottom = font.getbbox(words, stroke_width=stroke)
    sheet = Image.new("L", (max(1, int(right - left)), max(1, int(bottom - top))))
    ImageDraw.Draw(sheet).text((-left, -top), words, fill=255, font=font, stroke_width=stroke)
    letters = np.asarray(sheet)
    # As high as the old capitals, not wider than a third beyond the old line nor outside the picture.
    rise = line.height * 0.74 / letters.shape[0] * (1.25 if re.search(r"[gjpqy,;]", words) else 1.0)
    broad = letters.shape[1] * rise
    squeeze = min(1.0, line.width * 1.34 / broad)
    along = (line.corners[1] - line.corners[0]) / max(line.width, 1)
    across = (line.corners[3] - line.corners[0]) / max(line.height, 1)
    half_wide, half_high = broad * squeeze / 2, letters.shape[0] * rise * min(1.0, squeeze * 1.25) / 2
    middle = line.corners.mean(0)
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    target = (middle + signs[:, :1] * along * half_wide + signs[:, 1:] * across * half_high).astype(
        np.float32
    )
    tall, wide = letters.shape
    source = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    turn = cv2.getPerspectiveTransform(source, target)
    mask = cv2.warpPerspective(letters, turn, (rgb.shape[1], rgb.shape[0]), flags=cv2.INTER_AREA)
    return np.full_like(rgb, colour), mask.astype(np.uint8, copy=False)
