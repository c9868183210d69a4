import json

import pytest
from hypothesis import strategies as st

from studio.prompts import limits
from studio.prompts.document import Number, to_plain
from studio.prompts.parse import Broken, Plain, Structured, parse
from tests.prompts.documents import POTTER, given

BRACES = st.text(st.sampled_from("{}[]\",:\\\n '“”ab1tfn/*#\xa0\u0000\ud800"), max_size=60)


@given(st.text() | BRACES | BRACES.map(lambda text: '{"' + text))
def test_any_text_is_plain_structured_or_broken(text: str) -> None:
    parsed = parse(text)
    if isinstance(parsed, Broken):
        assert 1 <= parsed.line <= text.count("\n") + text.count("\r") + 1
        assert parsed.column >= 1
        assert parsed.message.endswith(".")
        assert parsed.hint


@given(BRACES)
def test_whatever_python_reads_as_a_group_is_structured_or_has_a_reason(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        assert not isinstance(parse(text), Structured)
        return
    if isinstance(expected, (dict, list)):
        parsed = parse(text)
        assert isinstance(parsed, Broken) or (
            isinstance(parsed, Structured) and to_plain(parsed.document) == expected
        )


@pytest.mark.parametrize(
    "text",
    [
        "a red fox in the snow",
        "",
        "{{colour}} fox",
        '{argument name="animal" default="fox"} in the snow',
        "[wide shot] a fox",
        "{fox|wolf} in the snow",
        'a sign that says {"open": true} on a door, painted by hand in blue and white',
        '"a fox" said nobody',
        '"a fox"',
        "42",
        "null",
        "style: photo\nsubject: fox",
        "(fox:1.2), [snow], night",
    ],
)
def test_words_stay_words(text: str) -> None:
    assert parse(text) == Plain(text)


def test_line_ends_and_byte_order_marks_of_browsers_and_editors_are_no_difference() -> None:
    assert parse("a fox\r\nin snow") == Plain("a fox\nin snow")
    assert parse("\ufeff" + POTTER.replace("\n", "\r\n")) == parse(POTTER)


@pytest.mark.parametrize(
    "text", ["{}", "[]", '["a", "b"]', " \n{\n}\n", '[{"a": 1}]', '{"__proto__": {"x": 1}}']
)
def test_json_in_any_shape_is_structured(text: str) -> None:
    parsed = parse(text)
    assert isinstance(parsed, Structured)
    assert to_plain(parsed.document) == json.loads(text)


def test_odd_keys_are_kept_as_they_are() -> None:
    text = '{"<b onclick=x>": "1", "\\u0001": "2", "constructor": "3", "": "4"}'
    parsed = parse(text)
    assert isinstance(parsed, Structured)
    assert to_plain(parsed.document) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('{"a": 1,}', 1, 9, "comma after the last value"),
        ('{"a": 1\n "b": 2}', 2, 2, "comma"),
        ('{\n\xa0"a": 1}', 2, 1, "no-break space"),
        ("{\n“a”: 1}", 2, 1, "Curly quotes"),
        ('{"a": "b', 1, 7, "never closed"),
        ('{"a": "b\nc"}', 1, 9, "line break"),
        ('{"a": "\\x"}', 1, 8, "backslash"),
        ('{"a" 1}', 1, 6, "colon"),
        ('{"a": }', 1, 7, "value is expected"),
        ('{"a": 1', 1, 8, "ends here"),
        ('{"a": 1} {"b": 2}', 1, 10, "more follows"),
        ('{"a": 1, // one\n"b": 2}', 1, 10, "comment"),
        ('{"a": 1,\n "b": {"c": 1,\n "c": 2}}', 3, 2, "twice"),
        ('{"a": NaN}', 1, 7, "no NaN"),
        ('{"a": -Infinity}', 1, 7, "no -Infinity"),
        ('{"a": "\\ud800"}', 1, 7, "cannot be kept"),
        ('{"a": "x\\u0000"}', 1, 7, "cannot be kept"),
        ("a\x00b", 1, 2, "cannot be kept"),
        ("a fox \ud83d", 1, 7, "cannot be kept"),
        ('Prompt:\n{"a": "b"}', 1, 1, "words before"),
        ('```json\n{"a": 1}\n```', 1, 1, "words before"),
    ],
)
def test_a_fault_is_told_where_it_is(text: str, line: int, column: int, message: str) -> None:
    parsed = parse(text)
    assert isinstance(parsed, Broken)
    assert message in parsed.message
    assert (parsed.line, parsed.column) == (line, column)


def test_pairs_of_surrogates_are_characters() -> None:
    parsed = parse('{"a": "\\ud83e\\udd8a"}')
    assert isinstance(parsed, Structured)
    assert parsed.document == {"a": "🦊"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 5_000_000, "longer than 20,000 characters"),
        ('{"a": "' + "x" * 100_000 + '"}', "longer than 20,000 characters"),
        ('{"a":' * 200 + "1" + "}" * 200, "deeper than 64"),
        ("[" * 20_000, "deeper than 64"),
        ("[" + "1," * 2000 + "1]", "more than 2,000 values"),
        ('{"a": ' + "9" * 5000 + "}", "more than 100 digits"),
    ],
)
def test_more_than_the_limits_is_refused_in_a_sentence(text: str, message: str) -> None:
    parsed = parse(text)
    assert isinstance(parsed, Broken)
    assert message in parsed.message


def test_the_limits_themselves_are_allowed() -> None:
    assert isinstance(parse("x" * limits.MAX_CHARACTERS), Plain)
    assert isinstance(parse("[" * limits.MAX_DEPTH + "]" * limits.MAX_DEPTH), Structured)
    assert isinstance(parse("[" + "1," * (limits.MAX_LEAVES - 1) + "1]"), Structured)


def test_values_built_elsewhere_meet_the_same_limits() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    for value in (deep, ["x"] * 2001, [Number("9" * 200)]):
        with pytest.raises(limits.TooLarge):
            limits.check(value)  # type: ignore[arg-type]  # lists of a recursive type are invariant
    limits.check(["x"] * 2000)
