"""What stands out in a picture: U²-Net (small), Qin et al. 2020."""

from functools import lru_cache

import cv2
import numpy as np

from studio.engine.models.held import onnx
from studio.engine.models.types import Map, Pixels, f32

SIDE = 320
QUICK = 192
"""At this side it takes a third of the time, and sees the same things with softer outlines."""
MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_REMEMBERED = 8


def _of_any_side(model: bytes) -> bytes:
    """The file fixes the side of its input and outputs at 320, which nothing inside of it depends on."""
    return model.replace(b"\x0a\x03\x08\xc0\x02" * 2, b"\x0a\x03\x12\x01h\x0a\x03\x12\x01w")


_network = onnx("u2netp.onnx", _of_any_side)


def saliency(rgb: Pixels, side: int = SIDE) -> Map:
    """How much each of side×side cells belongs to the subject, 0…1. Raises WeightsMissing."""
    small = np.asarray(cv2.resize(rgb, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
    return _seen(small.tobytes(), side)


@lru_cache(_REMEMBERED)
def _seen(content: bytes, side: int) -> Map:
    """People ask for one edit after another of the same picture, and for several at once."""
    small = np.frombuffer(content, np.uint8).reshape(side, side, 3).astype(np.float32)
    small = (small / max(float(small.max()), 1.0) - MEAN) / SPREAD
    with _network.use() as session:
        (found,) = session.run(["1959"], {"input.1": small.transpose(2, 0, 1)[None].astype(np.float32)})
    seen = f32(np.clip(np.asarray(found)[0, 0], 0, 1))
    seen.flags.writeable = False
    return seen
