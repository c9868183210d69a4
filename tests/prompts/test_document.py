import json

import pytest
from hypothesis import strategies as st

from studio.prompts import document as documents
from studio.prompts.document import Number, PathError, Value
from studio.prompts.flatten import groups, leaves, unflatten
from studio.prompts.parse import Structured, parse
from tests.prompts.documents import POTTER, document, given, keys, trees, values


@given(trees)
def test_a_document_survives_text_and_back(tree: Value) -> None:
    for indent in (None, 2):
        parsed = parse(documents.to_text(tree, indent=indent))
        assert isinstance(parsed, Structured)
        assert documents.same(parsed.document, tree)


@given(values)
def test_a_document_survives_its_leaves_and_back(value: Value) -> None:
    assert documents.same(unflatten(leaves(value)), value)


@given(values)
def test_python_reads_what_is_written(value: Value) -> None:
    assert json.loads(documents.fingerprint(value)) == documents.to_plain(value)


@given(trees)
def test_plain_values_become_documents_and_back(tree: Value) -> None:
    plain = documents.to_plain(tree)
    assert documents.to_plain(documents.from_plain(plain)) == plain


@given(st.lists(keys | st.integers(0, 999), max_size=6).map(tuple))
def test_a_label_is_read_back_to_its_path(path: documents.Path) -> None:
    assert documents.read_label(documents.label(path)) == path


@given(trees)
def test_a_pointer_is_read_back_to_its_path(tree: Value) -> None:
    for path, value in [*leaves(tree), *groups(tree)]:
        assert documents.read_pointer(tree, documents.pointer(path)) == path
        assert documents.same(documents.find(tree, path), value)


def test_numbers_keep_their_spelling() -> None:
    potter = document()
    assert documents.find(potter, ("camera", "lens", "aperture_f")) == Number("4.0")
    assert '"aperture_f": 4.0' in documents.to_text(potter)
    assert '"scale": 1e3' in documents.to_text(potter)


def test_the_order_of_keys_is_part_of_a_document() -> None:
    assert not documents.same({"a": "1", "b": "2"}, {"b": "2", "a": "1"})
    assert documents.digest({"a": "1", "b": "2"}) != documents.digest({"b": "2", "a": "1"})


def test_layout_is_not_part_of_a_document() -> None:
    assert documents.digest(document(json.dumps(json.loads(POTTER)))) == documents.digest(
        document(json.dumps(json.loads(POTTER), indent=7, ensure_ascii=False))
    )


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("lighting", "key", "source"), "lighting.key.source"),
        (("quality_targets", 0), "quality_targets[0]"),
        ((0, "prompt"), "[0].prompt"),
        (("a.b", "c"), '["a.b"].c'),
        (("", "x y"), '[""].x y'),
        ((), ""),
    ],
)
def test_labels_read_as_people_write_them(path: documents.Path, label: str) -> None:
    assert documents.label(path) == label


@pytest.mark.parametrize("text", ["a..b", ".a", "a[", "a[x]", 'a["b]', "a[99999999]", "a b]", '["\\q"]'])
def test_a_text_that_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(PathError):
        documents.read_label(text)


@pytest.mark.parametrize(
    "pointer", ["lighting", "/nowhere", "/quality_targets/3", "/quality_targets/00", "/style/x"]
)
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    with pytest.raises(PathError):
        documents.read_pointer(document(), pointer)


@pytest.mark.parametrize("lexeme", ["", "-", "01", ".5", "5.", "0x1", "NaN", "1 "])
def test_only_json_numbers_are_numbers(lexeme: str) -> None:
    with pytest.raises(ValueError, match="not a JSON number"):
        Number(lexeme)


def test_only_json_values_become_documents() -> None:
    with pytest.raises(TypeError):
        documents.from_plain({"when": object()})
    with pytest.raises(ValueError, match="JSON compliant"):
        documents.from_plain({"ratio": float("nan")})
