import numpy as np
import pytest
from PIL import Image

from studio.images.masks import MaskRefused, feathered, grown, marked


def mask_of(size: tuple[int, int], box: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    mask.paste(255, box)
    return mask


def test_half_and_more_is_marked() -> None:
    greys = Image.fromarray(np.array([[0, 127, 128, 255]], np.uint8))
    assert marked(greys, (4, 1)).tolist() == [[False, False, True, True]]


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        (Image.new("L", (9, 8), 255), "The mask is 9 × 8 pixels, the picture 8 × 8: they must agree."),
        (Image.new("L", (8, 8), 0), "The mask marks nothing: paint over what should change."),
        (Image.new("L", (8, 8), 255), "The mask marks the whole picture: leave out what should stay."),
    ],
)
def test_a_mask_that_cannot_be_meant_is_refused_with_a_sentence(mask: Image.Image, sentence: str) -> None:
    with pytest.raises(MaskRefused) as refused:
        marked(mask, (8, 8))
    assert str(refused.value) == sentence


def test_a_mask_grows_by_so_many_pixels_and_stops_at_the_edge() -> None:
    where = marked(mask_of((9, 7), (0, 3, 1, 4)), (9, 7))
    ys, xs = np.nonzero(grown(where, 2))
    assert (xs.min(), xs.max(), ys.min(), ys.max()) == (0, 2, 1, 5)
    assert grown(where, 0).sum() == 1


@pytest.mark.parametrize("feather", [0, 1, 2, 3, 8, 40])
def test_a_feather_is_one_inside_nothing_beyond_and_falls_between(feather: int) -> None:
    where = marked(mask_of((60, 50), (0, 10, 25, 30)), (60, 50))
    weights = feathered(where, feather)
    assert (weights[where] == 1).all()
    assert (weights[~grown(where, feather)] == 0).all()
    row = weights[20, 24:]
    assert (np.diff(row) <= 0).all()
    if feather >= 2:
        assert 0 < row[1] < 1
