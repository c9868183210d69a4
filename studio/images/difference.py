"""How much an edit changed, and where: the figure and the overlay that stand beside an edited picture.

Nothing is aligned in secret. A picture of another size is scaled for the comparison and the answer says so; one that
came back moved is compared as it came, and the answer says how far it moved.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.images.masks import Marked, marked

TOLERANCE = 16  # of 255: JPEG at quality 90 moves 2 % of a photograph's pixels by more
_LONGEST = 512  # px, at which movement is looked for
_FINE = 20  # and the parts of such a pixel that are told apart
_ALIKE = 0.03  # a correlation peak below this means that there is nothing common to measure by


@dataclass(frozen=True, slots=True)
class Difference:
    overlay: Image.Image  # L: for each pixel, the largest change of a channel, 0…255
    changed: float  # share of all pixels that changed by more than the tolerance
    changed_outside: float | None  # the same among the pixels outside the mask; None without a mask
    largest_outside: int | None
    scaled_from: tuple[int, int] | None  # the edited picture's own size where it had to be scaled
    moved: (
        tuple[float, float] | None
    )  # px to the right and down; None where the pictures have too little in common


def difference(
    original: Image.Image, edited: Image.Image, *, mask: Image.Image | None = None, tolerance: int = TOLERANCE
) -> Difference:
    """Of sRGB pictures, RGB or RGBA. Raises MaskRefused."""
    where = None if mask is None else marked(mask, original.size)
    scaled_from = None
    if edited.size != original.size:
        scaled_from = edited.size
        edited = edited.resize(original.size, Image.Resampling.LANCZOS)
    see_through = "A" in original.getbands() + edited.getbands()
    before, after = _shown(original, see_through), _shown(edited, see_through)
    change = np.abs(before.astype(np.int16) - after).max(axis=2).astype(np.uint8)
    outside = None if where is None else change[~where]
    return Difference(
        overlay=Image.fromarray(change),
        changed=float((change > tolerance).mean()),
        changed_outside=None if outside is None else float((outside > tolerance).mean()),
        largest_outside=None if outside is None else int(outside.max()),
        scaled_from=scaled_from,
        moved=movement(original, edited, where),
    )


def movement(
    original: Image.Image, edited: Image.Image, where: Marked | None = None
) -> tuple[float, float] | None:
    """How far the edited picture lies to the right of and below the original, in px, by phase correlation.

    Exact to about 1/20 of a pixel of the pictures at 512 px (a fifth of a pixel at 2K). What `where` marks is left out.
    """
    one, other, scale = _greys(original, edited, where)
    together = np.fft.fft2(one) * np.conj(np.fft.fft2(other))
    strength = np.abs(together)
    if strength.max() < 1e-6:
        return None
    phases = together / np.maximum(strength, strength.max() * 1e-9)
    peaks = np.abs(np.fft.ifft2(phases))
    if peaks.max() < _ALIKE:
        return None
    at = np.unravel_index(int(peaks.argmax()), peaks.shape)
    down, right = (
        int(place) - (length if place > length // 2 else 0)
        for place, length in zip(at, peaks.shape, strict=True)
    )
    down_fine, right_fine = _refined(phases, (down, right))
    # The correlation tells how to move the edited picture back.
    return (_rounded(-right_fine * scale), _rounded(-down_fine * scale))


def _refined(phases: NDArray[np.complex128], near: tuple[int, int]) -> tuple[float, float]:
    """The correlation's peak among fractions of a pixel around `near`, from a few rows of the inverse transform."""
    steps = np.arange(-_FINE, _FINE + 1) / _FINE
    rows, columns = (
        np.exp(2j * np.pi * np.outer(place + steps, np.fft.fftfreq(length)))
        for place, length in zip(near, phases.shape, strict=True)
    )
    table = np.abs(rows @ phases @ columns.T)
    row, column = np.unravel_index(int(table.argmax()), table.shape)
    return near[0] + float(steps[row]), near[1] + float(steps[column])


def _greys(
    original: Image.Image, edited: Image.Image, where: Marked | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Both as greys around zero that fade out towards the edges, and how many px of the original one of theirs is."""
    scale = max(1.0, max(original.size) / _LONGEST)
    size = (max(1, round(original.width / scale)), max(1, round(original.height / scale)))
    fade = np.outer(np.hanning(size[1] + 2)[1:-1], np.hanning(size[0] + 2)[1:-1])
    if where is not None:
        hidden = Image.fromarray(where.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)
        fade = fade * (np.asarray(hidden) == 0)
    pair = []
    for image in (original, edited):
        grey = np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), np.float64)
        mean = float((grey * fade).sum() / max(float(fade.sum()), 1e-9))
        pair.append((grey - mean) * fade)
    return pair[0], pair[1], scale


def _shown(image: Image.Image, see_through: bool) -> NDArray[np.uint8]:
    """Where there is cover, colour times cover: two transparent pixels are alike whatever colour they hide."""
    return np.asarray(image.convert("RGBA").convert("RGBa") if see_through else image.convert("RGB"))


def _rounded(distance: float) -> float:
    return round(distance, 2) + 0.0  # never -0.0
