"""The promise of a composed edit: outside the mask's feather, no byte of the original changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from studio.images.layback import lay_back
from studio.images.masks import MaskRefused, grown, marked
from tests import pictures

SIZE = (80, 60)


def box_mask(box: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", SIZE, 0)
    mask.paste(255, box)
    return mask


@settings(max_examples=60, deadline=None)
@given(
    left=st.integers(0, 70),
    top=st.integers(0, 50),
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    feather=st.integers(0, 30),
    modes=st.tuples(st.sampled_from(["RGB", "RGBA"]), st.sampled_from(["RGB", "RGBA"])),
)
def test_no_byte_changes_outside_the_feather_and_every_one_inside_is_the_edit_s(
    left: int, top: int, width: int, height: int, feather: int, modes: tuple[str, str]
) -> None:
    original, edited = pictures.photo(SIZE, 1).convert(modes[0]), pictures.photo(SIZE, 2).convert(modes[1])
    if modes[0] == "RGBA":
        original.putalpha(pictures.photo(SIZE, 3).convert("L"))
    mask = box_mask((left, top, left + width, top + height))
    where = marked(mask, SIZE)
    laid = lay_back(original, edited, mask, feather=feather)
    assert laid.mode == ("RGBA" if "RGBA" in modes else "RGB")
    outside = ~grown(where, feather)
    pixels, before, after = (np.asarray(image.convert(laid.mode)) for image in (laid, original, edited))
    assert np.array_equal(pixels[outside], before[outside])
    assert np.array_equal(pixels[where], after[where])


def test_the_feather_fades_evenly() -> None:
    laid = lay_back(
        Image.new("RGB", SIZE, "black"), Image.new("RGB", SIZE, "white"), box_mask((0, 0, 40, 60)), feather=8
    )
    assert np.asarray(laid)[30, 36:50, 0].tolist() == [255] * 4 + [227, 198, 170, 142, 113, 85, 57, 28, 0, 0]


def test_colours_under_transparency_do_not_bleed_into_the_feather() -> None:
    original = Image.new("RGBA", SIZE, (0, 200, 0, 255))
    gone = Image.new("RGBA", SIZE, (255, 0, 0, 0))
    laid = np.asarray(lay_back(original, gone, box_mask((0, 0, 40, 60)), feather=10))
    seen = laid[30, :, 3] > 0
    assert (laid[30, seen][:, :3] == (0, 200, 0)).all()
    assert (laid[30, :40, 3] == 0).all() and (laid[30, 51:, 3] == 255).all()
    assert (np.diff(laid[30, :, 3].astype(int)) >= 0).all()


def test_an_edit_that_came_back_at_another_size_is_scaled() -> None:
    laid = lay_back(
        Image.new("RGB", SIZE, "teal"), Image.new("RGB", (160, 120), "gold"), box_mask((10, 10, 20, 20))
    )
    assert laid.size == SIZE
    assert laid.getpixel((15, 15)) == (255, 215, 0)
    assert laid.getpixel((25, 15)) == (0, 128, 128)


def test_the_pictures_that_were_handed_in_stay_as_they_were() -> None:
    original, edited = Image.new("RGB", SIZE, "teal"), Image.new("RGB", SIZE, "gold")
    lay_back(original, edited, box_mask((10, 10, 20, 20)), feather=4)
    assert original.getpixel((15, 15)) == (0, 128, 128)
    assert edited.getpixel((0, 0)) == (255, 215, 0)


def test_a_mask_of_another_size_is_refused() -> None:
    with pytest.raises(MaskRefused, match="they must agree"):
        lay_back(pictures.quadrants(SIZE), pictures.quadrants(SIZE), Image.new("L", (8, 8), 255))
