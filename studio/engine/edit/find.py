"""Where a named thing is. What cannot be told apart by name is told apart by what stands out, by colour, by side."""

from dataclasses import dataclass

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo, Canvas
from studio.engine.edit.matte import EMPTY, along_edges, subject_of
from studio.engine.edit.steps import Side, Thing
from studio.engine.edit.understand.words import rgb_of
from studio.engine.models.faces import faces
from studio.engine.models.reading import find_lines
from studio.engine.models.types import Map, Mask, Pixels, f32, lab_of, u8
from studio.engine.models.weights import WeightsMissing

INNER = 512
LEAST = 0.0004
COLOURFUL = 16.0
"""Above this chroma a thing has a colour of its own."""
STRONG = 32.0
"""Above this one, its colour is what sets its parts apart; a cat's is not."""


@dataclass(frozen=True, slots=True)
class Found:
    mask: Mask
    how: str
    """For the plan: how it was found."""


def find(canvas: Canvas, thing: Thing) -> Found:
    """The thing's soft mask. Raises CannotDo with what would help, WeightsMissing without the network."""
    if thing.kind == "everything":
        mask = canvas.mask if canvas.mask is not None else np.full(canvas.rgb.shape[:2], 255, np.uint8)
        return Found(mask, "the marked region" if canvas.mask is not None else "the whole picture")
    if canvas.mask is not None and thing.kind != "background":
        if thing.colour:
            coloured = of_colour(canvas.rgb, rgb_of(thing.colour), canvas.mask)
            if coloured is not None:
                return Found(np.minimum(coloured, canvas.mask), f"{thing.colour} inside the marked region")
        return Found(canvas.mask, "the marked region")
    if thing.kind == "background":
        return Found(255 - subject_of(canvas), "what lies behind the main subject")
    if thing.kind == "face":
        return Found(_faces(canvas.rgb, thing), "a face that was detected")
    if thing.kind == "sky":
        return Found(sky(canvas.rgb), "the smooth bright area at the top")
    if thing.kind == "text":
        return Found(_text(canvas.rgb), "text that was detected")
    if thing.colour:
        return _coloured(canvas, thing)
    subject = subject_of(canvas)
    if thing.kind == "person" and not faces(canvas.rgb):
        how = f"the main subject, taken for “{thing.words}” (no face was seen)"
    elif thing.kind == "garment":
        return Found(
            garment(canvas.rgb, subject),
            f"the subject below the face, without skin, taken for “{thing.words}”",
        )
    else:
        how = (
            "the main subject" if thing.kind == "subject" else f"the main subject, taken for “{thing.words}”"
        )
    return Found(on_side(subject, thing.side), how + (f", {thing.side} part" if thing.side else ""))


def of_colour(
    rgb: Pixels, colour: tuple[int, int, int], near: Mask | None = None, width: float = 0.42
) -> Mask | None:
    """Pixels whose hue is the colour's, or for black, white and grey whose lightness is; None when too few."""
    high, wide = rgb.shape[:2]
    scale = min(1.0, INNER / max(high, wide))
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    wanted = lab_of(colour)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    if np.hypot(wanted[1], wanted[2]) < 14:
        likeness = np.exp(-(((lab[..., 0] - wanted[0]) / 24) ** 2)) * np.exp(-((chroma / 16) ** 2))
    else:
        angle = np.arctan2(lab[..., 2], lab[..., 1]) - np.arctan2(wanted[2], wanted[1])
        turn = np.abs(np.angle(np.exp(1j * angle)))
        # Brown is dark orange, pink is pale red: lightness tells such names apart.
        likeness = np.exp(-((turn / width) ** 2)) * np.clip((chroma - 9) / 14, 0, 1)
        apart = lab[..., 0] - wanted[0]
        likeness *= np.exp(-((np.maximum(np.maximum(apart - 22, -apart - 34), 0) / 22) ** 2))
    if near is not None:
        likeness = likeness * (cv2.resize(near, size, interpolation=cv2.INTER_AREA) / 255)
    likeness = np.clip((likeness - 0.12) * 2.2, 0, 1)
    if float((likeness > 0.5).mean()) < LEAST:
        return None
    return _sharpened(rgb, likeness.astype(np.float32))


def has_strong_colour(rgb: Pixels) -> bool:
    """Whether anything in the picture could have a main colour."""
    step = max(1, max(rgb.shape) // 200)
    lab = cv2.cvtColor(np.ascontiguousarray(f32(rgb[::step, ::step]) / 255), cv2.COLOR_RGB2Lab)
    return float((np.hypot(lab[..., 1], lab[..., 2]) > STRONG).mean()) > EMPTY / 2


def main_colour(rgb: Pixels, mask: Mask) -> Mask | None:
    """The part of the thing that has its commonest colour; None when it has no colour that stands out.

    The mask may be smaller than the picture.
    """
    scale = min(1.0, 200 / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(mask, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA) > 200
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)[inside]
    if len(lab) < 50:
        return None
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    coloured = chroma > COLOURFUL
    if coloured.mean() < 0.25:
        return None
    hues = np.arctan2(lab[coloured, 2], lab[coloured, 1])
    counts, edges = np.histogram(hues, 24, (-np.pi, np.pi), weights=chroma[coloured])
    counts = counts + np.roll(counts, 1) * 0.5 + np.roll(counts, -1) * 0.5
    peak = edges[int(np.argmax(counts))] + np.pi / 24
    near = np.abs(np.angle(np.exp(1j * (hues - peak)))) < 0.4
    pixels = small[inside][coloured][near]
    if not len(pixels) or float(np.median(chroma[coloured][near])) < STRONG:
        return None
    tone = np.median(pixels, 0)
    return of_colour(rgb, (int(tone[0]), int(tone[1]), int(tone[2])), mask, width=0.3)


def garment(rgb: Pixels, subject: Mask) -> Mask:
    """The person below the chin, less what has the colour of the face's skin."""
    seen = faces(rgb)
    if not seen:
        raise CannotDo(
            "No face was found, so this engine cannot tell where clothes begin. Mark the garment with the mask,"
            " or name its colour, as in “make the red dress blue”."
        )
    left, top, wide, high = seen[0]
    mask = subject.copy()
    mask[: min(mask.shape[0], int(top + 1.12 * high))] = 0
    middle = rgb[
        max(0, top + high // 3) : top + 3 * high // 4, max(0, left + wide // 4) : left + 3 * wide // 4
    ]
    if middle.size:
        skin = np.median(middle.reshape(-1, 3), 0)
        flesh = of_colour(rgb, (int(skin[0]), int(skin[1]), int(skin[2])), mask)
        if flesh is not None:
            tone = lab_of(skin)
            lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
            close = cv2.inRange(
                lab,
                np.array([tone[0] * 2.55 - 45, tone[1] + 116, tone[2] + 116]),
                np.array([tone[0] * 2.55 + 45, tone[1] + 140, tone[2] + 140]),
            )
            mask = np.minimum(mask, 255 - np.minimum(flesh, cv2.GaussianBlur(close, (0, 0), 2)))
    return mask.astype(np.uint8, copy=False)


def sky(rgb: Pixels) -> Mask:
    """The area joined to the top edge whose colour changes slowly. Raises CannotDo when there is none."""
    high, wide = rgb.shape[:2]
    size = (160, max(8, round(160 * high / wide)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    smooth = cv2.bilateralFilter(small, 7, 24, 5)
    filled = np.zeros((size[1] + 2, size[0] + 2), np.uint8)
    for column in range(2, size[0], 8):
        if not filled[2, column + 1]:
            cv2.floodFill(
                smooth,
                filled,
                (column, 1),
                (0, 0, 0),
                (4, 4, 4),
                (4, 4, 4),
                4 | cv2.FLOODFILL_MASK_ONLY | (255 << 8),
            )
    area = filled[1:-1, 1:-1]
    light = small.mean(2)
    if area.mean() < 255 * 0.03 or float(light[area > 0].mean()) < float(light.mean()) * 0.8:
        raise CannotDo("No sky was found at the top of this picture. Mark the sky with the mask.")
    area = cv2.morphologyEx(area, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    rough = (
        cv2.resize(area, (min(wide, INNER), round(high * min(1.0, INNER / wide)))).astype(np.float32) / 255
    )
    return _sharpened(rgb, f32(rough))


def on_side(mask: Mask, side: Side | None) -> Mask:
    """The separate parts whose middle lies on that side; a single part is kept whole."""
    if side is None:
        return mask
    count, labels, _, centres = cv2.connectedComponentsWithStats((mask > 127).astype(np.uint8))
    if count <= 2:
        return mask
    high, wide = mask.shape
    x, y = centres[:, 0] / wide, centres[:, 1] / high
    measure = {"left": -x, "right": x, "top": -y, "bottom": y, "centre": -np.hypot(x - 0.5, y - 0.5)}[side]
    best = int(np.argmax(measure[1:])) + 1
    keep = cv2.dilate((labels == best).astype(np.uint8), np.ones((9, 9), np.uint8))
    return u8(mask * keep)


def spread(subject: Mask) -> Mask:
    """The subject and a little around it, as what nothing may be copied from."""
    reach = max(3, max(subject.shape) // 60) * 2 + 1
    return cv2.dilate((subject > 60).astype(np.uint8), np.ones((reach, reach), np.uint8)).astype(
        np.uint8, copy=False
    )


def _coloured(canvas: Canvas, thing: Thing) -> Found:
    """Its colour, joined and preferably on the main subject."""
    assert thing.colour
    whole = of_colour(canvas.rgb, rgb_of(thing.colour))
    if whole is None:
        raise CannotDo(
            f"Nothing {thing.colour} was found for “{thing.words}”. Mark it with the mask, or name another colour."
        )
    subject = _subject_or_none(canvas)
    if thing.kind != "person":
        whole = np.minimum(whole, 255 - _skin(canvas.rgb))
    inside = np.minimum(whole, subject) if subject is not None else whole
    if inside.mean() > 0.25 * whole.mean():
        whole = inside
    return Found(on_side(_largest(whole), thing.side), f"{thing.colour} area, taken for “{thing.words}”")


def _largest(mask: Mask) -> Mask:
    """The largest joined area and others at least a sixth as large."""
    high, wide = mask.shape
    scale = min(1.0, INNER / max(high, wide))
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    joined = cv2.morphologyEx((small > 100).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    if count < 2:
        return mask
    areas = stats[1:, cv2.CC_STAT_AREA]
    kept = np.isin(labels, np.flatnonzero(areas * 6 >= areas.max()) + 1).astype(np.uint8) * 255
    keep = cv2.resize(
        cv2.dilate(kept, np.ones((5, 5), np.uint8)), (wide, high), interpolation=cv2.INTER_NEAREST
    )
    return np.minimum(mask, keep).astype(np.uint8, copy=False)


def _sharpened(rgb: Pixels, rough: Map) -> Mask:
    """A rough map brought to full size along the picture's edges; below a tenth it is cut to 0."""
    return along_edges(rgb, rough)


def _faces(rgb: Pixels, thing: Thing) -> Mask:
    seen = faces(rgb)
    if not seen:
        raise CannotDo("No face was found in this picture. Mark it with the mask.")
    mask = np.zeros(rgb.shape[:2], np.uint8)
    for left, top, wide, high in seen:
        middle = (left + wide // 2, top + int(high * 0.45))
        cv2.ellipse(mask, middle, (int(wide * 0.56), int(high * 0.76)), 0, 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), max(2.0, seen[0][2] * 0.06))
    return on_side(soft.astype(np.uint8, copy=False), thing.side)


def _text(rgb: Pixels) -> Mask:
    lines = find_lines(rgb)
    if not lines:
        raise CannotDo("No text was found in this picture.")
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [line.corners.astype(np.int32) for line in lines], (255,))
    return mask


def _skin(rgb: Pixels) -> Mask:
    """Faces: their colour is close to orange, brown and pink, but nobody means them by “the orange suit”."""
    mask = np.zeros(rgb.shape[:2], np.uint8)
    try:
        seen = faces(rgb)
    except WeightsMissing:
        return mask
    for left, top, wide, high in seen:
        cv2.ellipse(
            mask, (left + wide // 2, top + high // 2), (int(wide * 0.8), int(high * 0.95)), 0, 0, 360, 255, -1
        )
    return mask


def _subject_or_none(canvas: Canvas) -> Mask | None:
    try:
        return subject_of(canvas)
    except (CannotDo, WeightsMissing):
        return None
