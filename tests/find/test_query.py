"""What is written into the search field, read."""

from datetime import date

import pytest

from studio.find.query import LONGEST, MOST_TERMS, Term, read

TODAY = date(2026, 11, 22)


def terms(text: str) -> list[Term]:
    found = read(text, today=TODAY)
    assert found.problems == ()
    return list(found.terms)


def test_words_and_quoted_words_and_what_is_left_out() -> None:
    assert terms('fox "at night" -lantern') == [
        Term("words", "fox"),
        Term("words", "at night"),
        Term("words", "lantern", negated=True),
    ]


def test_names_with_a_colon() -> None:
    assert terms('tag:"late snow" -tag:night uses:@bottle by:me is:favorite') == [
        Term("tag", "late snow"),
        Term("tag", "night", negated=True),
        Term("uses", "bottle"),
        Term("by", "me"),
        Term("is", "favourite"),
    ]


def test_what_is_no_name_is_a_field_of_the_prompt() -> None:
    assert terms("hair.Color:red .size:4") == [
        Term("field", "red", path="hair.color"),
        Term("field", "4", path="size"),
    ]


@pytest.mark.parametrize(("written", "op"), [("verdict:4", "="), ("verdict:>=4", ">="), ("verdict:<4", "<")])
def test_verdicts_compare(written: str, op: str) -> None:
    assert terms(written) == [Term("verdict", "4", op=op)]


def test_days_are_read_and_named() -> None:
    assert terms("before:2026-11-01 on:yesterday since:today") == [
        Term("before", "2026-11-01"),
        Term("on", "2026-11-21"),
        Term("after", "2026-11-22"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "verdict:9",
        "before:soon",
        "is:good",
        "size:9k",
        "like:x",
        "x" * (LONGEST + 1),
        "a " * (MOST_TERMS + 1),
    ],
)
def test_what_cannot_be_searched_for_is_said(text: str) -> None:
    assert len(read(text, today=TODAY).problems) == 1


@pytest.mark.parametrize("text", ["", "   ", '"', '""', "tag:", ":", '-""', "\x00"])
def test_nothing_is_no_search(text: str) -> None:
    assert not read(text, today=TODAY)
