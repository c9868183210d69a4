"""How likely a picture shows nudity: Yahoo's open_nsfw (Mahadeokar & Pesavento 2016).

It was trained on photographs. On drawings, renderings and anime it is a hint at best, and it says nothing
about violence; docs/engine.md tells this to those who decide by it.
"""

import io

import numpy as np
from PIL import Image

from studio.engine.models.held import onnx

SIDE, EDGE = 256, 16
_MEAN = np.array([104, 117, 123], np.float32)  # blue, green, red, as Caffe had them

_network = onnx("open-nsfw.onnx")


def maturity(picture: Image.Image) -> float:
    """0…1. Raises WeightsMissing. The picture goes through JPEG as those did that it was trained on."""
    small = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    with io.BytesIO() as file:
        small.save(file, "JPEG")
        seen = np.asarray(Image.open(file), np.float32)
    blob = seen[EDGE : SIDE - EDGE, EDGE : SIDE - EDGE, ::-1] - _MEAN
    with _network.use() as session:
        (out,) = session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(blob)[None]})
    return float(np.asarray(out).reshape(-1)[1])
