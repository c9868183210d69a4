"""People in a picture: their faces, what has a face, and what they wear."""

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo
from studio.engine.edit.colours import of_colour
from studio.engine.models.faces import faces
from studio.engine.models.types import Mask, Pixels, lab_of, u8
from studio.engine.models.weights import WeightsMissing


def faces_or_none(rgb: Pixels) -> list[tuple[int, int, int, int]]:
    try:
        return faces(rgb)
    except WeightsMissing:
        return []


def ovals(rgb: Pixels) -> Mask:
    """The faces, softly. Raises CannotDo when there is none."""
    seen = faces(rgb)
    if not seen:
        raise CannotDo("No face was found in this picture. Mark it with the mask.")
    mask = np.zeros(rgb.shape[:2], np.uint8)
    for left, top, wide, high in seen:
        middle = (left + wide // 2, top + int(high * 0.45))
        cv2.ellipse(mask, middle, (int(wide * 0.56), int(high * 0.76)), 0, 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), max(2.0, seen[0][2] * 0.06))
    return u8(soft)


def with_faces(subject: Mask, seen: list[tuple[int, int, int, int]]) -> Mask:
    """The separate parts of the subject that have a face; all of them when none has."""
    _, labels = cv2.connectedComponents((subject > 127).astype(np.uint8))
    high, wide = subject.shape
    points = [
        (min(high - 1, top + tall // 2), min(wide - 1, left + broad // 2)) for left, top, broad, tall in seen
    ]
    kept = {int(labels[point]) for point in points} - {0}
    if not kept:
        return subject
    near = cv2.dilate(u8(np.isin(labels, list(kept))), np.ones((9, 9), np.uint8))
    return u8(subject * near)


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
        tone_of = np.median(middle.reshape(-1, 3), 0)
        flesh = of_colour(rgb, (int(tone_of[0]), int(tone_of[1]), int(tone_of[2])), mask)
        if flesh is not None:
            tone = lab_of(tone_of)
            lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
            close = cv2.inRange(
                lab,
                np.array([tone[0] * 2.55 - 45, tone[1] + 116, tone[2] + 116]),
                np.array([tone[0] * 2.55 + 45, tone[1] + 140, tone[2] + 140]),
            )
            mask = np.minimum(mask, 255 - np.minimum(flesh, cv2.GaussianBlur(close, (0, 0), 2)))
    return mask.astype(np.uint8, copy=False)


def skin(rgb: Pixels) -> Mask:
    """Faces: their colour is close to orange, brown and pink, but nobody means them by “the orange suit”."""
    mask = np.zeros(rgb.shape[:2], np.uint8)
    for left, top, wide, high in faces_or_none(rgb):
        cv2.ellipse(
            mask, (left + wide // 2, top + high // 2), (int(wide * 0.8), int(high * 0.95)), 0, 0, 360, 255, -1
        )
    return mask
