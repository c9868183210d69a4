"""Where a named thing is. What cannot be told apart by name is told apart by what stands out, by colour, by side."""

from dataclasses import dataclass

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo, Canvas
from studio.engine.edit.colours import of_colour
from studio.engine.edit.matte import along_edges, subject_of
from studio.engine.edit.parts import meant
from studio.engine.edit.people import faces_or_none, garment, ovals, skin, with_faces
from studio.engine.edit.steps import Thing
from studio.engine.edit.understand.nouns import belongs_to_another, is_worn, surrounds
from studio.engine.edit.understand.words import rgb_of
from studio.engine.models.reading import find_lines
from studio.engine.models.types import Mask, Pixels, f32, u8
from studio.engine.models.weights import WeightsMissing

INNER = 512


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
        return Found(meant(ovals(canvas.rgb), thing), "a face that was detected")
    if thing.kind == "sky":
        return Found(sky(canvas.rgb), "the smooth bright area at the top")
    if thing.kind == "text":
        return Found(_text(canvas.rgb), "text that was detected")
    if thing.colour:
        return _coloured(canvas, thing)
    check_name(canvas.rgb, thing)
    subject = subject_of(canvas)
    how = "the main subject" if thing.kind == "subject" else f"the main subject, taken for “{thing.words}”"
    if thing.kind == "garment":
        return Found(
            garment(canvas.rgb, subject),
            f"the subject below the face, without skin, taken for “{thing.words}”",
        )
    if thing.kind == "person":
        seen = faces_or_none(canvas.rgb)
        subject = with_faces(subject, seen)
        how += "" if seen else " (no face was seen)"
    return Found(meant(subject, thing), how + (f", {thing.side} part" if thing.side else ""))


def check_name(rgb: Pixels, thing: Thing) -> None:
    """Raises CannotDo for what is hardly ever a picture's subject, and so would have another taken for it."""
    if thing.kind != "thing" or thing.colour:
        return
    noun = thing.words
    if surrounds(noun) or belongs_to_another(noun) or (is_worn(noun) and faces_or_none(rgb)):
        raise CannotDo(
            f"This engine cannot tell “{thing.words}” from what is around it by the name alone."
            " Mark it with the mask, or say its colour."
        )


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
    return along_edges(rgb, f32(rough))


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
    how = f"{thing.colour} area, taken for “{thing.words}”"
    if thing.kind != "person":
        whole = np.minimum(whole, 255 - skin(canvas.rgb))
    if subject is not None and surrounds(thing.words):
        return Found(meant(u8(np.minimum(whole, 255 - subject)), thing), how)
    if subject is not None and thing.kind == "thing" and faces_or_none(canvas.rgb):
        # The red ball is not the red shirt beside it.
        whole = np.minimum(whole, 255 - garment(canvas.rgb, subject))
        if not (whole > 127).any():
            raise CannotDo(
                f"What is {thing.colour} in this picture is worn by somebody. Mark “{thing.words}” with the mask."
            )
    inside = np.minimum(whole, subject) if subject is not None else whole
    if inside.mean() > 0.25 * whole.mean():
        whole = inside
    return Found(meant(u8(whole), thing), how)


def _text(rgb: Pixels) -> Mask:
    lines = find_lines(rgb)
    if not lines:
        raise CannotDo("No text was found in this picture.")
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [line.corners.astype(np.int32) for line in lines], (255,))
    return mask


def _subject_or_none(canvas: Canvas) -> Mask | None:
    try:
        return subject_of(canvas)
    except (CannotDo, WeightsMissing):
        return None
