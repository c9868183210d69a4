import pytest

from studio.prompts.document import Value, same
from studio.prompts.template import Variable, fill, variables
from tests.prompts.documents import given, values


def names(document: Value) -> list[tuple[str, str | None]]:
    return [(variable.name, variable.default) for variable in variables(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{colour}} fox", [("colour", None)]),
        ("a {{ colour = deep red }} fox", [("colour", "deep red")]),
        ("a {{colour=}} fox", [("colour", "")]),
        ("{{a}} {{b=1}} {{a=2}} {{a=3}}", [("a", "2"), ("b", "1")]),
        ('{argument name="animal" default="red fox"}', [("animal", "red fox")]),
        ("{argument default='fox' name='animal'}", [("animal", "fox")]),
        ("{argument name=“animal” default=“fox”}", [("animal", "fox")]),
        ("{argument name=animal}", [("animal", None)]),
        ("{argument}", [("argument", None)]),
        ("{{label 1}} {{Größe}} {{a.b}}", [("label 1", None), ("Größe", None), ("a.b", None)]),
        ("{colour} { {x} } {{}} {{ }} {{=x}} {{{}}} a}}b{{c", []),
    ],
)
def test_variables_are_found_in_both_spellings(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert names(text) == expected


def test_a_variable_knows_every_place_it_stands_in() -> None:
    document: Value = {"a": "{{x}} and {{x}}", "b": ["no", "{{x=1}}"]}
    assert variables(document) == [Variable("x", "1", (("a",), ("b", 1)))]


def test_filling_takes_what_is_given_then_defaults_and_tells_the_rest() -> None:
    template: Value = {"a": "{{x}} {{y=two}} {{z}}", "n": None, "k{{x}}": ["{argument name='x'}"]}
    before: Value = {"a": "{{x}} {{y=two}} {{z}}", "n": None, "k{{x}}": ["{argument name='x'}"]}
    filled = fill(template, {"x": "{{z}}\\1", "unused": "no"})
    assert same(filled.document, {"a": "{{z}}\\1 two {{z}}", "n": None, "k{{x}}": ["{{z}}\\1"]})
    assert filled.unfilled == ("z",)
    assert same(template, before)


def test_a_variable_may_name_another_field() -> None:
    document: Value = {
        "product": {"name": "lamp", "count": "{{n}}"},
        "text": "{{product.name}} {{product.count}} {{text}}",
    }
    assert fill(document, {"n": "2", "text": "x"}).document == {
        "product": {"name": "lamp", "count": "2"},
        "text": "lamp {{product.count}} x",
    }
    assert fill(document, {"product.name": "chair"}).unfilled == ("n", "product.count", "text")


@given(values)
def test_a_document_without_variables_is_sent_as_it_is(value: Value) -> None:
    if not variables(value):
        assert same(fill(value, {"light": "x"}).document, value)
