import numpy as np
import pytest

from studio.engine.compose.draw import draw
from tests.engine.compose.truth import planned


@pytest.mark.parametrize(
    ("prompt", "form", "title", "steps"),
    [
        ("flow chart of making tea: boil water, brew, pour", "row", "Making tea", ("boil water", "brew", "pour")),
        ("steps to bake bread: mix, knead, bake", "row", "Bake bread", ("mix", "knead", "bake")),
        ("infographic of the water cycle", "cycle", "The water cycle", ("evaporation", "condensation", "precipitation", "collection")),
        ("life cycle of a butterfly, labelled", "cycle", "Life cycle of a butterfly", ("egg", "caterpillar", "chrysalis", "butterfly")),
        ('process diagram "From idea to shop": draft, test, sell', "row", "From idea to shop", ("draft", "test", "sell")),
    ],
)  # fmt: skip
def test_steps_are_read_or_known(prompt: str, form: str, title: str, steps: tuple[str, ...]) -> None:
    made = planned(prompt)
    assert (made.kind, made.chart, made.title, made.labels) == ("steps", form, title, steps)
    assert [subject.noun for subject in made.subjects] == list(steps)
    assert made.notes == ()


def test_what_has_parts_is_no_process_and_steps_that_nobody_named_are_asked_for() -> None:
    assert planned("annotated diagram of a flower: petal, stem").kind == "diagram"
    made = planned("process diagram of glassblowing")
    assert made.labels == () and "List" not in made.title and "list them" in made.notes[0]


@pytest.mark.parametrize("size", [(128, 128), (240, 96), (96, 240)])
@pytest.mark.parametrize("prompt", ["life cycle of a frog", "steps of tea: boil, brew, pour, wait, enjoy"])
def test_each_step_is_on_the_picture_at_any_shape(prompt: str, size: tuple[int, int]) -> None:
    picture = np.asarray(draw(planned(prompt), 0, *size))
    assert picture.shape == (size[1], size[0], 3)
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]).astype(int)
    assert np.ptp(edge, axis=0).max() < 30, "nothing is cut off by an edge"
