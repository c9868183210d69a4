import io

import numpy as np
import pytest
from PIL import Image

from studio.images.errors import ImageRefused
from studio.images.pixels import pixels
from tests import pictures


def test_pixels_are_those_of_the_picture() -> None:
    drawn = pictures.photo((64, 48))
    assert np.array_equal(np.asarray(pixels(pictures.encode(drawn, "PNG"))), np.asarray(drawn))


def test_pixels_are_upright_and_keep_their_alpha() -> None:
    assert pixels(pictures.turned_jpeg(6)).size == pictures.SMALL
    see_through = pictures.see_through_png()
    assert np.array_equal(np.asarray(pixels(see_through)), np.asarray(Image.open(io.BytesIO(see_through))))


def test_pixels_of_damaged_bytes_are_refused() -> None:
    with pytest.raises(ImageRefused, match="cut short"):
        pixels(pictures.encode(pictures.photo((64, 48)), "JPEG")[:700])
