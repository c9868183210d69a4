import numpy as np
import pytest

from studio.engine.compose.draw import draw
from studio.engine.plan.signs import THEMES
from tests.engine.compose.truth import planned


def names(prompt: str) -> list[str]:
    return [subject.noun for subject in planned(prompt).subjects]


def test_on_icons_the_weather_is_a_thing() -> None:
    made = planned("icon set: sun, rain, snow, thunderstorm, wind, fog, rainbow")
    assert [subject.noun for subject in made.subjects] == [
        "sun",
        "rain",
        "snow",
        "storm",
        "wind",
        "fog",
        "rainbow",
    ]
    assert (made.weather, made.season, made.place, made.unplaced) == ("", "", "", ())


def test_in_a_scene_it_is_not() -> None:
    made = planned("a dog in the rain under a rainbow")
    assert ([subject.noun for subject in made.subjects], made.weather) == (["dog"], "rain")


@pytest.mark.parametrize("theme", [*THEMES, "mobile app", "user interface"])
def test_a_theme_has_its_usual_icons_and_says_so(theme: str) -> None:
    made = planned(f"a set of {theme} icons")
    assert [bool(subject.art) for subject in made.subjects] == [True] * 9
    assert made.notes[0].startswith("No icons were named: these are usual ones for")


def test_a_theme_whose_icons_are_named_has_those() -> None:
    assert names("music icons: guitar, drum, violin") == ["guitar", "drum", "violin"]


def test_words_without_an_icon_are_lettered_and_told() -> None:
    made = planned("icons for happiness and freedom")
    assert (made.subjects, made.unplaced) == ((), ("happiness", "freedom"))
    assert made.notes[0].startswith("No thing was named")
    assert np.ptp(np.asarray(draw(made, 1, 128, 128))) > 100
