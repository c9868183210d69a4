import io

import numpy as np
import pytest
from PIL import Image

from studio.images.render import render
from studio.images.specs import SPECS, W320, W640, W1280, W2048
from tests import pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_whole_ladder_looks_like_the_original(kind: str) -> None:
    photo = pictures.photo((1400, 900))
    options = {"PNG": {"compress_level": 1}, "AVIF": {"quality": 92, "speed": 10}}.get(kind, {"quality": 92})
    made = render(pictures.encode(photo, kind, **options), SPECS)
    assert [rendered.spec for rendered in made] == [W640, W320, W1280, W2048]
    assert [rendered.width for rendered in made] == [640, 320, 1280, 1400]
    for rendered in made:
        image = Image.open(io.BytesIO(rendered.content))
        assert (image.format, image.size) == ("WEBP", (rendered.width, rendered.height))
        meant = np.asarray(photo.resize(image.size, Image.Resampling.LANCZOS), float)
        assert np.abs(np.asarray(image.convert("RGB"), float) - meant).mean() < 5


def test_a_small_original_is_never_enlarged() -> None:
    made = render(pictures.png((64, 48)), SPECS)
    assert {(rendered.width, rendered.height) for rendered in made} == {(64, 48)}
    assert len({rendered.content for rendered in made}) == 1


def test_what_shines_through_still_does() -> None:
    (small,) = render(pictures.see_through_png((800, 400)), [W320])
    image = Image.open(io.BytesIO(small.content))
    assert image.mode == "RGBA"
    left, right = image.getpixel((40, 80)), image.getpixel((280, 80))
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert (left[3], right[3]) == (0, 128)


def test_a_strip_keeps_at_least_one_pixel() -> None:
    (small,) = render(pictures.png((9000, 2)), [W320])
    assert (small.width, small.height) == (320, 1)
    (tall,) = render(pictures.png((2, 16_383)), [W320])
    assert (tall.width, tall.height) == (2, 16_383)


def test_a_stored_picture_that_is_turned_or_profiled_is_shown_as_it_is_meant() -> None:
    (small,) = render(pictures.turned_jpeg(8, (960, 480)), [W640])
    assert (small.width, small.height) == (640, 320)
    shown = np.asarray(Image.open(io.BytesIO(small.content)).convert("RGB"), int)
    assert np.abs(shown[20, 20] - pictures.RED).max() < 12
    profiled = pictures.encode(
        Image.new("RGB", (80, 80), pictures.RED), "PNG", icc_profile=pictures.swapped_profile()
    )
    (green,) = render(profiled, [W640])
    pixel = np.asarray(Image.open(io.BytesIO(green.content)).convert("RGB"), int)[40, 40]
    assert np.abs(pixel - (30, 220, 30)).max() < 12


def test_renditions_say_nothing_about_their_maker() -> None:
    (small,) = render(pictures.jpeg(gps=True, orientation=6, icc_profile=pictures.srgb_profile()), [W320])
    image = Image.open(io.BytesIO(small.content))
    assert not image.getexif() and "icc_profile" not in image.info and "xmp" not in image.info
