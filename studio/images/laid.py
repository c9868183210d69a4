"""Laying back, from stored bytes to bytes to store; and showing where an edit differs."""

from io import BytesIO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.images.difference import TOLERANCE, Difference, difference
from studio.images.layback import lay_back
from studio.images.pixels import pixels
from studio.images.provenance import COMPOSITE, packet

_OVERLAY_LONGEST = 1280  # px
_HEAT = (255, 64, 32)
_STRONG = 96  # of 255: from this change on, the overlay covers fully


def laid_png(source: bytes, answer: bytes, mask: bytes, *, feather: int) -> bytes:
    """A PNG of the source's size: the answer inside the feathered mask, the source's very pixels outside it.

    It says of itself that it is a composite with what a model made. Raises ImageRefused or MaskRefused.
    """
    laid = lay_back(pixels(source), pixels(answer), pixels(mask).convert("L"), feather=feather)
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", packet(COMPOSITE))
    out = BytesIO()
    laid.save(out, "PNG", compress_level=1, pnginfo=text)
    return out.getvalue()


def measured(source: bytes, answer: bytes, mask: bytes | None) -> tuple[Difference, bytes]:
    """How far the answer differs, and a see-through PNG to lay over it. Raises ImageRefused or MaskRefused."""
    where = None if mask is None else pixels(mask).convert("L")
    found = difference(pixels(source), pixels(answer), mask=where)
    return found, _heat(found.overlay)


def _heat(change: Image.Image) -> bytes:
    """What changed by more than the tolerance, the stronger the more opaque."""
    change.thumbnail((_OVERLAY_LONGEST, _OVERLAY_LONGEST), Image.Resampling.BOX)
    values = np.asarray(change, np.int16)
    cover = np.where(values > TOLERANCE, np.clip(90 + (values * 165) // _STRONG, 0, 255), 0).astype(np.uint8)
    heat = np.empty((*values.shape, 4), np.uint8)
    heat[:, :, :3] = _HEAT
    heat[:, :, 3] = cover
    out = BytesIO()
    Image.fromarray(heat).save(out, "PNG", compress_level=6)
    return out.getvalue()
