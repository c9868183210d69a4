from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from studio.engine.compose.draw import draw
from studio.engine.compose.fit import stage
from studio.engine.compose.paint import paint
from tests.engine.compose.truth import Case, cases, check, planned

FOX = "a red fox in a snowy forest at night"
SMALL = (128, 96)

TRUE = """
two cats and a red bench => 2 cat; 1 bench [red]
a blue cup to the left of a yellow book => 1 cup [blue]; 1 book [yellow]; cup left_of book
a clock above three chairs => 1 clock; 3 chair; clock above chair
three lemons in a blue bowl => 3 lemon; 1 bowl [blue]; lemon in bowl
a cat in front of a dog => cat front_of dog
a dog under a table => dog below table
a laptop and a cup on a table => laptop on table; cup on table
seven birds flying over the sea => 7 bird
a robot holding a sign that says "HI" => robot holding sign; "HI"
a fox between two trees and a rock => 1 fox
"""


@pytest.mark.parametrize("case", tuple(cases(TRUE)), ids=lambda case: case.prompt)
def test_the_picture_shows_what_was_asked_for(case: Case) -> None:
    assert [finding.fact for finding in check(case, 6) if not finding.holds] == []


def test_the_same_seed_gives_the_same_bytes() -> None:
    plan = planned(FOX)
    assert draw(plan, 12, *SMALL).tobytes() == draw(plan, 12, *SMALL).tobytes()


def test_four_seeds_are_four_pictures() -> None:
    plan = planned(FOX)
    drawn = [np.asarray(draw(plan, seed, *SMALL), dtype=np.float32) for seed in range(8, 12)]
    stages = [stage(plan, seed, *SMALL) for seed in range(8, 12)]
    apart = [abs(one - other).mean() for at, one in enumerate(drawn) for other in drawn[at + 1 :]]
    assert min(apart) > 12
    heights = sorted(scene.figures[0].height for scene in stages)
    assert heights[-1] > 1.4 * heights[0]


def test_other_details_keep_the_arrangement() -> None:
    plan = planned(FOX)
    usual, other = (stage(plan, 42, *SMALL, detail) for detail in (None, 7))
    assert usual.figures == other.figures
    assert draw(plan, 42, *SMALL).tobytes() != draw(plan, 42, *SMALL, detail=7).tobytes()


@pytest.mark.parametrize("size", [(64, 64), (333, 97), (91, 200)])
def test_the_size_is_exact(size: tuple[int, int]) -> None:
    for prompt in (
        FOX,
        "pie chart: a 1, b 2",
        "icons: apple, key",
        "diagram of a bicycle with labels: wheel, chain",
    ):
        picture = draw(planned(prompt), 3, *size)
        assert (picture.size, picture.mode) == (size, "RGB")


def test_the_composition_is_the_same_at_every_resolution() -> None:
    plan = planned("two cats and a red bench")
    assert stage(plan, 5, 400, 300) == stage(plan, 5, 4096, 3072)


@pytest.mark.parametrize("style", ["", "paper", "pixel"])
def test_a_large_picture_is_the_small_one_with_more_pixels(style: str) -> None:
    plan = replace(planned("a red bench in a meadow by day"), style=style)
    large, small = draw(plan, 6, 2720, 160), draw(plan, 6, 1020, 60)
    assert large.size == (2720, 160)
    ours = np.asarray(large.resize((255, 15), Image.Resampling.BOX), dtype=np.float32)
    theirs = np.asarray(small.resize((255, 15), Image.Resampling.BOX), dtype=np.float32)
    assert abs(ours - theirs).mean() < 6


@pytest.mark.parametrize(
    "place",
    [
        "forest",
        "meadow",
        "savanna",
        "tundra",
        "mountains",
        "desert",
        "lake",
        "sea",
        "beach",
        "studio",
        "table",
        "room",
        "kitchen",
        "city",
        "street",
        "space",
        "moonscape",
        "underwater",
        "sky",
    ],
)
def test_every_place_is_painted_by_day_and_night(place: str) -> None:
    plan = replace(planned("a cat"), place=place)
    day, night = (
        np.asarray(draw(replace(plan, time=time), 9, *SMALL), dtype=np.float32) for time in ("day", "night")
    )
    assert day.std() > 8
    if place not in ("space", "moonscape"):
        assert day.mean() > night.mean() + 12


@pytest.mark.parametrize(
    "style", ["poster", "watercolour", "ink", "pixel", "neon", "paper", "line", "pastel", "oil"]
)
def test_a_style_changes_the_whole_picture(style: str) -> None:
    plan = planned(FOX)
    plain = np.asarray(draw(plan, 3, *SMALL), dtype=np.float32)
    styled = np.asarray(draw(replace(plan, style=style), 3, *SMALL), dtype=np.float32)
    assert abs(plain - styled).mean() > 6


@pytest.mark.parametrize("words", ["rain", "snow", "fog", "thunderstorm"])
def test_weather_is_seen(words: str) -> None:
    plain = np.asarray(draw(planned("a cat in a meadow by day"), 3, *SMALL), dtype=np.float32)
    wet = np.asarray(draw(planned(f"a cat in a meadow by day, {words}"), 3, *SMALL), dtype=np.float32)
    assert abs(plain - wet).mean() > 4


def test_figures_stay_inside_the_picture() -> None:
    for prompt in (
        "twelve elephants and a castle",
        "a giraffe next to a mouse",
        "five dogs and five cats on the beach",
    ):
        for seed in range(2):
            for size in ((300, 100), (100, 300)):
                scene = stage(planned(prompt), seed, *size)
                for part in scene.figures:
                    assert (
                        part.left > -0.2 * part.width
                        and part.left + part.width < scene.setting.wide + 0.2 * part.width
                    )
                    assert part.top > -1 and part.foot < 1010


def test_a_picture_of_nothing_known_is_still_a_picture() -> None:
    scene = stage(planned("flibbertigibbet"), 1, *SMALL)
    assert scene.figures == ()
    assert np.asarray(paint(scene, *SMALL)).std() > 8


@pytest.mark.parametrize("seed", range(4))
def test_a_product_stands_on_its_plinth_before_the_colour_that_was_said(seed: int) -> None:
    prompt = "Product photo of a bottle on a plinth, {} background"
    walls = {
        name: np.asarray(draw(planned(prompt.format(name)), seed, *SMALL), dtype=float)[4:20].mean(
            axis=(0, 1)
        )
        for name in ("green", "lilac", "beige")
    }
    assert walls["green"][1] > walls["green"][0] > 0 and walls["green"][1] > walls["green"][2]
    assert walls["lilac"][1] == min(walls["lilac"])
    assert walls["beige"][0] > walls["beige"][1] > walls["beige"][2]
    assert "plinth" in planned(prompt.format("green")).features
