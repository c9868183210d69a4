"""What stands in for a noun that has no art."""

import pytest

from studio.engine.art import shelf
from studio.engine.art.near import near
from studio.engine.plan import make_plan
from studio.engine.plan.told import told


@pytest.mark.parametrize(
    ("word", "name"), [("gecko", "lizard"), ("mandolin", "guitar"), ("trout", "fish"), ("mansion", "cottage")]
)
def test_a_thing_is_near_to_one_of_its_kind(word: str, name: str) -> None:
    found = near(word)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("word", ["freedom", "memory", "algorithm", "zorblax", "clown", "toaster"])
def test_ideas_and_words_that_only_begin_alike_have_no_stand_in(word: str) -> None:
    assert near(word) is None


def test_the_plan_tells_what_stands_in_for_what() -> None:
    rows = told(make_plan("a gecko and two purple zorblaxes, a campaign for freedom", shelf.nouns(), near))
    assert rows["subjects"] == ["a lizard"]
    assert rows["notes"] == ["There is no art for “gecko”: lizard stands in for it."]
    assert rows["not placed"] == ["zorblaxes", "campaign", "freedom"]
