"""BERT's uncased WordPiece: text to the numbers of its pieces, as in google-research/bert's tokenization.py."""

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_LONGEST_WORD = 100
_IDEOGRAPHS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def vocabulary(file: Path) -> dict[str, int]:
    """Piece → number; the file has one piece a line."""
    return {
        piece: number for number, piece in enumerate(file.read_text(encoding="utf-8").split("\n")) if piece
    }


def encode(text: str, known: Mapping[str, int], most: int) -> list[int]:
    """At most `most` numbers, the start and end marks among them. What lies beyond is not even looked at."""
    pieces = (piece for word in words(text) for piece in _pieces(word, known))
    inner = islice(pieces, most - 2)
    return [known[START], *(known[piece] for piece in inner), known[END]]


def words(text: str) -> Iterator[str]:
    """Lower-case words without accents; each mark and each ideograph is a word of its own."""
    word: list[str] = []
    for character in text:
        for part in unicodedata.normalize("NFD", character.lower()):
            kind = unicodedata.category(part)
            if kind == "Mn" or part in "\x00\ufffd" or (kind in ("Cc", "Cf") and part not in "\t\n\r"):
                continue
            alone = _is_mark(part, kind) or _is_ideograph(part)
            if (alone or part.isspace()) and word:
                yield "".join(word)
                word = []
            if alone:
                yield part
            elif not part.isspace():
                word.append(part)
    if word:
        yield "".join(word)


def _is_mark(character: str, kind: str) -> bool:
    return kind.startswith("P") or (character.isascii() and character.isprintable() and not character.isalnum()
                                    and character != " ")  # fmt: skip


def _is_ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)


def _pieces(word: str, known: Mapping[str, int]) -> list[str]:
    """The longest known piece, then the longest of what is left; one unknown rather than half a word."""
    if len(word) > _LONGEST_WORD:
        return [UNKNOWN]
    pieces, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else f"##{word[start:end]}"
            if piece in known:
                pieces.append(piece)
                start = end
                break
        else:
            return [UNKNOWN]
    return pieces
