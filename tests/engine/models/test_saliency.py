"""What stands out is seen at any side, and remembered."""

import cv2
import numpy as np
import pytest

from studio.engine.models.saliency import QUICK, SIDE, saliency
from studio.engine.models.types import Pixels


@pytest.fixture(scope="module")
def disc() -> Pixels:
    """A red disc on grey, a fifth of the frame."""
    picture = np.full((512, 512, 3), 190, np.uint8)
    cv2.circle(picture, (256, 256), 130, (200, 30, 30), -1)
    return picture


@pytest.mark.parametrize("side", [SIDE, QUICK])
def test_a_thing_is_seen_at_either_side(disc: Pixels, side: int) -> None:
    seen = saliency(disc, side)
    assert seen.shape == (side, side)
    assert seen[side // 2, side // 2] > 0.9
    assert seen[side // 20, side // 20] < 0.1


def test_what_was_seen_of_a_picture_is_not_looked_for_again(disc: Pixels) -> None:
    assert saliency(disc.copy(), QUICK) is saliency(disc, QUICK)
