"""Selecting by a click and by name, against scenes whose truth is known."""

import numpy as np
import pytest

from studio.engine.edit.canvas import CannotDo, Canvas
from studio.engine.edit.pick import named, pointed
from tests.engine.edit.scenes import still_life


def overlap(mask: np.ndarray, truth: np.ndarray) -> float:
    one, two = mask > 127, truth > 0.5
    return float((one & two).sum() / (one | two).sum())


def test_a_click_on_the_subject_takes_the_subject() -> None:
    scene, truth = still_life()
    found = pointed(Canvas(scene, seed=0), 0.5, 0.55)
    assert overlap(found.mask, truth) > 0.9
    assert found.how == "the main subject"


def test_its_name_takes_it_too() -> None:
    scene, truth = still_life()
    assert overlap(named(Canvas(scene, seed=0), "the red mug").mask, truth) > 0.75


def test_a_click_beside_the_subject_takes_the_area_of_one_colour() -> None:
    scene = np.full((300, 400, 3), (40, 90, 160), np.uint8)
    scene[200:] = (90, 140, 60)
    scene[40:120, 300:380] = (240, 220, 120)
    found = pointed(Canvas(scene, seed=0), 0.85, 0.25)
    truth = np.zeros((300, 400))
    truth[40:120, 300:380] = 1
    assert overlap(found.mask, truth) > 0.9
    below = pointed(Canvas(scene, seed=0), 0.3, 0.9).mask
    assert below[250, 30] > 127
    assert below[20, 20] < 127


def test_where_nothing_holds_together_it_says_so() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8)
    with pytest.raises(CannotDo, match="brush"):
        pointed(Canvas(noise, seed=0), 0.5, 0.5)


def test_a_second_click_on_the_same_picture_looks_for_no_subject_again() -> None:
    scene, _ = still_life()
    canvas = Canvas(scene, seed=0)
    first = pointed(canvas, 0.5, 0.55).mask
    found = canvas.seen
    assert (pointed(canvas, 0.5, 0.5).mask == first).all()
    assert canvas.seen is found
