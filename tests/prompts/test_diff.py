import random
import time
from collections.abc import Callable

import pytest
from hypothesis import strategies as st

from studio.prompts import apply
from studio.prompts.align import matches
from studio.prompts.diff import diff, words
from studio.prompts.document import Number, Path, PathError, Value, find, same
from studio.prompts.flatten import groups, leaves
from tests.prompts.documents import alike, document, given, values

Row = tuple[str, str, str]


def told(old: Value, new: Value) -> list[Row]:
    return [(change.kind, change.old_label, change.label) for change in diff(old, new)]


@given(alike, alike)
def test_a_diff_applied_gives_the_other_document(old: Value, new: Value) -> None:
    assert same(apply.patch(old, diff(old, new)), new)


@given(values, values)
def test_a_diff_of_any_two_documents_applied_gives_the_other(old: Value, new: Value) -> None:
    assert same(apply.patch(old, diff(old, new)), new)


@given(alike, alike)
def test_only_equal_documents_have_no_differences(old: Value, new: Value) -> None:
    assert (not diff(old, new)) is same(old, new)


@given(alike, st.data())
def test_a_moved_field_is_found_wherever_it_went(old: Value, data: st.DataObject) -> None:
    new = old
    for _ in range(3):
        movable = [leaf.path for leaf in [*leaves(new), *groups(new)] if leaf.path]
        if not movable:
            return
        path = data.draw(st.sampled_from(movable))
        parent = data.draw(st.sampled_from([group.path for group in groups(new)]))
        try:
            new = apply.move(new, path, parent, data.draw(st.integers(0, 3)))
        except PathError:
            continue
    assert same(apply.patch(old, diff(old, new)), new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": "x"}, {"a": "y"}, [("changed", "a", "a")]),
        ({"a": Number("4")}, {"a": Number("4.0")}, [("changed", "a", "a")]),
        ({"a": True}, {"a": "true"}, [("changed", "a", "a")]),
        ({}, {"a": None}, [("added", "a", "a")]),
        ({"a": {"b": []}}, {"a": {}}, [("removed", "a.b", "a.b")]),
        ({"a": "x", "b": "y"}, {"b": "y", "a": "x"}, [("reordered", "", "")]),
        ({"a": "x", "c": "z"}, {"b": "x", "c": "z"}, [("moved", "a", "b")]),
        (
            {"light": {"key": "from the left"}, "scene": {}},
            {"light": {}, "scene": {"key": "from the left"}},
            [("moved", "light.key", "scene.key")],
        ),
        (
            {"light": {"q": "low"}, "b": {}},
            {"light": {}, "b": {"q": "low"}},
            [("removed", "light.q", "light.q"), ("added", "b.q", "b.q")],
        ),
        (["a", "b", "c"], ["c", "a", "b"], [("moved", "[2]", "[0]")]),
        (["a", "b"], ["a", "x", "b"], [("added", "[1]", "[1]")]),
        (["no text", "no hands"], ["no text at all", "no hands"], [("changed", "[0]", "[0]")]),
        (
            [{"id": "1", "pose": "sitting"}, {"id": "2", "pose": "lying"}],
            [{"id": "0", "pose": "up"}, {"id": "1", "pose": "standing"}, {"id": "2", "pose": "lying"}],
            [("added", "[0]", "[0]"), ("changed", "[0].pose", "[1].pose")],
        ),
        ("a fox", {"subject": "a fox"}, [("changed", "", "")]),
    ],
)
def test_a_difference_is_told_as_people_see_it(old: Value, new: Value, expected: list[Row]) -> None:
    assert told(old, new) == expected


def test_a_renamed_field_is_told_from_a_moved_one() -> None:
    (renamed,) = diff({"a": "x"}, {"b": "x"})
    assert renamed.renamed
    (moved,) = diff({"a": "twelve letters", "b": {}}, {"b": {"a": "twelve letters"}})
    assert not moved.renamed


def spans(old: Value, new: Value) -> list[tuple[str, str]]:
    return [(span.kind, span.text) for span in words(old, new)]


def test_words_are_compared_one_by_one() -> None:
    assert spans("a red fox, in deep snow", "a grey fox in deep snow") == [
        ("same", "a"),
        ("removed", " red"),
        ("added", " grey"),
        ("same", " fox"),
        ("removed", ","),
        ("same", " in deep snow"),
    ]


def test_plain_words_compare_with_a_structured_prompt() -> None:
    assert spans("a fox in snow", {"subject": "a fox", "place": "in deep snow"}) == [
        ("same", "a fox\nin"),
        ("added", " deep"),
        ("same", " snow"),
    ]


@given(st.text(), st.text())
def test_same_and_added_words_are_the_new_text(old: str, new: str) -> None:
    assert "".join(span.text for span in words(old, new) if span.kind != "removed") == new


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_matches_are_a_longest_common_subsequence(old: list[str], new: list[str]) -> None:
    pairs = matches(old, new)
    assert all(old[one] == new[other] for one, other in pairs)
    assert pairs == sorted(set(pairs))
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one, item in enumerate(old):
        for other, twin in enumerate(new):
            best = max(lengths[one][other + 1], lengths[one + 1][other])
            lengths[one + 1][other + 1] = lengths[one][other] + 1 if item == twin else best
    assert len(pairs) == lengths[-1][-1]


@pytest.mark.parametrize("vocabulary", ["ab", "abcdefghijklmnop"])
def test_the_longest_texts_and_lists_compare_in_bounded_time(vocabulary: str) -> None:
    dice = random.Random(3)
    start = time.process_time()
    words(" ".join(dice.choices(vocabulary, k=10_000)), " ".join(dice.choices(vocabulary, k=10_000)))
    words(" ".join(dice.choices(vocabulary, k=4_900)), " ".join(dice.choices(vocabulary, k=4_900)))
    old: list[Value] = [f"{letter} {dice.random()}" for letter in dice.choices(vocabulary, k=2_000)]
    diff(old, [f"{letter} {dice.random()}" for letter in dice.choices(vocabulary, k=2_000)])
    assert time.process_time() - start < 2


PATHS: list[Path] = [("lighting", "key"), ("quality_targets", 1), ("style",)]


@pytest.mark.parametrize("path", PATHS)
def test_edits_leave_the_document_they_start_from_as_it_was(path: Path) -> None:
    potter, untouched = document(), document()
    apply.put(potter, path, "new")
    apply.delete(potter, path)
    apply.take(potter, apply.put(potter, path, "new"), path)
    assert same(potter, untouched)


@given(alike, alike, st.data())
def test_setting_a_field_changes_only_that_field(tree: Value, value: Value, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([leaf.path for leaf in leaves(tree)]))
    changed = apply.put(tree, path, value)
    assert same(find(changed, path), value)
    before = [leaf for leaf in leaves(tree) if leaf.path != path]
    after = [leaf for leaf in leaves(changed) if leaf.path[: len(path)] != path]
    assert before == after


def test_a_group_of_another_picture_lands_at_its_own_place() -> None:
    potter = document()
    other: Value = {"lighting": {"key": {"source": "candle"}}, "new": {"deep": [{"x": "y"}]}}
    lit = apply.take(potter, other, ("lighting", "key"))
    assert told(potter, lit) == [
        ("removed", "lighting.key.from", "lighting.key.from"),
        ("changed", "lighting.key.source", "lighting.key.source"),
    ]
    grown = apply.take(potter, other, ("new", "deep", 0, "x"))
    assert find(grown, ("new", "deep")) == [{"x": "y"}]
    assert (
        find(apply.take(potter, other, ("lighting", "key", "source"), to=("style",)), ("style",)) == "candle"
    )


def test_fields_keep_their_place_when_renamed_and_find_it_when_moved() -> None:
    tree: Value = {"a": "1", "b": "2", "c": ["x", "y", "z"]}
    assert same(apply.rename(tree, ("a",), "d"), {"d": "1", "b": "2", "c": ["x", "y", "z"]})
    assert same(apply.move(tree, ("c",), (), 0), {"c": ["x", "y", "z"], "a": "1", "b": "2"})
    assert same(apply.move(tree, ("c", 0), ("c",), 2), {"a": "1", "b": "2", "c": ["y", "z", "x"]})
    assert same(apply.move(tree, ("a",), ("c",), 1), {"b": "2", "c": ["x", "1", "y", "z"]})
    assert same(apply.move(tree, ("c", 1), (), 0), {"item": "y", "a": "1", "b": "2", "c": ["x", "z"]})
    assert same(apply.move([["a"], ["b"]], (0,), (1,), 0), [[["a"], "b"]])
    assert same(
        apply.add(tree, (), "d", None, position=1), {"a": "1", "d": None, "b": "2", "c": ["x", "y", "z"]}
    )


def test_an_edit_that_makes_no_sense_says_why() -> None:
    tree: Value = {"a": "1", "b": {"c": "2"}, "l": ["x"]}
    edits: list[tuple[Callable[[], Value], str]] = [
        (lambda: apply.put(tree, ("x",), "1"), "no “x”"),
        (lambda: apply.put(tree, ("l", -1), "1"), "no “l"),
        (lambda: apply.add(tree, (), "a", "1"), "already a “a”"),
        (lambda: apply.add(tree, ("l",), "a", "1"), "items in lists"),
        (lambda: apply.delete(tree, ()), "whole prompt"),
        (lambda: apply.rename(tree, ("a",), "b"), "already a “b”"),
        (lambda: apply.rename(tree, ("l", 0), "b"), "no name"),
        (lambda: apply.move(tree, ("b",), ("b",), 0), "into itself"),
        (lambda: apply.take(tree, {"a": {"z": "1"}}, ("a", "z")), "not a group"),
        (lambda: apply.take(tree, {}, ("q",)), "no “q”"),
    ]
    for edit, reason in edits:
        with pytest.raises(PathError, match=reason):
            edit()
