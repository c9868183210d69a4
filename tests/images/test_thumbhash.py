"""Expected values were made by the Rust reference implementation from the same pictures."""

import base64

import numpy as np
import pytest
from PIL import Image

from studio.images.inspect import inspect_upload
from studio.images.thumbhash import encode, thumbhash
from tests import pictures


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((60, 40), "d9170695948f7a96175878644b67a9798f75f8e96a"),
        ((40, 60), "d9170695148f7a175848b664a97986788f75f8e96a"),
    ],
)
def test_an_opaque_picture_is_encoded_as_the_reference_does(size: tuple[int, int], expected: str) -> None:
    rgba = np.asarray(pictures.photo(size, 3).convert("RGBA")) / 255
    assert encode(rgba).hex() == expected


def test_alpha_is_encoded_as_the_reference_does() -> None:
    image = pictures.photo((33, 100), 3).convert("RGBA")
    image.putalpha(pictures.photo((33, 100), 9).convert("L"))
    assert encode(np.asarray(image) / 255).hex() == "591886620e2a7f285777998f66f8fb6a8b78b088988978"


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (700, 1), (640, 480)])
def test_any_size_is_encoded(size: tuple[int, int]) -> None:
    assert 5 < len(thumbhash(Image.new("RGB", size, "teal"))) < 26
    assert 5 < len(thumbhash(Image.new("RGBA", size, (0, 0, 0, 0)))) < 35


def test_an_inspected_picture_carries_it_as_base64() -> None:
    inspected = inspect_upload(pictures.encode(pictures.photo((60, 40), 3), "PNG"))
    assert base64.b64decode(inspected.thumbhash).hex() == "d9170695948f7a96175878644b67a9798f75f8e96a"
