"""Text to a prompt: plain text stays plain, JSON becomes a document, JSON with faults says where and what."""

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from studio.prompts import limits
from studio.prompts.document import NUMBER, Number, Value
from studio.prompts.flatten import leaves


@dataclass(frozen=True, slots=True)
class Plain:
    text: str


@dataclass(frozen=True, slots=True)
class Structured:
    document: dict[str, Value] | list[Value]


@dataclass(frozen=True, slots=True)
class Broken:
    """Meant as a document, but not one. Line and column count from 1, in characters of `tidy(text)`."""

    line: int
    column: int
    message: str
    hint: str


Parsed: TypeAlias = Plain | Structured | Broken

REPAIR_HINT = "Seedbed can try to repair it and will show every change first."
EDIT_HINT = "Change it here; nothing of your text is lost."


def parse(text: str, *, characters: int = limits.MAX_CHARACTERS, values: int = limits.MAX_LEAVES) -> Parsed:
    """What this text is. Takes any string; time and memory are bounded by the limits."""
    if len(text) - text.count("\r") > characters:
        return _broken(text[: characters + 1], characters, limits.too_long(characters), EDIT_HINT)
    text = tidy(text)
    if bad := limits.UNKEEPABLE.search(text):
        return _broken(text, bad.start(), limits.HALF_CHARACTER, REPAIR_HINT)
    start = document_start(text)
    if start is None:
        return Plain(text)
    if _most(text, "{[") > limits.MAX_DEPTH and (deep := _too_deep(text, start)) is not None:
        return _broken(text, deep, limits.TOO_DEEP, EDIT_HINT)
    if text[:start].strip():
        return _broken(text, 0, "There are other words before the document.", REPAIR_HINT)
    try:
        document = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_refuse, object_pairs_hook=_object
        )
    except json.JSONDecodeError as fault:
        return _broken(text, fault.pos, _sentence(text, fault), REPAIR_HINT)
    except _Refused as refused:
        return _refused(text, refused)
    if not isinstance(document, (dict, list)):
        return Plain(text)
    if _most(text, ",{[") >= values and next(islice(leaves(document), values, None), None) is not None:
        return Broken(1, 1, limits.too_many(values), EDIT_HINT)
    if "\\u" in text and (half := _half_character(text)) is not None:
        return _broken(text, half, limits.HALF_CHARACTER, REPAIR_HINT)
    return Structured(document)


def tidy(text: str) -> str:
    """The text without what a browser or an editor adds to it: carriage returns and a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


ODD_SPACES = "\x0b\x0c\x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
QUOTES = "\"'`“”„‟‘’‚‛«»＂"
QUOTE = f"[{QUOTES}]"
_GAP = rf"[\s{ODD_SPACES}]*+"
GAP = re.compile(_GAP)
_OPENING = re.compile(
    rf"\{{(?!\{{|argument\b){_GAP}(?:{QUOTE}|//|/\*|#|[}}\]\[{{,])"
    rf"|\[{_GAP}(?:{QUOTE}|[\[{{\],]|//|/\*|(?:{NUMBER.pattern}|true|false|null){_GAP}[,\]])"
    rf"|{QUOTE}[^\n\"]{{1,60}}{QUOTE}{_GAP}:{_GAP}[\[{{\"]"
    rf'|"[^\n"]{{1,2000}}"{_GAP},{_GAP}"[^\n"]{{1,60}}"{_GAP}:'
)
_BARE_OPENING = re.compile(rf"\{{{_GAP}[^\W\d][\w-]{{0,60}}{_GAP}:")
_BODY = re.compile(
    rf"\{{(?!\{{){_GAP}(?:{QUOTE}[^\n]{{0,80}}?{QUOTE}|[^\W\d][\w-]{{0,60}}){_GAP}:|\[{_GAP}\{{{_GAP}{QUOTE}"
)
_FENCE = re.compile(r"```[a-zA-Z0-9]*[ \t]*\n?")


def document_start(text: str) -> int | None:
    """Where the document of this text opens; None for plain words.

    A text that opens like JSON is a document, with or without a code fence. With words before it, it is one
    when the document is the larger part; a brace somewhere in a sentence is not.
    """
    start = _past_gap(text, 0)
    if fence := _FENCE.match(text, start):
        start = _past_gap(text, fence.end())
    if _OPENING.match(text, start) or text[start:].rstrip() in ("{", "["):
        return start
    if (bare := _BARE_OPENING.match(text, start)) and ("\n" in bare[0] or text.rstrip(" \n`").endswith("}")):
        return start
    for bracket in re.finditer(r"[{\[]", text[: len(text) // 2 + 1]):
        before = text[max(0, bracket.start() - 40) : bracket.start()].rstrip(" \t\xa0")
        if (not before or before[-1] in "\n:>`=") and _BODY.match(text, bracket.start()):
            return bracket.start()
    return None


def _past_gap(text: str, at: int) -> int:
    gap = GAP.match(text, at)
    return gap.end() if gap else at


_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"|([\[{])|[\]}]', re.DOTALL)


def _too_deep(text: str, start: int) -> int | None:
    """Where the nesting past `start` first exceeds the limit."""
    level = 0
    for bracket in _BRACKET.finditer(text, start):
        if bracket[1]:
            level += 1
            if level > limits.MAX_DEPTH:
                return bracket.start()
        elif bracket[0] in "]}":
            level -= 1
    return None


def _most(text: str, characters: str) -> int:
    """How often these characters stand in the text: a cheap bound for what they may open or part."""
    return sum(map(text.count, characters))


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class _Refused(Exception):
    """Valid for Python's reader, but not kept here; `token` is what to look for."""

    def __init__(self, message: str, token: str = "") -> None:
        super().__init__(message)
        self.token = token


def _number(lexeme: str) -> Number:
    if len(lexeme) > limits.MAX_NUMBER_CHARACTERS:
        raise _Refused(limits.LONG_NUMBER, lexeme)
    return Number(lexeme)


def _refuse(constant: str) -> None:
    raise _Refused(f"JSON has no {constant}; write it in quotes, or null.", constant)


def _object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Refused("")
    return made


_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def _refused(text: str, refused: _Refused) -> Broken:
    if not refused.token:
        at, key = _second_key(text)
        message = f"The key “{key[:60]}” is there twice in one object; only one of the two could be kept."
        return _broken(text, at, message, REPAIR_HINT)
    at = next(token.start() for token in _TOKEN.finditer(text) if token[0] == refused.token)
    return _broken(
        text, at, str(refused), EDIT_HINT if refused.args[0] == limits.LONG_NUMBER else REPAIR_HINT
    )


def _second_key(text: str) -> tuple[int, str]:
    """The first key that repeats one of its own object, in a text that is otherwise JSON."""
    seen: list[set[str]] = []
    last: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            seen.append(set())
        elif token[0] in "}]":
            seen.pop()
        elif token[0] == ":" and last is not None:
            key = json.loads(last[0])
            if key in seen[-1]:
                return last.start(), key
            seen[-1].add(key)
        last = token
    raise AssertionError("the reader saw a repeated key that the tokens do not show")


def _half_character(text: str) -> int | None:
    for token in _TOKEN.finditer(text):
        if token[0][0] == '"' and "\\u" in token[0] and limits.UNKEEPABLE.search(json.loads(token[0])):
            return token.start()
    return None


_SENTENCES = {
    "Unterminated string": "The text that opens here is never closed: its second quote is missing.",
    "Invalid control character": "A line break or a tab stands inside a text, or the text's second quote is missing.",
    "Invalid \\": "A backslash stands here that JSON does not know. Write it twice to keep it.",
    "Expecting ':'": "A colon is missing here: in an object every key needs a value.",
    "Expecting ','": "A comma or a closing bracket is missing before this.",
    "Extra data": "The document ends before this, but more follows.",
    "Expecting property name": "A key in straight double quotes is expected here.",
    "Illegal trailing comma": "There is a comma after the last value.",
    "Expecting value": "A value is expected here.",
}


def _sentence(text: str, fault: json.JSONDecodeError) -> str:
    rest = text[fault.pos :].lstrip()
    before = text[: fault.pos].rstrip()
    if not rest:
        return "The text ends here, but the document does not: something is still open."
    if fault.msg.startswith(("Expecting", "Illegal")):
        if re.match(f"[{ODD_SPACES}]", text[fault.pos :]):
            return "There is a space here that JSON does not allow, such as a no-break space."
        if rest[0] in QUOTES[3:]:
            return "Curly quotes stand here; JSON wants straight ones."
        if rest[0] in "}]" and before.endswith(","):
            return "There is a comma after the last value."
        if rest.startswith(("//", "/*", "#")):
            return "There is a comment here; JSON has none."
    return next(
        (said for start, said in _SENTENCES.items() if fault.msg.startswith(start)),
        "This is not valid JSON here.",
    )


def _broken(text: str, at: int, message: str, hint: str) -> Broken:
    return Broken(*place(text, at), message, hint)


def value_of(parsed: Plain | Structured) -> Value:
    """The one value a prompt is kept as: a string when plain, a tree when structured."""
    return parsed.text if isinstance(parsed, Plain) else parsed.document
