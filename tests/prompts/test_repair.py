import random
import time

import pytest
from hypothesis import strategies as st

from studio.prompts.document import Value, same, to_plain, to_text
from studio.prompts.flatten import leaves
from studio.prompts.notes import MAX_REPAIRS
from studio.prompts.parse import Structured, parse
from studio.prompts.repair import Refused, Repaired, repair
from tests.prompts import damage
from tests.prompts.documents import POTTER, document, given, trees

ANY = st.text() | st.text(st.sampled_from("{}[]\",:\\\n '“”ab1tfn/*#\xa0"), max_size=80).map(
    lambda text: '{"' + text
)


def repaired(text: str) -> Repaired:
    result = repair(text)
    assert isinstance(result, Repaired), result
    return result


def refused(text: str) -> Refused:
    result = repair(text)
    assert isinstance(result, Refused), result
    return result


@given(ANY)
def test_any_text_is_repaired_to_a_document_or_refused_with_a_place(text: str) -> None:
    result = repair(text)
    if isinstance(result, Refused):
        assert result.line >= 1
        assert result.column >= 1
        assert result.message
    else:
        read_again = parse(result.text)
        assert isinstance(read_again, Structured)
        assert same(read_again.document, result.document)


@given(trees)
def test_a_valid_document_is_never_changed(tree: Value) -> None:
    result = repaired(to_text(tree))
    assert same(result.document, tree)
    assert result.repairs == ()


@pytest.mark.parametrize("harm", damage.SURE, ids=lambda harm: harm.__name__)
def test_damage_with_one_reading_is_undone(harm: damage.Damage) -> None:
    text = harm(POTTER)
    assert text != POTTER
    result = repaired(text)
    assert same(result.document, document())
    assert result.sure
    assert not result.cut_off


@given(st.integers(1, len(POTTER) - 1))
def test_a_document_cut_off_anywhere_keeps_every_value_before_the_cut(end: int) -> None:
    result = repair(POTTER[:end])
    if isinstance(result, Refused):
        assert end < 20
        return
    assert result.cut_off
    assert not result.sure
    kept, whole = list(leaves(result.document)), list(leaves(document()))
    assert kept[:-1] == whole[: len(kept) - 1]


@pytest.mark.parametrize("harm", damage.OFFERED, ids=lambda harm: harm.__name__)
def test_damage_with_a_likely_reading_is_offered(harm: damage.Damage) -> None:
    assert harm(POTTER) != POTTER
    result = repaired(harm(POTTER))
    assert same(result.document, document())
    assert not result.sure


TABLE: list[tuple[str, object, bool]] = [
    ('{"a": "b",, "c": "d"}', {"a": "b", "c": "d"}, True),
    ('{"a": "b"; "c": "d"}', {"a": "b", "c": "d"}, True),
    ('{"a"： "b"， "c"： "d"}', {"a": "b", "c": "d"}, True),
    ('{"a" = "b"}', {"a": "b"}, True),
    ('{"a": .5, "b": +2, "c": 3.}', {"a": 0.5, "b": 2, "c": 3.0}, True),
    ('{"a": "C:\\dir\\_x"}', {"a": "C:dir_x"}, True),
    ('{"a": undefined, "b": None}', {"a": None, "b": None}, True),
    ('{"a": NaN}', {"a": "NaN"}, True),
    ('{"ratio": 3:4, "size": 85mm}', {"ratio": "3:4", "size": "85mm"}, True),
    ('{"a": #FF8800, "b": 1}', {"a": "#FF8800", "b": 1}, True),
    ('{"mood": dark, moody, "b": 1}', {"mood": "dark, moody", "b": 1}, True),
    ("{'a': 'don't stop', 'b': 'it''s'}", {"a": "don't stop", "b": "it''s"}, True),
    ('{"a": 1 "b": 2, "c": [true false 3]}', {"a": 1, "b": 2, "c": [True, False, 3]}, True),
    ('{"a": "he said "no", twice", "b": 1}', {"a": 'he said "no", twice', "b": 1}, True),
    ('{"a": "6" wide", "b": 1}', {"a": '6" wide', "b": 1}, False),
    (
        '{"a": "a {argument name="animal" default="fox"} in snow"}',
        {"a": 'a {argument name="animal" default="fox"} in snow'},
        True,
    ),
    ('{"a": {argument name="x" default="y"}}', {"a": '{argument name="x" default="y"}'}, True),
    ('{"a": {{colour=red}}, "b": 1}', {"a": "{{colour=red}}", "b": 1}, True),
    ('{"palette":#springlook { "main": "green" } }', {"palette": {"main": "green"}}, True),
    ('{"a": 1, "a": 1}', {"a": 1}, True),
    ('{"a": 1, "a": 2}', {"a": 1, "a_2": 2}, False),
    ('{"A fox in deep snow", "style": "photo"}', {"prompt": "A fox in deep snow", "style": "photo"}, False),
    ('{"a": {"only words"}, "b": {"one", "two"}}', {"a": "only words", "b": ["one", "two"]}, False),
    ('{"a": true\n"3:4"\n}', {"a": True, "aspect_ratio": "3:4"}, False),
    ('{"a": 1}, {"a": 2}', [{"a": 1}, {"a": 2}], False),
    ('{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}], False),
    ('"a": {"b": 1}, "c": "d"', {"a": {"b": 1}, "c": "d"}, True),
    ('{"a": "b", "c": }', {"a": "b", "c": None}, False),
    ('{"a": ["b", ...], "c": 1}', {"a": ["b"], "c": 1}, False),
    ('{"a": "foo, "b": "bar"}', {"a": "foo", "b": "bar"}, False),
    ('{"a": "the "big, "b": "bar"}', {"a": 'the "big', "b": "bar"}, False),
    ('{"a": ["foo, "bar", "baz"]}', {"a": ["foo", "bar", "baz"]}, False),
    ('{"a": ["say "foo, "bar" now", "baz"]}', {"a": ['say "foo, "bar" now', "baz"]}, False),
    ('{"tags": ["\n "alt": "a fox"}', {"tags": [""], "alt": "a fox"}, False),
    ('{"a": ["x", "y"\n}', {"a": ["x", "y"]}, True),
    ('{"a": {"b": "x" },\n }, "c": "y"}', {"a": {"b": "x"}, "c": "y"}, False),
    ('{"a": "x\\ud800y"}', {"a": "xy"}, True),
    ('{"a": "x\x00y"}', {"a": "xy"}, True),
    ('const prompt = {"a": "a red fox in snow"};', {"a": "a red fox in snow"}, True),
]


@pytest.mark.parametrize(("text", "meant", "sure"), TABLE, ids=[row[0][:30] for row in TABLE])
def test_a_fault_is_mended_as_it_was_meant(text: str, meant: object, sure: bool) -> None:
    result = repaired(text)
    assert to_plain(result.document) == meant
    assert list(_keys(to_plain(result.document))) == list(_keys(meant))
    assert result.sure is sure


def _keys(thing: object) -> list[object]:
    if isinstance(thing, dict):
        return [*thing, *(key for item in thing.values() for key in _keys(item))]
    return [key for item in thing for key in _keys(item)] if isinstance(thing, list) else []


def test_every_repair_says_where_and_what() -> None:
    result = repaired('{\n "a": "b"\n “c”: “d”, // note\n}')
    assert [(entry.kind, entry.line, entry.column, entry.count) for entry in result.repairs] == [
        ("comma_missing", 3, 2, 1),
        ("quotes", 3, 2, 2),
        ("comma_trailing", 3, 10, 1),
        ("comment", 3, 12, 1),
    ]
    assert all(entry.message.endswith(".") for entry in result.repairs)


def test_one_missing_bracket_is_one_repair() -> None:
    assert [entry.kind for entry in repaired(damage.a_bracket_missing(POTTER)).repairs] == ["bracket_missing"]


def test_removed_words_are_shown() -> None:
    (entry,) = repaired('Golden fox by Ada\n{"a": "a red fox in deep snow"}').repairs
    assert entry.kind == "words_around"
    assert "Golden fox by Ada" in entry.message


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a fox", 1, 1, "plain words"),
        ('{"a": ["b": 1]}', 1, 8, "no keys"),
        ('{"a": {"b": 1}, {"c": 2}}', 1, 17, "without a key"),
        ('{"a": one "two" three "b": 4}', 1, 7, "not clear"),
        ('{"a": "b"} words ["c"]', 1, 12, "more of it follows"),
        ('{"a":' * 70 + "1,", 1, 321, "deeper than 64"),
        ("x" * 30_000, 1, 20_001, "longer than 20,000"),
    ],
)
def test_what_is_not_sure_is_refused_with_its_place(text: str, line: int, column: int, message: str) -> None:
    result = refused(text)
    assert message in result.message
    assert (result.line, result.column) == (line, column)


def test_a_text_with_too_many_faults_is_refused() -> None:
    faults = "".join(f'"k{at}": 1 ' for at in range(MAX_REPAIRS + 2))
    assert f"More than {MAX_REPAIRS}" in refused("{" + faults + "}").message


HOSTILE = [
    '"',
    "“",
    "\n",
    "[",
    '{"a":',
    "[],",
    ':"',
    ' "a":1',
    " /*",
    "\n#",
    '" /*“',
    "don't ",
    "\\",
    "\\ud800",
    "\xa0",
]
HOSTILE += [
    '"   \n',
    "{{",
    "{argument ",
    "b,",
    "... ",
    "}",
    '{"a":1}\n',
    "`",
    ',"b" ',
    'x, "b" ',
    '", "b "',
    "1",
    "-.",
    "true ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_costs_no_more_than_an_honest_one(unit: str) -> None:
    start = time.process_time()
    for head in ('{"a":"', '{"a":', "{", '{"a":["', "{'a':'", ""):
        text = head + unit * 20_000
        repair(text[:20_000])
    assert time.process_time() - start < 6 * 0.5


def test_noise_costs_no_more_than_an_honest_text() -> None:
    noise = random.Random(7)
    start = time.process_time()
    for _ in range(20):
        repair('{"' + "".join(noise.choices("{}[]\",: \n'“ab1\\#/*", k=19_998)))
    assert time.process_time() - start < 20 * 0.25
