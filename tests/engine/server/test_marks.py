"""What the bytes themselves say: format, marks, and the same again for the same seed."""

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.engine.server.process import BODY, OWN, Engine, data_uri
from tests.pictures import png

TYPES = b"http://cv.iptc.org/newscodes/digitalsourcetype/"


def content(engine: Engine, body: dict[str, Any]) -> bytes:
    told = engine.drawn({**body, "response_format": "b64_json"})
    return base64.b64decode(told["data"][0]["b64_json"])


def pixels(content: bytes) -> "np.ndarray[Any, np.dtype[np.int16]]":
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int16)


@pytest.mark.parametrize("media", ["jpeg", "png"])
def test_a_drawn_picture_says_that_an_algorithm_made_it(sketching: Engine, media: str) -> None:
    drawn = content(sketching, {**OWN, "output_format": media})
    assert Image.open(io.BytesIO(drawn)).format == media.upper()
    assert TYPES + b"algorithmicMedia" in drawn
    assert TYPES + b"compositeSynthetic" not in drawn


def test_an_edited_picture_says_that_it_is_a_composite(sketching: Engine) -> None:
    drawn = content(sketching, {**OWN, "image": data_uri(png((300, 200)))})
    assert TYPES + b"compositeSynthetic" in drawn


def test_the_visible_mark_is_small_in_the_lower_right_and_there_unless_declined(sketching: Engine) -> None:
    own = {**OWN, "seed": 200, "output_format": "png"}
    marked = pixels(content(sketching, {**own, "watermark": None}))
    changed = np.argwhere((marked != pixels(content(sketching, own))).any(axis=2))
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert top > 720 * 0.93 and left > 1280 * 0.85
    assert bottom < 719 and right < 1279
    assert bottom - top >= 12


def test_alpha_is_offered_when_png_is_asked_for(sketching: Engine) -> None:
    assert sketching.drawn({**OWN, "output_format": "png"})["data"][0]["plan"]["alpha"] is True
    assert "alpha" not in sketching.drawn(OWN)["data"][0]["plan"]


def test_the_same_seed_gives_the_same_bytes(engine: Engine) -> None:
    own = {**OWN, "prompt": "a red fox in a forest at night", "seed": 7}
    first = content(engine, own)
    assert content(engine, own) == first
    assert content(engine, {**own, "seed": 8}) != first


def test_without_a_seed_each_request_has_its_own_and_tells_it(sketching: Engine) -> None:
    seeds = [
        sketching.drawn(body)["data"][0]["plan"]["seed"] for body in (OWN, OWN, {**OWN, "seed": -1}, BODY)
    ]
    assert len(set(seeds)) == 4
    assert sketching.drawn({**OWN, "seed": 5})["data"][0]["plan"]["seed"] == 5
    assert sketching.drawn({**BODY, "seed": 5})["data"][0]["plan"]["seed"] != 5  # no Seedream 4 has seeds
