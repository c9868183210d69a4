import json

import pytest

from studio.engine.art import shelf
from studio.engine.plan import make_plan
from studio.engine.plan.told import phrase, told
from studio.engine.plan.words import plural


def understood(prompt: str) -> dict[str, object]:
    read_back: dict[str, object] = json.loads(json.dumps(told(make_plan(prompt, shelf.nouns()))))
    return read_back


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a running polar bear", ["a polar bear, running"]),
        ("an orange cat", ["an orange cat"]),
        ("two cats and a metal robot", ["two cats", "a metal robot"]),
        ("a dozen eggs on the left", ["twelve eggs, on the left"]),
        ("three small foxes", ["three small foxes"]),
        ("two children", ["two children"]),
        ("french fries", ["french fries"]),
    ],
)
def test_subjects_are_told_as_people_say_them(prompt: str, expected: list[str]) -> None:
    assert [phrase(subject) for subject in make_plan(prompt, shelf.nouns()).subjects] == expected


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a blue cup to the left of a yellow book", ["the cup left of the book"]),
        ("two cats in front of a dog", ["the cats in front of the dog"]),
        ("a cup between a laptop and a lemon", ["the cup between the laptop and the lemon"]),
    ],
)
def test_relations_are_told_as_sentences(prompt: str, expected: list[str]) -> None:
    assert understood(prompt)["relations"] == expected


def test_what_was_not_said_is_left_out_and_art_comes_last() -> None:
    made = understood("a fox at golden hour, paper cut, close-up, with falling leaves, no people, blargh")
    assert made == {
        "subjects": ["a fox"],
        "time": "golden hour",
        "season": "autumn",
        "style": "paper cut",
        "view": ["close-up"],
        "details": ["falling leaves"],
        "place": "forest",
        "left out": ["people"],
        "not placed": ["blargh"],
        "art": {"fox": "own:fox"},
    }
    assert list(made)[-1] == "art"


@pytest.mark.parametrize(
    "prompt",
    [
        "two owls to the right of a tree at night in the rain, falling leaves, ink, from above, low angle",
        "bar chart of sales: Q1 120, Q2 90",
        "annotated diagram of a fox with labels: tail, ears",
    ],
)
def test_people_read_no_names_of_the_inside(prompt: str) -> None:
    made = understood(prompt)
    art = made.pop("art", {})
    assert "_" not in json.dumps(made)
    assert isinstance(art, dict)
    assert all(str(key) not in json.dumps(made) for key in art.values())


def test_values_of_a_chart_are_told_with_their_names() -> None:
    assert understood("pie chart: apples 30, pears 70.5")["values"] == ["apples 30", "pears 70.5"]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("fox", "foxes"),
        ("butterfly", "butterflies"),
        ("monkey", "monkeys"),
        ("child", "children"),
        ("sheep", "sheep"),
        ("scissors", "scissors"),
        ("glass of milk", "glasses of milk"),
        ("polar bear", "polar bears"),
        ("lotus", "lotuses"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many
