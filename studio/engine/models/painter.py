"""Two painters: 26 learnt styles (one network, any size) and any picture as the style (Ghiasi et al. 2017)."""

import cv2
import numpy as np

from studio.engine.models.held import onnx
from studio.engine.models.types import Pixels, u8

STYLES = 26
STYLE_SIDE, CONTENT_SIDE = 256, 384

_learnt = onnx("styles.onnx")
_look, _apply = onnx("style-predict.onnx"), onnx("style-apply.onnx")


def paint(rgb: Pixels, style: int) -> Pixels:
    """The picture in learnt style 0…25. Sides are cropped to multiples of 4 inside and restored."""
    high, wide = rgb.shape[:2]
    inner = cv2.resize(rgb, (max(16, wide // 4 * 4), max(16, high // 4 * 4)))
    weights = np.zeros(STYLES, np.float32)
    weights[style] = 1
    blob = (inner.astype(np.float32) / 255).transpose(2, 0, 1)[None]
    with _learnt.use() as session:
        (out,) = session.run(None, {"image": blob, "style_weights": weights})
    painted = np.clip(np.asarray(out)[0].transpose(1, 2, 0), 0, 1)
    return u8(cv2.resize((painted * 255 + 0.5).astype(np.uint8), (wide, high), interpolation=cv2.INTER_CUBIC))


def paint_like(rgb: Pixels, style: Pixels) -> Pixels:
    """The picture in the manner of another one, drawn at 384×384 and enlarged."""
    high, wide = rgb.shape[:2]
    seen = cv2.resize(style, (STYLE_SIDE, STYLE_SIDE), interpolation=cv2.INTER_AREA)
    content = cv2.resize(rgb, (CONTENT_SIDE, CONTENT_SIDE), interpolation=cv2.INTER_AREA)
    with _look.use() as session:
        (bottleneck,) = session.run(None, {"style_image": seen[None].astype(np.float32) / 255})
    with _apply.use() as session:
        names = [given.name for given in session.get_inputs()]
        (out,) = session.run(None, {names[0]: content[None].astype(np.float32) / 255, names[1]: bottleneck})
    painted = np.clip(np.asarray(out)[0], 0, 1)
    return u8(cv2.resize((painted * 255 + 0.5).astype(np.uint8), (wide, high), interpolation=cv2.INTER_CUBIC))
