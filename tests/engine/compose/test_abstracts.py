"""Abstract pictures and patterns."""

import pytest

from studio.engine.art import shelf
from studio.engine.compose.draw import draw
from studio.engine.plan import make_plan


def test_shapes_and_colours_are_the_picture_and_not_its_subjects() -> None:
    plan = make_plan("abstract composition of circles and spheres in blue and orange", shelf.nouns())
    assert (plan.kind, plan.subjects, plan.palette, plan.unplaced) == ("abstract", (), ("blue", "orange"), ())


@pytest.mark.parametrize("prompt", ["abstract waves in teal", "seamless pattern of lemons and foxes"])
def test_four_seeds_are_four_compositions_and_each_is_the_same_again(prompt: str) -> None:
    plan = make_plan(prompt, shelf.nouns())
    drawn = [draw(plan, seed, 240, 180).tobytes() for seed in (0, 1, 2, 3)]
    assert len(set(drawn)) == 4
    assert draw(plan, 2, 240, 180).tobytes() == drawn[2]


def test_an_orange_is_still_a_fruit_elsewhere() -> None:
    (subject,) = make_plan("an orange on a plate", shelf.nouns()).subjects[:1]
    assert subject.noun == "orange fruit"
