"""Which of several things words mean; where that is in doubt, nothing is changed."""

import cv2
import numpy as np
import pytest

from studio.engine.edit.canvas import CannotDo, Canvas
from studio.engine.edit.find import find
from studio.engine.edit.parts import meant
from studio.engine.edit.pick import named
from studio.engine.edit.understand.things import thing
from studio.engine.models.types import Mask, Pixels
from tests.engine.edit.scenes import still_life


def _two_red_things() -> Pixels:
    """A red ball and a red shirt-like square on grey, the square larger."""
    picture = np.full((300, 400, 3), 150, np.uint8)
    cv2.circle(picture, (90, 190), 46, (200, 30, 30), -1)
    cv2.rectangle(picture, (210, 90), (350, 250), (200, 30, 30), -1)
    return picture


def _parts(*boxes: tuple[int, int, int, int]) -> Mask:
    mask = np.zeros((300, 400), np.uint8)
    for left, top, right, bottom in boxes:
        mask[top:bottom, left:right] = 255
    return mask


def test_a_ball_of_a_colour_is_the_round_one() -> None:
    found = find(Canvas(_two_red_things(), seed=0), thing("the red ball")).mask
    assert found[190, 90] > 200
    assert found[170, 280] == 0


def test_nothing_is_taken_for_a_ball_that_is_not_round() -> None:
    picture = _two_red_things()
    picture[:, :200] = 150
    with pytest.raises(CannotDo, match="not as round as a ball"):
        find(Canvas(picture, seed=0), thing("the red ball"))


def test_of_two_things_alike_one_has_to_be_said() -> None:
    mask = _parts((40, 100, 140, 200), (240, 100, 340, 200))
    with pytest.raises(CannotDo, match="Several things here could be “cup”"):
        meant(mask, thing("the cup"))
    assert meant(mask, thing("the cup on the left"))[150, 300] == 0
    assert (meant(mask, thing("the cups")) == mask).all()
    assert (meant(mask, thing("the subject")) == mask).all()


def test_the_larger_of_two_is_meant_when_the_other_is_small_or_cut_by_the_frame() -> None:
    mask = _parts((40, 100, 160, 220), (300, 80, 400, 180))
    found = meant(mask, thing("the cow"))
    assert found[150, 100] == 255
    assert found[130, 350] == 0


def test_a_side_on_which_nothing_is_gets_nothing() -> None:
    with pytest.raises(CannotDo, match="on that side"):
        meant(_parts((260, 100, 380, 220)), thing("the lamp on the left"))


@pytest.mark.parametrize("words", ["the spoon", "the wall", "the trees", "its wheels"])
def test_what_is_hardly_ever_the_subject_is_not_mistaken_for_it(words: str) -> None:
    scene, _ = still_life(320, 240)
    with pytest.raises(CannotDo, match="by the name alone"):
        named(Canvas(scene, seed=0), words)


def test_a_colour_that_is_nowhere_is_said_to_be_missing() -> None:
    with pytest.raises(CannotDo, match="Nothing green was found for “bottle”"):
        named(Canvas(_two_red_things(), seed=0), "the green bottle")
