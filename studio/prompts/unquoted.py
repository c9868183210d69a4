"""Values that stand without quotes: numbers, words that stand for a value, and texts."""

import json
import re
from typing import NamedTuple

from studio.prompts import limits
from studio.prompts.document import NUMBER, Number, Value
from studio.prompts.notes import GiveUp, Notes
from studio.prompts.parse import ODD_SPACES
from studio.prompts.quoting import KEY, LITERAL, Role, closes


class Unquoted(NamedTuple):
    value: Value
    end: int


def read_unquoted(text: str, at: int, role: Role, notes: Notes, *, bare_keys: bool) -> Unquoted:
    """The value that begins at `at`, and the offset after it. Raises GiveUp where its end is not clear."""
    number = _ANY_NUMBER.match(text, at)
    if number and _ends(text, number.end(), role):
        return Unquoted(_number(number[0], at, notes), number.end())
    word = _WORD.match(text, at)
    if word and word[0].lower() in _LITERALS and _ends(text, word.end(), role):
        if word[0] not in ("true", "false", "null"):
            notes.add("literal", at, "Words such as True and None became JSON's true and null.")
        return Unquoted(_LITERALS[word[0].lower()], word.end())
    return _text(text, at, role, notes, bare_keys)


_SPACE = rf"[\s{ODD_SPACES}]"
_SPACES = re.compile(rf"{_SPACE}+")
_ANY_NUMBER = re.compile(rf"-?\d+\.(?!\d)|-?\.\d+|[+]?{NUMBER.pattern}")
_WORD = re.compile(r"[A-Za-z]+")
_DELIMITER = re.compile(rf"{_SPACE}*(?:[,;，}}\]\n]|$|//|/\*|\#{_SPACE})")
_NEXT_ITEM = re.compile(rf"[{{\[\"]|{LITERAL.pattern}|{NUMBER.pattern}(?=[\s,\]])")
_STOP = re.compile(r"\\.|[,，\n{}\[\]\"“”]")
_NEARLY_A_LITERAL = re.compile("t?r?u?e?|f?a?l?s?e?|n?u?l?l?", re.IGNORECASE)
_LITERALS: dict[str, Value] = {"true": True, "false": False} | dict.fromkeys(
    ("null", "none", "undefined", "nil")
)


def _ends(text: str, at: int, role: Role) -> bool:
    """Whether a number or a literal word ends here: at a delimiter, or where the next entry begins."""
    if _DELIMITER.match(text, at):
        return True
    spaces = _SPACES.match(text, at)
    following = _NEXT_ITEM if role == "item" else KEY
    return spaces is not None and following.match(text, spaces.end()) is not None


def _number(spelled: str, at: int, notes: Notes) -> Number:
    if len(spelled) > limits.MAX_NUMBER_CHARACTERS:
        raise GiveUp(at, limits.LONG_NUMBER)
    if not NUMBER.fullmatch(spelled):
        proper = re.sub(r"\.$", ".0", re.sub(r"^(-?)\.", r"\g<1>0.", spelled.removeprefix("+")))
        notes.add("number", at, f"The number {spelled} was written as {proper}.")
        spelled = proper
    return Number(spelled)


def _text(text: str, start: int, role: Role, notes: Notes, bare_keys: bool) -> Unquoted:
    inner = 0
    end = after = len(text)
    message = "A text without quotes was quoted."
    for stop in _STOP.finditer(text, start):
        at, char = stop.start(), stop[0]
        if char[0] == "\\":
            continue
        if char in "[{":
            inner += 1
        elif char in "]}" and inner:
            inner -= 1
        elif char in '"“”':
            if not closes(text, at + 1, role, bare_keys=bare_keys):
                raise GiveUp(start, "It is not clear where the text that begins here ends.")
            message = "The first quote of this text was missing."
            end, after = at, at + 1
            break
        elif char not in ",，" or role == "item" or closes(text, at, "field", bare_keys=bare_keys):
            end = after = at
            break
    said = text[start:end]
    if comment := re.search(rf"{_SPACE}(?://|#{_SPACE}).*$", said):
        notes.add("comment", start + comment.start(), "Comments were taken away.")
        said = said[: comment.start()]
    said = _unescaped(said).strip()
    if not said:
        raise GiveUp(start, "A value is expected here.")
    sure = not (_NEARLY_A_LITERAL.fullmatch(said) or set(said) & set("\"'\\{}[]"))
    notes.add("value_unquoted", start, message, sure=sure)
    return Unquoted(said, after)


def _unescaped(said: str) -> str:
    """The text with JSON's escapes read, if they are all JSON's."""
    try:
        return str(json.loads(f'"{said}"')) if "\\" in said else said
    except ValueError:
        return said
