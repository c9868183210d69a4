"""What people wear is part of their figure."""

from studio.engine.art import folk, shelf
from studio.engine.compose.fit import stage
from studio.engine.plan import make_plan


def arts(prompt: str) -> dict[str, str]:
    plan = make_plan(prompt, shelf.nouns())
    return {part.noun: part.art for part in stage(plan, 3, 800, 800).figures}


def test_a_garment_and_glasses_are_worn_and_not_drawn_beside() -> None:
    drawn = arts("a woman wearing a green dress and sunglasses")
    assert list(drawn) == ["woman"]
    assert "dress.2f9e44" in drawn["woman"]
    assert drawn["woman"].endswith("-shades")


def test_a_new_hat_takes_the_place_of_the_old_one() -> None:
    assert "toque" not in arts("a chef with a crown")["chef"]


def test_an_animal_keeps_what_it_wears_as_a_thing() -> None:
    assert set(arts("a lion wearing a crown")) == {"lion", "crown"}


def test_a_rider_sits_in_the_saddle_and_behind_the_horse() -> None:
    plan = make_plan("a knight riding a horse", shelf.nouns())
    figures = stage(plan, 2, 800, 800).figures
    assert [part.noun for part in figures] == ["knight", "horse"]
    knight, horse = figures
    assert horse.top < knight.foot < horse.foot


def test_every_part_can_be_drawn_alone() -> None:
    for part in folk.PARTS:
        assert "<path" in folk.body(part) or "<rect" in folk.body(part)
