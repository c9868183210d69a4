import pytest
from hypothesis import strategies as st

from studio.prompts.diff import diff
from studio.prompts.document import Number, PathError, Value, find, same
from studio.prompts.flatten import leaves
from studio.prompts.vary import Axis, CannotVary, is_locked, vary
from tests.prompts.documents import document, given, trees

SOURCE = Axis(("lighting", "key", "source"), ("window light", "a candle", "neon"))
ANGLE = Axis(("camera", "framing", "angle"), ("eye level", "from above"))


def test_a_matrix_is_every_combination_in_reading_order() -> None:
    grid = vary(document(), [SOURCE, ANGLE], locked=[("subject",)])
    assert [cell.labels for cell in grid.cells] == [
        ("window light", "eye level"),
        ("window light", "from above"),
        ("a candle", "eye level"),
        ("a candle", "from above"),
        ("neon", "eye level"),
        ("neon", "from above"),
    ]
    assert [axis.label for axis in grid.axes] == ["lighting.key.source", "camera.framing.angle"]
    assert grid.cells[3].at == (1, 1)
    assert same(grid.cells[0].document, document())
    assert [change.label for change in diff(document(), grid.cells[3].document)] == [
        "lighting.key.source",
        "camera.framing.angle",
    ]


@given(trees.filter(lambda tree: bool(tree)), st.data())
def test_varying_touches_only_its_field(tree: Value, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([leaf.path for leaf in leaves(tree)]))
    for cell in vary(tree, [Axis(path, ("one", Number("2")))]).cells:
        assert [leaf for leaf in leaves(cell.document) if leaf.path != path] == [
            leaf for leaf in leaves(tree) if leaf.path != path
        ]


def test_a_variable_of_a_template_can_be_an_axis() -> None:
    grid = vary("a {{colour=red}} fox in {{place}}", [Axis("colour", ("red", "white"))])
    assert [cell.document for cell in grid.cells] == ["a red fox in {{place}}", "a white fox in {{place}}"]


def test_a_group_can_be_an_axis() -> None:
    grid = vary(document(), [Axis(("lighting", "key"), ({"source": "sun"}, {"source": "moon"}))])
    assert find(grid.cells[1].document, ("lighting", "key")) == {"source": "moon"}
    assert grid.cells[1].labels == ('{"source":"moon"}',)


@pytest.mark.parametrize(
    ("axes", "locked", "reason"),
    [
        ([], [], "Choose one to 3"),
        ([SOURCE, ANGLE, Axis(("style",), ("a",)), Axis(("scale",), ("a",))], [], "4 are chosen"),
        ([SOURCE], [("lighting",)], "is locked"),
        ([Axis(("lighting",), ("a", "b"))], [("lighting", "key", "source")], "is locked"),
        ([Axis(("style",), ())], [], "at least one value"),
        ([Axis(("style",), ("a", "b", "a"))], [], "has the value a twice"),
        ([SOURCE, Axis(("lighting",), ("a",))], [], "varied twice"),
        ([Axis("colour", ("red",))], [], "no variable “colour”"),
        (
            [Axis(("style",), tuple("abcdefghi")), Axis(("scale",), tuple("abcdefgh"))],
            [],
            "9 × 8 = 72 pictures; at most 64",
        ),
    ],
)
def test_what_cannot_be_varied_is_said_in_a_sentence(
    axes: list[Axis], locked: list[tuple[str, ...]], reason: str
) -> None:
    with pytest.raises(CannotVary, match=reason):
        vary(document(), axes, locked=locked)


def test_a_field_that_is_not_there_cannot_be_varied() -> None:
    with pytest.raises(PathError):
        vary(document(), [Axis(("nowhere",), ("a",))])


def test_a_huge_matrix_is_refused_before_it_is_made() -> None:
    many = tuple(str(number) for number in range(2000))
    with pytest.raises(CannotVary, match="at most 4"):
        vary(document(), [Axis(("style",), many), Axis(("scale",), many)], cap=4)


def test_a_lock_holds_what_is_in_it_and_what_it_is_in() -> None:
    assert is_locked(("a", "b", "c"), [("a", "b")])
    assert is_locked(("a",), [("a", "b")])
    assert not is_locked(("a", "c"), [("a", "b")])
