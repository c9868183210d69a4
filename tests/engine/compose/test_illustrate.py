from dataclasses import replace

from studio.engine.illustrate import pictures, scenery
from studio.engine.wish import Wish


def wish(prompt: str, count: int = 1, series: bool = False) -> Wish:
    return Wish(prompt, 96, 72, count, series, (), 5, None, False)


def test_each_variant_has_its_seed_and_its_plan() -> None:
    drawn = list(pictures(wish("a cat on a red bench", count=3)))
    assert [part.plan["seed"] for part in drawn] == [5, 6, 7]
    assert len({part.picture.tobytes() for part in drawn}) == 3


def test_variants_with_other_details_keep_their_seed() -> None:
    drawn = list(pictures(replace(wish("a cat on a red bench", count=2), detail=9)))
    assert [(part.plan["seed"], part.plan["detail"]) for part in drawn] == [(5, 9), (5, 10)]
    assert drawn[0].picture.tobytes() != drawn[1].picture.tobytes()


def test_a_series_keeps_its_composition() -> None:
    drawn = list(pictures(wish("four seasons of a meadow with a bench", count=4, series=True)))
    assert [part.plan["seed"] for part in drawn] == [5, 5, 5, 5]
    assert [part.plan["season"] for part in drawn] == ["spring", "summer", "autumn", "winter"]
    assert len({part.picture.tobytes() for part in drawn}) == 4


def test_words_that_could_not_be_placed_are_named() -> None:
    (drawn,) = pictures(wish("a cat and a flibbertigibbet"))
    assert drawn.plan["not placed"] == ["flibbertigibbet"]


def test_words_that_no_typeface_can_set_are_told_instead_of_drawn_as_boxes() -> None:
    (drawn,) = pictures(wish('a sign that says "𐎀𐎁𐎂"'))  # Ugaritic
    (plain,) = pictures(wish('a sign that says "Ünal Дом"'))
    assert plain.plan["lettering"] == ["Ünal Дом"]
    assert drawn.plan["notes"] == ["There is no typeface here for “𐎀𐎁𐎂”: it is not lettered."]
    assert "lettering" not in drawn.plan


def test_scenery_is_drawn_for_edits() -> None:
    assert scenery("a beach at sunset", 80, 60, 1).size == (80, 60)
