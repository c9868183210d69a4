"""The picture while it is being edited, and the rules about which of its pixels may change."""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image

from studio.engine.models.types import Mask, Pixels

Scenery = Callable[[str, int, int, int], Image.Image]
"""Draws the scene that words describe: (words, width, height, seed) → picture."""

BAND = 256
"""Rows handled at a time where floating point is needed, so that a 4K picture costs little memory."""


class CannotDo(Exception):
    """A step cannot be carried out on this picture; the message is a sentence for the person."""


@dataclass
class Canvas:
    """`rgb` is changed by one step after another. `alpha` is None while the picture is opaque;
    once it is set, `bare` holds the subject's own colours, for whoever puts it elsewhere.

    `seen` keeps the subject's matte that was last found, with the very pixels it belongs to.
    `mask` marks where the person allows changes (255), or is None for everywhere. `others` are the further
    pictures by their number, from 2, at their own size; `seed` and `variant` tell variants apart.
    """

    rgb: Pixels
    seed: int
    variant: int = 0
    alpha: Mask | None = None
    bare: Pixels | None = None
    mask: Mask | None = None
    seen: tuple[Pixels, Mask] | None = None
    others: dict[int, Pixels] = field(default_factory=dict)
    scenery: Scenery | None = None

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return self.rgb.shape[1], self.rgb.shape[0]

    def put(self, changed: Pixels, where: Mask | None = None) -> None:
        """Take over the changed pixels, through `where` and through the person's mask."""
        within = self.within(where)
        self.bare = None
        self.rgb = changed if within is None else blend(self.rgb, changed, within)

    def within(self, where: Mask | None) -> Mask | None:
        """A region cut down to the person's mask."""
        if where is None or self.mask is None:
            return self.mask if where is None else where
        return np.minimum(where, self.mask)

    def other(self, number: int) -> Pixels:
        if number not in self.others:
            have = len(self.others) + 1
            raise CannotDo(
                f"There is no picture {number}: {have} {'was' if have == 1 else 'were'} given. Add it as a reference."
            )
        return self.others[number]


def blend(below: Pixels, above: Pixels, weight: Mask) -> Pixels:
    """`above` over `below`; where the weight is 0 the pixels of `below` are kept to the bit."""
    out = below.copy()
    top, bottom, left, right = extent(weight)
    for row in range(top, bottom, BAND):
        rows, columns = slice(row, min(row + BAND, bottom)), slice(left, right)
        part = weight[rows, columns, None].astype(np.uint16)
        mixed = above[rows, columns] * part + below[rows, columns] * (255 - part)
        out[rows, columns] = ((mixed + 127) // 255).astype(np.uint8)
    return out


def extent(mask: Mask) -> tuple[int, int, int, int]:
    """(top, bottom, left, right) of what is not 0; all 0 when nothing is."""
    left, top, wide, high = cv2.boundingRect(mask)
    return top, top + high, left, left + wide


def share(mask: Mask) -> float:
    """The part of the picture that is inside, 0…1."""
    return round(float(cv2.mean(mask)[0]) / 255, 4)


def box(mask: Mask) -> list[int]:
    """[left, top, right, bottom] for the plan."""
    top, bottom, left, right = extent(mask)
    return [left, top, right, bottom]
