"""Questions that are answered in words and numbers rather than pictures: the worker's side of them.

Each answer is JSON-able. The networks are imported by those questions alone that need them.
"""

import base64
import io
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from studio.engine import decode
from studio.engine.errors import ApiError
from studio.engine.models.weights import WeightsMissing

if TYPE_CHECKING:
    from studio.engine.edit.canvas import Canvas

_SEEN_AREA = 512 * 512


def answer(told: dict[str, Any], blobs: Sequence[bytes]) -> dict[str, Any]:
    """The answer to `told["question"]`; ApiError 503 where its network is not installed."""
    try:
        return _ANSWERS[told["question"]](told, blobs)
    except WeightsMissing as missing:
        raise ApiError(503, "ModelNotOpen", str(missing)) from None


def _embeddings(told: dict[str, Any], _: Sequence[bytes]) -> dict[str, Any]:
    from studio.engine.models.sentences import embed

    vectors, pieces = embed(told["texts"])
    return {"vectors": np.round(vectors, 6).tolist(), "pieces": pieces}


def _picture_check(_: dict[str, Any], blobs: Sequence[bytes]) -> dict[str, Any]:
    from studio.engine.models.maturity import maturity

    (picture,) = decode.references(blobs, area=_SEEN_AREA)
    return {"mature": round(maturity(decode.flattened(picture, "white")), 4), "embedding": None}


def _segment(told: dict[str, Any], blobs: Sequence[bytes]) -> dict[str, Any]:
    from studio.engine.edit.canvas import CannotDo
    from studio.engine.edit.pick import named, pointed

    canvas = _canvas(blobs[0])
    try:
        found = named(canvas, told["thing"]) if told["thing"] else pointed(canvas, *told["point"])
    except CannotDo as why:
        raise ApiError(400, "InvalidParameter.UnsupportedEdit", str(why)) from None
    with io.BytesIO() as file:
        Image.fromarray(found.mask).save(file, "PNG", compress_level=3)
        mask = base64.b64encode(file.getvalue()).decode()
    high, wide = found.mask.shape
    return {"mask": f"data:image/png;base64,{mask}", "width": wide, "height": high, "how": found.how}


@lru_cache(maxsize=1)
def _canvas(content: bytes) -> "Canvas":
    """The picture with what was found out about it: who selects clicks more than once."""
    from studio.engine.edit.canvas import Canvas

    (picture,) = decode.references((content,), area=_SEEN_AREA)
    return Canvas(np.asarray(decode.flattened(picture, "white")), seed=0)


_ANSWERS = {"embeddings": _embeddings, "picture-check": _picture_check, "segment": _segment}
