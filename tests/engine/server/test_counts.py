"""How many pictures a set gets."""

import pytest

from studio.engine.counts import pictures_wanted


@pytest.mark.parametrize(
    ("prompt", "count"),
    [
        ("four images of a cat", 4),
        ("a series of 3 posters", 3),
        ("storyboard of 4", 4),
        ("a set of twelve", 12),
        ("generate 5 different pictures", 5),
        ("a six-panel comic", 6),
        ("two small watercolour illustrations", 2),
        ("Seven Frames of a sunrise", 7),
        ("画六张图", 6),
        ("生成十二幅水彩", 12),
        ("20 images of a cat", 15),
        ("one image of a cat", 1),
        ("0 images", 1),
    ],
)
def test_the_prompt_names_the_number(prompt: str, count: int) -> None:
    assert pictures_wanted(prompt, 15, ceiling_given=False) == count


@pytest.mark.parametrize("prompt", ["two cats and a red bench", "a clock above three chairs", "1920s car"])
def test_a_number_of_things_is_not_a_number_of_pictures(prompt: str) -> None:
    assert pictures_wanted(prompt, 15, ceiling_given=False) == 1


def test_a_named_number_never_exceeds_the_ceiling() -> None:
    assert pictures_wanted("nine images", 4, ceiling_given=True) == 4
    assert pictures_wanted("two images", 4, ceiling_given=True) == 2


def test_without_a_number_the_callers_ceiling_decides() -> None:
    assert pictures_wanted("four seasons of one courtyard", 3, ceiling_given=True) == 3


def test_without_either_a_set_has_four_and_anything_else_is_one_picture() -> None:
    assert pictures_wanted("a comic about a fox", 15, ceiling_given=False) == 4
    assert pictures_wanted("a fox", 15, ceiling_given=False) == 1
