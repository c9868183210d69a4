"""Of the separate parts that were found, the one that was meant: on a side, by its shape, or by far the largest."""

from dataclasses import dataclass

import cv2
import numpy as np

from studio.engine.edit.canvas import CannotDo
from studio.engine.edit.steps import Side, Thing
from studio.engine.edit.understand.nouns import are_many, is_round
from studio.engine.models.types import Mask, u8

INNER = 512
NEAR = 24
"""Parts closer to each other than this fraction of the picture are one thing: a car's body below its windows."""
MINOR = 1 / 6
"""What weighs less than this beside the heaviest part is a crumb of it."""
RIVAL = 0.6
"""With another part of at least this weight beside it, the heaviest is not the one that a name must mean."""
ROUND = 0.7
"""Of its enclosing circle, a round thing fills at least this much; a square fills 0.64."""


@dataclass(frozen=True, slots=True)
class _Part:
    label: int
    weight: float
    x: float
    y: float
    roundness: float


def meant(mask: Mask, thing: Thing) -> Mask:
    """The mask with only what the words mean of it. Raises CannotDo where they could mean several parts, or none."""
    labels, parts = _parts(mask)
    if not parts:
        return mask
    if thing.side:
        return _only(mask, labels, [_on_side(parts, thing)])
    if thing.kind not in ("thing", "person") or are_many(thing.words):
        return _only(mask, labels, parts)
    if is_round(thing.words) and thing.colour:
        parts = [part for part in parts if part.roundness >= ROUND]
        if not parts:
            raise CannotDo(
                f"What is {thing.colour} in this picture is not as round as a {thing.words}. Mark it with the mask."
            )
    elif is_round(thing.words) and any(part.roundness >= ROUND for part in parts):
        parts = [part for part in parts if part.roundness >= ROUND]
    heaviest, *others = parts
    if others and others[0].weight >= RIVAL * heaviest.weight:
        raise CannotDo(
            f"Several things here could be “{thing.words}”. Say its colour or on which side it is, or mark it with the mask."
        )
    return _only(mask, labels, [heaviest])


def _parts(mask: Mask) -> tuple[Mask, list[_Part]]:
    """The parts that count, heaviest first, and the small picture of their labels. What the frame cuts weighs half."""
    high, wide = mask.shape
    scale = min(1.0, INNER / max(high, wide))
    small = u8(cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) > 100)
    reach = max(1, max(small.shape) // NEAR) | 1
    joined = cv2.dilate(small, np.ones((reach, reach), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    labels = u8(np.minimum(labels, 255) * small)
    parts = []
    for label in range(1, min(count, 255)):
        left, top, across, down = (int(stats[label, part]) for part in range(4))
        cut = left == 0 or top == 0 or left + across == small.shape[1] or top + down == small.shape[0]
        own = u8(labels[top : top + down, left : left + across] == label)
        weight = float(own.sum()) * (0.5 if cut else 1.0)
        x, y = centres[label, 0] / small.shape[1], centres[label, 1] / small.shape[0]
        parts.append(_Part(label, weight, float(x), float(y), _roundness(own)))
    parts.sort(key=lambda part: -part.weight)
    return labels, [part for part in parts if part.weight >= MINOR * parts[0].weight]


def _roundness(part: Mask) -> float:
    """How much of its enclosing circle the part fills, small holes and thin stalks aside."""
    side = max(part.shape) // 8 | 1
    body = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    body = cv2.morphologyEx(
        cv2.copyMakeBorder(body, side, side, side, side, cv2.BORDER_CONSTANT),
        cv2.MORPH_OPEN,
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)),
    )
    outlines, _ = cv2.findContours(body, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return 0.0
    largest = max(outlines, key=cv2.contourArea)
    _, radius = cv2.minEnclosingCircle(largest)
    return float(cv2.contourArea(largest)) / (np.pi * max(radius, 1.0) ** 2)


def _on_side(parts: list[_Part], thing: Thing) -> _Part:
    ways = {
        "left": lambda part: -part.x,
        "right": lambda part: part.x,
        "top": lambda part: -part.y,
        "bottom": lambda part: part.y,
        "centre": lambda part: 0.5 - np.hypot(part.x - 0.5, part.y - 0.5),
    }
    side: Side = thing.side or "centre"
    best = max(parts, key=ways[side])
    place = {"left": 1 - best.x, "right": best.x, "top": 1 - best.y, "bottom": best.y, "centre": 0.5}[side]
    if place < 0.4:
        raise CannotDo(f"No “{thing.words}” was found on that side ({side}). Mark it with the mask.")
    return best


def _only(mask: Mask, labels: Mask, parts: list[_Part]) -> Mask:
    kept = u8(np.isin(labels, [part.label for part in parts]))
    kept = u8(cv2.dilate(kept, np.ones((5, 5), np.uint8)))
    size = (mask.shape[1], mask.shape[0])
    return u8(mask * cv2.resize(kept, size, interpolation=cv2.INTER_NEAREST))
