"""Text to pieces, against numbers that BERT's uncased tokeniser is known to give."""

import pytest

from studio.engine.models.weights import locate
from studio.engine.models.wordpiece import encode, vocabulary, words


@pytest.fixture(scope="module")
def known() -> dict[str, int]:
    return vocabulary(locate("minilm.txt"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("hello world", [101, 7592, 2088, 102]),
        ("Hello, World!", [101, 7592, 1010, 2088, 999, 102]),
        ("embeddings", [101, 7861, 8270, 4667, 2015, 102]),
        ("Café naïve", [101, 7668, 15743, 102]),
        ("", [101, 102]),
        (" \n\t ", [101, 102]),
        ("x" * 101, [101, 100, 102]),
        ("🦊", [101, 100, 102]),
    ],
)
def test_the_pieces_are_those_of_bert(text: str, numbers: list[int], known: dict[str, int]) -> None:
    assert encode(text, known, 128) == numbers


def test_a_long_text_ends_at_the_bound_and_still_has_its_end_mark(known: dict[str, int]) -> None:
    numbers = encode("fox " * 9999, known, 128)
    assert len(numbers) == 128
    assert (numbers[0], numbers[-1]) == (101, 102)


def test_marks_and_ideographs_are_words_of_their_own() -> None:
    assert list(words("a-b 红狐 $5\u200b")) == ["a", "-", "b", "红", "狐", "$", "5"]
