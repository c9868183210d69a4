"""@name in a prompt."""

import pytest

from studio.prompts.mentions import mentions, resolved


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Put @bottle on @table, and @bottle again.", ["bottle", "table"]),
        ('{"subject": "@cat-2", "style": "@ink_wash"}', ["cat-2", "ink_wash"]),
        ("write to anna@example.org or a.b@c", []),
        ("@ alone, and @@twice", []),
        ("a@b @-dash @x", ["x"]),
    ],
)
def test_names_are_found_where_they_are_meant(text: str, names: list[str]) -> None:
    assert mentions(text) == names


def test_known_names_become_numbers_and_others_stay() -> None:
    assert resolved("@bottle beside @nobody (@bottle-2)", {"bottle": 2, "bottle-2": 3}) == (
        "image 2 beside @nobody (image 3)"
    )
