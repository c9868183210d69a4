import numpy as np
import pytest

from studio.engine.compose.draw import draw
from tests.engine.compose.truth import planned


@pytest.mark.parametrize(
    ("prompt", "name", "line", "sign"),
    [
        ("logo for a coffee shop called BEAN", "BEAN", (), ["cup"]),
        ('a minimalist logo of a fox, the name "Vulpes" and the line "outdoor gear"', "Vulpes", ("outdoor gear",), ["fox"]),
        ("logo for Northwind Flowers & Co", "Northwind Flowers & Co", (), ["tulip"]),
        ("wordmark for Lumen", "Lumen", (), []),
        ("logo for a law firm", "", (), ["balance scale"]),
    ],
)  # fmt: skip
def test_a_logo_has_a_name_and_one_sign(
    prompt: str, name: str, line: tuple[str, ...], sign: list[str]
) -> None:
    made = planned(prompt)
    assert (made.kind, made.title, made.lettering) == ("logo", name, line)
    assert [subject.noun for subject in made.subjects] == sign
    assert (made.place, made.relations) == ("", ())


@pytest.mark.parametrize("size", [(96, 96), (192, 96)])
def test_another_name_is_another_picture(size: tuple[int, int]) -> None:
    one, other = (np.asarray(draw(planned(f"logo called {name}"), 1, *size)) for name in ("BEAN", "LUNA"))
    assert one.shape == (size[1], size[0], 3)
    assert (one != other).any()


def test_words_in_capitals_are_lettering_and_marks_of_cameras_are_not() -> None:
    assert planned("a card with balloons, HAPPY BIRTHDAY LEA").lettering == ("HAPPY BIRTHDAY LEA",)
    assert planned("a cat on a sofa, 8K UHD HDR RAW").lettering == ()
    assert planned("A CAT ON A SOFA").lettering == ()
