"""Take text out of a picture, or write other words in its place."""

import re
from xml.sax.saxutils import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.engine.compose.letters import FAMILY, text_layer
from studio.engine.edit.canvas import CannotDo, Canvas, extent
from studio.engine.edit.fill import fill
from studio.engine.edit.steps import RemoveText, ReplaceText
from studio.engine.models.reading import Line, find_lines, read, straighten
from studio.engine.models.types import Mask, Pixels, u8

MOST_LINES = 40
INNER_HIGH = 64
"""Strokes are told from ground on a strip of this height."""
TRIES = 2
LEGIBLE = 0.5
BOLD = 0.1
"""Strokes thicker than this part of the strip are bold."""
FILLED = 0.86
"""How much of a detected line's height the glyphs fill."""


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
        canvas.put(*_written(canvas.rgb, line, old, new, _ink(before, line)))
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
    seen = [line for line in find_lines(canvas.rgb) if _allowed(canvas, line)][:MOST_LINES]
    said_by = [(line, *read(canvas.rgb, line)) for line in seen]
    # A handle or a leaf may look like a letter to the detector; the reader makes nothing of it.
    legible = [
        (line, word) for line, word, sure in said_by if sure > (LEGIBLE if len(word.strip()) > 1 else 0.9)
    ]
    lines, words = [line for line, _ in legible], [word for _, word in legible]
    if not lines:
        where = " in the marked region" if canvas.mask is not None else ""
        raise CannotDo(f"No text was found{where}. Mark the text with the mask to remove it as an object.")
    if said is None:
        return lines, words
    wanted = _plain(said)
    hits = [line for line, word in legible if wanted and _like(wanted, _plain(word))]
    if not hits:
        told = ", ".join(f"“{word}”" for word in words[:6])
        raise CannotDo(f"The text “{said}” was not found. What was read: {told}.")
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


def _inks(strip: Pixels) -> tuple[Mask, Mask]:
    """1 where anything written is, and 1 where the letters' own colour is.

    Three colours by k-means; what fills the rim above and below is ground. Of what is left, the letters are
    the colour seen least on the rim; the others are outlines, shadows and soft edges.
    """
    lab = cv2.cvtColor(strip, cv2.COLOR_RGB2Lab).reshape(-1, 3).astype(np.float32)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    cv2.setRNGSeed(1)
    _, labels, centres = cv2.kmeans(lab, 3, np.empty((len(lab), 1), np.int32), stop, 2, cv2.KMEANS_PP_CENTERS)
    cells = labels.reshape(strip.shape[:2])
    rim = np.bincount(np.concatenate([cells[:5].ravel(), cells[-5:].ravel()]), minlength=3).astype(float)
    ground = int(np.argmax(rim))
    share = rim / rim.sum() / np.maximum(np.bincount(cells.ravel(), minlength=3) / cells.size, 1e-3)
    apart = np.linalg.norm(centres - centres[ground], axis=1)
    letters = int(np.argmax(np.where(np.arange(3) == ground, -1, apart / (0.15 + share))))
    written = (rim / rim.sum() < 0.25) & (np.arange(3) != ground)
    written[letters] = True
    ink = _inside(np.isin(cells, np.flatnonzero(written)).astype(np.uint8))
    return ink, (cells == letters).astype(np.uint8) & ink


def _inside(ink: Mask) -> Mask:
    """Without what runs out of the strip: a frame or another thing beside the line, not a letter."""
    _, labels = cv2.connectedComponents(ink)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    kept = (ink > 0) & ~np.isin(labels, np.unique(edge[edge > 0]))
    return kept.astype(np.uint8) if kept.sum() > 0.25 * ink.sum() else ink


def _strokes(rgb: Pixels, line: Line) -> Mask:
    """The strokes with their outline and glow, at the picture's size."""
    strip, wide = _strip(rgb, line)
    ink, _ = _inks(strip)
    reach = (strip.shape[0] // 5 if _outlined(strip, ink) else strip.shape[0] // 8) | 1
    grown = cv2.dilate(ink * 255, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    source = np.array(
        [[0, 0], [strip.shape[1], 0], [strip.shape[1], strip.shape[0]], [0, strip.shape[0]]], np.float32
    )
    turn = cv2.getPerspectiveTransform(source, wide.corners)
    back = cv2.warpPerspective(grown, turn, (rgb.shape[1], rgb.shape[0]), flags=cv2.INTER_LINEAR)
    return ((back > 64) * 255).astype(np.uint8)


def _outlined(strip: Pixels, ink: Mask) -> bool:
    """Whether what lies right beside the strokes is unlike what lies a little farther off."""
    lab = cv2.cvtColor(strip, cv2.COLOR_RGB2Lab).astype(np.float32)
    rings = [cv2.dilate(ink, np.ones((side, side), np.uint8)) for side in (3, 9, 13, 21)]
    near, far = lab[(rings[1] - rings[0]) > 0], lab[(rings[3] - rings[2]) > 0]
    if len(near) < 20 or len(far) < 20:
        return True
    return float(np.linalg.norm(np.median(near, 0) - np.median(far, 0))) > 22


def _ink(rgb: Pixels, line: Line) -> tuple[tuple[int, int, int], bool]:
    """The letters' colour, and whether they are bold."""
    strip, _ = _strip(rgb, line)
    _, ink = _inks(strip)
    core = cv2.erode(ink, np.ones((3, 3), np.uint8))
    chosen = strip[core > 0] if core.any() else strip[ink > 0]
    if not len(chosen):
        return (20, 20, 20), False
    tone = np.median(chosen, 0)
    inner = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    # Across a stroke the distance to its rim rises to half its width: the median is a quarter.
    thick = float(np.median(inner[inner > 0])) * 4 / strip.shape[0]
    return (int(tone[0]), int(tone[1]), int(tone[2])), thick > BOLD


def _letters(words: str, bold: bool) -> Mask:
    """The words as a mask, cut to their outline. Raises CannotDo when no font has them."""
    size = 160.0
    wide = int(size * (len(words) + 2))
    if wide > 12_000:
        raise CannotDo("The new text is too long for one line: give at most 70 letters.")
    markup = (
        f'<text x="{size}" y="{size * 1.4}" font-family="{FAMILY}" font-size="{size}" '
        f'font-weight="{700 if bold else 400}" fill="#000">{escape(words)}</text>'
    )
    drawn = np.asarray(text_layer(markup, wide, int(size * 2), (0, 0, wide, size * 2)).getchannel("A"))
    top, bottom, left, right = extent(drawn)
    if bottom == top:
        raise CannotDo(f"No font on this machine has the letters of “{words}”.")
    return drawn[top:bottom, left:right]


def _written(
    rgb: Pixels, line: Line, was: str, words: str, ink: tuple[tuple[int, int, int], bool]
) -> tuple[Pixels, Mask]:
    """The picture in the ink's colour, and the mask of the letters laid where the old line was.

    The same font size as the old words had; narrower when they would outgrow the line.
    """
    colour, bold = ink
    letters = _letters(words, bold)
    old_high = _letters(was, bold).shape[0] if was.strip() else letters.shape[0]
    scale = line.height * FILLED / old_high
    broad, tall = letters.shape[1] * scale, letters.shape[0] * scale
    squeeze = min(1.0, line.width / broad)
    along = (line.corners[1] - line.corners[0]) / max(line.width, 1)
    across = (line.corners[3] - line.corners[0]) / max(line.height, 1)
    middle = line.corners.mean(0)
    off = middle[0] / rgb.shape[1] - 0.5
    if abs(off) > 0.06 and squeeze == 1:
        # A line left of the middle most likely begins where it began; one on the right ends where it ended.
        middle = middle + along * (line.width * 0.97 - broad * squeeze) / 2 * (1 if off > 0 else -1)
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    half = (broad * squeeze / 2, tall * min(1.0, squeeze * 1.2) / 2)
    target = (middle + signs[:, :1] * along * half[0] + signs[:, 1:] * across * half[1]).astype(np.float32)
    high, wide = letters.shape
    # Averaged down first: a perspective warp alone would skip pixels and leave ragged letters.
    smaller = min(1.0, 2 * half[1] / high)
    size = (max(1, round(wide * smaller)), max(1, round(high * smaller)))
    letters = u8(cv2.resize(letters, size, interpolation=cv2.INTER_AREA))
    high, wide = letters.shape
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turn = cv2.getPerspectiveTransform(source, target)
    mask = cv2.warpPerspective(letters, turn, (rgb.shape[1], rgb.shape[0]), flags=cv2.INTER_LINEAR)
    return np.full_like(rgb, colour), mask.astype(np.uint8, copy=False)
