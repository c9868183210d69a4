"""What goes with a thing that is removed, and how its place is drawn."""

import cv2
import numpy as np

from studio.engine.edit.belongings import limbs, mirrored
from studio.engine.edit.fill import fill
from studio.engine.models.types import Mask, Pixels


def _still_water() -> Pixels:
    """Sky above water, the water darker towards the front."""
    picture = np.zeros((240, 320, 3), np.float32)
    picture[:120] = (200, 220, 240)
    picture[120:] = np.linspace((90, 130, 170), (40, 70, 110), 120)[:, None]
    return np.asarray(picture, np.uint8)


def _lighthouse(bare: Pixels) -> tuple[Pixels, Mask]:
    """A striped tower that stands in the water, with its reflection half as high; and the tower alone."""
    picture, tower = bare.copy(), np.zeros(bare.shape[:2], np.uint8)
    for number, top in enumerate(range(60, 140, 16)):
        colour = np.array((210, 40, 40) if number % 2 else (245, 240, 235))
        picture[top : top + 16, 140:170] = colour
        below = slice(140 + (140 - top - 16) // 2, 140 + (140 - top) // 2)
        picture[below, 140:170] = picture[below, 140:170] * 0.75 + colour * 0.25
    tower[60:140, 140:170] = 255
    return picture, tower


def test_a_reflection_goes_with_its_thing() -> None:
    picture, tower = _lighthouse(_still_water())
    found = mirrored(picture, tower)
    assert found[145:175, 145:165].all()
    assert not found[:, :120].any()
    assert not found[200:].any()


def test_where_nothing_is_mirrored_nothing_is_found() -> None:
    picture, tower = _lighthouse(_still_water())
    picture[141:] = _still_water()[141:]
    assert not mirrored(picture, tower).any()


def test_a_thin_part_of_the_same_colour_goes_along_and_a_thing_beside_it_stays() -> None:
    picture = np.full((256, 256, 3), (120, 160, 110), np.uint8)
    picture[80:140, 90:170] = (180, 120, 60)  # the body, which is found
    picture[140:158, 127:131] = (180, 120, 60)  # its post
    cv2.circle(picture, (205, 110), 30, (60, 60, 160), -1)  # a thing that stands close
    picture = np.clip(picture + np.random.default_rng(1).normal(0, 4, picture.shape), 0, 255).astype(np.uint8)
    body = np.zeros((256, 256), np.uint8)
    body[80:140, 90:170] = 255
    found = limbs(picture, body)
    assert found[144:154, 128:130].all()
    assert not found[100:120, 190:].any()


def test_lines_on_both_sides_of_a_hole_go_on_through_it() -> None:
    bare = np.full((300, 400, 3), (225, 222, 214), np.uint8)
    bare[190:] = (150, 100, 60)  # a table
    bare[186:190] = (110, 70, 40)  # and its edge
    hole = np.zeros((300, 400), np.uint8)
    cv2.ellipse(hole, (200, 180), (70, 60), 0, 0, 360, 255, -1)
    covered = bare.copy()
    covered[hole > 0] = (200, 30, 30)
    apart = np.abs(fill(covered, hole, seed=1).astype(int) - bare.astype(int))
    assert apart.max() <= 3
