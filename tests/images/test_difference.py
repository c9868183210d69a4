import io

import numpy as np
import pytest
from PIL import Image

from studio.images.difference import difference, movement
from studio.images.layback import lay_back
from tests import pictures

SIZE = (400, 300)


def box_mask(box: tuple[int, int, int, int], size: tuple[int, int] = SIZE) -> Image.Image:
    mask = Image.new("L", size, 0)
    mask.paste(255, box)
    return mask


def shifted(image: Image.Image, right: float, down: float) -> Image.Image:
    """Moved by fractions of a pixel too; what comes in at the edge is a copy of the edge."""
    return image.transform(
        image.size, Image.Transform.AFFINE, (1, 0, -right, 0, 1, -down), Image.Resampling.BICUBIC
    )


def test_a_picture_does_not_differ_from_itself() -> None:
    photo = pictures.photo(SIZE)
    told = difference(photo, photo, mask=box_mask((0, 0, 10, 10)))
    assert (told.changed, told.changed_outside, told.largest_outside) == (0, 0, 0)
    assert told.overlay.getextrema() == (0, 0)
    assert (told.moved, told.scaled_from) == ((0, 0), None)


def test_the_changed_share_is_counted_to_the_pixel() -> None:
    edited = pictures.photo(SIZE).copy()
    edited.paste((255, 0, 255), (100, 100, 140, 130))
    edited.putpixel((5, 5), (255, 0, 255))
    told = difference(pictures.photo(SIZE), edited, mask=box_mask((100, 100, 140, 130)))
    assert told.changed_outside == pytest.approx(1 / (400 * 300 - 40 * 30))
    assert told.changed == pytest.approx((40 * 30 + 1) / (400 * 300), rel=0.01)
    assert told.largest_outside == told.overlay.getpixel((5, 5))


def test_the_overlay_is_the_largest_change_of_a_channel() -> None:
    before, after = Image.new("RGB", (3, 1), (100, 100, 100)), Image.new("RGB", (3, 1), (100, 100, 100))
    after.putpixel((1, 0), (90, 130, 100))
    after.putpixel((2, 0), (0, 100, 255))
    assert np.asarray(difference(before, after).overlay).tolist() == [[0, 30, 155]]


def test_what_is_within_the_tolerance_has_not_changed() -> None:
    before = Image.new("RGB", (10, 10), (100, 100, 100))
    told = difference(before, Image.new("RGB", (10, 10), (116, 100, 100)))
    assert told.changed == 0
    assert difference(before, Image.new("RGB", (10, 10), (117, 100, 100))).changed == 1
    assert difference(before, Image.new("RGB", (10, 10), (117, 100, 100)), tolerance=17).changed == 0


def test_recompression_is_no_change() -> None:
    photo = pictures.photo(SIZE)
    again = Image.open(io.BytesIO(pictures.encode(photo, "JPEG", quality=90)))
    assert difference(photo, again).changed < 0.02


def test_transparent_pixels_are_alike_whatever_colour_they_hide() -> None:
    red, green = Image.new("RGBA", (8, 8), (255, 0, 0, 0)), Image.new("RGBA", (8, 8), (0, 255, 0, 0))
    assert difference(red, green).changed == 0
    assert difference(red, Image.new("RGB", (8, 8), "black")).changed == 1


def test_a_picture_of_another_size_is_compared_and_said_to_be_scaled() -> None:
    photo = pictures.photo(SIZE)
    told = difference(photo, photo.resize((800, 600), Image.Resampling.LANCZOS))
    assert told.scaled_from == (800, 600)
    assert told.overlay.size == SIZE
    assert told.changed < 0.05
    assert told.moved == pytest.approx((0, 0), abs=0.1)


@pytest.mark.parametrize(("right", "down"), [(3, 0), (0, -2), (-7, 5), (0.5, 0.25), (-1.3, 0.6)])
def test_a_picture_that_came_back_moved_is_not_moved_back_in_secret(right: float, down: float) -> None:
    photo = pictures.photo(SIZE)
    told = difference(photo, shifted(photo, right, down))
    assert told.moved == pytest.approx((right, down), abs=0.11)
    if abs(right) >= 3:
        assert told.changed > 0.05


def test_movement_of_a_large_picture_is_told_in_its_own_pixels() -> None:
    large = pictures.photo(SIZE).resize((1600, 1200), Image.Resampling.BICUBIC)
    assert movement(large, shifted(large, 6, -3)) == pytest.approx((6, -3), abs=0.4)


def test_movement_is_found_around_what_the_mask_marks() -> None:
    photo = pictures.photo(SIZE)
    edited = shifted(photo, 2, 1)
    edited.paste(pictures.photo((150, 150), 9), (120, 80))
    told = difference(photo, edited, mask=box_mask((110, 70, 280, 240)))
    assert told.moved == pytest.approx((2, 1), abs=0.15)


def test_of_pictures_with_nothing_in_common_no_movement_is_told() -> None:
    assert movement(Image.new("RGB", SIZE, "teal"), Image.new("RGB", SIZE, "teal")) is None
    assert movement(pictures.photo(SIZE, 1), pictures.photo(SIZE, 2)) is None


def test_after_laying_back_nothing_outside_the_feather_has_changed() -> None:
    """The containment of a masked edit, as the studio shows it."""
    original, edited = pictures.photo(SIZE, 1), shifted(pictures.photo(SIZE, 1), 0.5, 0)
    mask, feather = box_mask((100, 100, 200, 200)), 16
    assert (difference(original, edited, mask=mask, tolerance=0).changed_outside or 0) > 0.5
    laid = lay_back(original, edited, mask, feather=feather)
    reach = box_mask((100 - feather, 100 - feather, 200 + feather, 200 + feather))
    told = difference(original, laid, mask=reach, tolerance=0)
    assert (told.changed_outside, told.largest_outside) == (0, 0)
