"""Lay an edit back: inside the mask the edited picture, outside it the original, to the byte."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.images.masks import feathered, marked


def lay_back(
    original: Image.Image, edited: Image.Image, mask: Image.Image, *, feather: int = 0
) -> Image.Image:
    """Of the original's size, RGB, or RGBA if either picture is.

    Where the mask marks, pixels are the edited picture's; further than `feather` px from there they equal the
    original's, byte for byte; in between one fades into the other. An edited picture of another size is scaled to the
    original's. Raises MaskRefused.
    """
    weights = feathered(marked(mask, original.size), feather)
    if edited.size != original.size:
        edited = edited.resize(original.size, Image.Resampling.LANCZOS)
    mode = "RGBA" if "A" in original.getbands() + edited.getbands() else "RGB"
    before = np.asarray(original.convert(mode))
    after = np.asarray(edited.convert(mode))
    laid = np.where((weights == 1)[:, :, None], after, before)
    between = (weights > 0) & (weights < 1)
    laid[between] = _mixed(before[between], after[between], weights[between, None])
    return Image.fromarray(laid)


def _mixed(
    before: NDArray[np.uint8], after: NDArray[np.uint8], weights: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Rows of pixels, mixed by cover: the colour under a transparent pixel does not bleed into the fade."""
    if before.shape[1] == 3:
        mixed = before + weights * (after.astype(np.float64) - before)
        return (mixed + 0.5).astype(np.uint8)
    cover_before, cover_after = (1 - weights) * before[:, 3:], weights * after[:, 3:]
    cover = cover_before + cover_after
    colour = before[:, :3] * cover_before + after[:, :3] * cover_after
    colour = np.divide(colour, cover, out=np.zeros_like(colour), where=cover > 0)
    return (np.concatenate([colour, cover], axis=1) + 0.5).astype(np.uint8)
