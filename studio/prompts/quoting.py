"""Where a quoted text ends when its quotes are not to be trusted.

A quote ends a text when what follows it can only be the next part of the document: a colon after a key, a comma
and a key after a value, a closing bracket. Any other quote is part of the text.
"""

import json
import re
from typing import Literal, NamedTuple

from studio.prompts import limits
from studio.prompts.notes import GiveUp, Notes
from studio.prompts.parse import ODD_SPACES, QUOTE, QUOTES

Role = Literal["key", "field", "item"]
"""What the quoted text is: a key, the value of a key, or an item of a list."""

COMMAS = ",，、;；"
COLONS = ":：="

_SPACE = rf"[\s{ODD_SPACES}]"
_GAP = rf"(?:{_SPACE}|//[^\n]*+|/\*(?:[^*]|\*(?!/)){{0,2000}}+\*/|\#(?:{_SPACE}|\#)[^\n]*+)*+"
GAP = re.compile(_GAP)
_NAME = r"""(?:"[^"“”\n]{1,100}["”]|'[^'"\n]{1,100}'|[“„”][^"“”\n]{1,100}["“”]|[‘’‚][^'‘’"\n]{1,100}[‘’']|`[^`\n]{1,100}`|«[^«»\n]{1,100}»)"""
KEY = re.compile(rf"{_NAME}{_SPACE}*+[:：]")
LITERAL = re.compile(r"(?:true|false|null|True|False|None)\b")
_CUT_KEY = re.compile(rf"{QUOTE}[^\"“”\n]{{0,100}}{QUOTE}?{_SPACE}*\Z")
BARE_KEY = re.compile(rf"[^\W\d][\w-]{{0,60}}{_SPACE}*+:(?!//)")
_STRICT = re.compile(r'"((?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+)"')
_SIMPLE = re.compile(r"'[^'‘’\\\x00-\x1f]*+'|“[^\"“”\\\x00-\x1f]*+”")
_CLOSER = re.compile(rf"[}}\]][ \t{ODD_SPACES}]*+(?:[,;，}}\]\n`]|$)")
_SHORT_ITEM = re.compile(rf"{QUOTE}[^\"\n]{{0,300}}{QUOTE}\s*[,\]]")
_WHOLE_LINE_ITEM = re.compile(rf"{QUOTE}[^\"“”\n]*{QUOTE}[ \t]*,?[ \t]*(?:\n|$)")
_MAX_CANDIDATES = 400


def _events(quotes: str) -> re.Pattern[str]:
    """What can matter inside a text: escapes, placeholders, quotes that may end it, line breaks, controls."""
    escape = r"(?:\\u[0-9a-fA-F]{4})+|\\.?"
    return re.compile(rf"{escape}|\{{argument\b[^{{}}\n\\]{{0,400}}\}}|''|[{quotes}]|[\x00-\x1f]", re.DOTALL)


_STRAIGHT = _events('"“”„‟＂')
_OTHERS = dict.fromkeys("'‘’‚‛", _events("'‘’")) | {"`": _events("`"), "«": _events("»«"), "»": _events("»«")}
_STRAY_TAIL = re.compile(rf"[\s{ODD_SPACES},]*[}}\]][\s{ODD_SPACES},}}\]]*$")


_LINE_ENDS = re.compile(r"[ \t]*(?:,?[ \t]*\n|[}\]]|$)")
_UNCLEAR = "It is not clear where the text that opens here ends."


class Quoted(NamedTuple):
    text: str
    end: int
    cut: bool = False


def read_quoted(text: str, at: int, role: Role, notes: Notes, *, bare_keys: bool) -> Quoted:
    """The text whose opening quote stands at `at`, and the offset after it."""
    strict = _STRICT.match(text, at)
    if strict and closes(text, strict.end(), role, bare_keys=bare_keys, well_formed=True):
        return Quoted(
            strict[1] if "\\" not in strict[1] else _kept(json.loads(strict[0]), at, notes), strict.end()
        )
    simple = _SIMPLE.match(text, at)
    if simple and closes(text, simple.end(), role, bare_keys=bare_keys):
        notes.add("quotes", at, _quotes_message(text[at]))
        return Quoted(text[at + 1 : simple.end() - 1], simple.end())
    return _Reading(text, at, role, notes, bare_keys).run()


def closes(text: str, at: int, role: Role, *, bare_keys: bool, well_formed: bool = False) -> bool:
    """Whether what stands from `at` on can follow a finished text in this role."""
    here = _past(text, at)
    if here == len(text) or text.startswith("```", here):
        return True
    char, broke = text[here], "\n" in text[at:here]
    if role == "key" and char in COLONS:
        return True
    if char in "}]":
        return well_formed or _CLOSER.match(text, here) is not None
    if char in COMMAS:
        after = _past(text, here + 1)
        if after == len(text) or text[after] in "}]…" + COMMAS or "\n" in text[here:after]:
            return True
        if text.startswith("...", after) or (role == "key" and well_formed and text[after] in QUOTES):
            return True
        if role == "item":
            return text[after] in QUOTES + "{[-0123456789" or _literal(text, after)
        if well_formed and _CUT_KEY.match(text, after):
            return True
        return KEY.match(text, after) is not None or (bare_keys and BARE_KEY.match(text, after) is not None)
    if role == "item":
        if char in QUOTES:
            return broke or (_SHORT_ITEM.match(text, here) is not None and here > at)
        return broke and char in "{["
    if KEY.match(text, here) or (broke and well_formed and char in QUOTES + "{"):
        return True
    return broke and bare_keys and BARE_KEY.match(text, here) is not None


class _Reading:
    """One pass over a text that its first plausible quote does not end."""

    def __init__(self, text: str, at: int, role: Role, notes: Notes, bare_keys: bool) -> None:
        self.text, self.start, self.role, self.notes, self.bare_keys = text, at, role, notes, bare_keys
        self.quote = text[at]
        self.pieces: list[str] = []
        self.inner: list[int] = []
        self.breaks: list[int] = []
        self.candidates = 0
        self.line_seen = 0

    def run(self) -> Quoted:
        text = self.text
        if self.quote != '"':
            self.notes.add("quotes", self.start, _quotes_message(self.quote))
        events = _OTHERS.get(self.quote, _STRAIGHT)
        done = self.start + 1
        for event in events.finditer(text, done):
            at, what = event.start(), event[0]
            self.pieces.append(text[done:at])
            done = event.end()
            if what[0] == "\\":
                self.pieces.append(self._escaped(at, what))
            elif what[0] == "{":
                self.notes.add(
                    "placeholder", at, f"The quotes inside {_short(what)} were kept as part of the text."
                )
                self.pieces.append(what)
            elif what == "\n":
                if (end := self._ends_at_line(at)) is not None:
                    return end
                self.breaks.append(at)
                self.pieces.append(what)
            elif what < " ":
                self.notes.add("line_break", at, "A tab or another control character inside a text was kept.")
                self.pieces.append(what)
            elif self._is_last(what, done):
                return self._finished(at, done, what)
            elif (end := self._ends_before(at)) is not None:
                return end
            else:
                if what == self.quote == '"':
                    self.inner.append(at)
                self.pieces.append(what)
        if self.inner:
            raise GiveUp(self.start, _UNCLEAR)
        self.pieces.append(text[done:])
        return Quoted(self._joined().rstrip(), len(text), cut=True)

    def _finished(self, at: int, end: int, what: str) -> Quoted:
        if what != self.quote and self.quote == '"':
            self.notes.add("quotes", at, "A text that opens with a straight quote now ends with one.")
        if self.inner:
            tidy = len(self.inner) % 2 == 0 and not self.breaks
            message = "Quotes inside a text were marked as part of it."
            self.notes.add("inner_quotes", self.inner[0], message, sure=tidy, count=len(self.inner))
        if self.breaks:
            message = "Line breaks inside a text were kept as part of it."
            self.notes.add("line_break", self.breaks[0], message, count=len(self.breaks))
        return Quoted(self._joined(), end)

    def _joined(self) -> str:
        return _kept("".join(self.pieces), self.start, self.notes)

    def _is_last(self, what: str, end: int) -> bool:
        self.candidates += 1
        if self.candidates > _MAX_CANDIDATES:
            raise GiveUp(self.start, _UNCLEAR)
        if what == "''" and not _LINE_ENDS.match(self.text, end):
            return False
        return closes(self.text, end, self.role, bare_keys=self.bare_keys)

    def _escaped(self, at: int, what: str) -> str:
        if len(what) == 1:
            return ""
        if len(what) > 2:
            return str(json.loads(f'"{what}"'))
        if what[1] in _ESCAPES:
            return _ESCAPES[what[1]]
        self.notes.add("escape", at, "A backslash that JSON does not know was taken away.")
        return what[1]

    def _ends_at_line(self, at: int) -> Quoted | None:
        """The end of this text at a line break, if the next line can only be the document going on."""
        text = self.text
        if at < self.line_seen:
            return None
        after = self.line_seen = _past(text, at)
        if after == len(text):
            return None
        follows_key = KEY.match(text, after) is not None
        follows_item = (
            self.role == "item" and _WHOLE_LINE_ITEM.match(text, after) is not None and self._after_comma(at)
        )
        if not (follows_key or follows_item or (text[after] in "}]" and _CLOSER.match(text, after))):
            return None
        said = "".join(self.pieces)
        stray = _STRAY_TAIL.search(said)
        if stray and sum(map(said.count, "]}")) > sum(map(said.count, "[{")):
            if _column(text, self.start) != _column(text, after):
                raise GiveUp(self.start, "The text that opens here is not closed on its line.")
            said = said[: stray.start()]
            message = (
                f"The second quote of this text was missing; “{stray[0].strip()}” after it was taken away."
            )
            self.notes.add("quote_missing", self.start, message, sure=False)
            return Quoted(_kept(said.rstrip(), self.start, self.notes), at)
        return self._unclosed(said, at, sure=not self.inner)

    def _ends_before(self, at: int) -> Quoted | None:
        """The end of this text before a quote on its own line that opens the next key or item."""
        if not self._after_comma(at):
            return None
        opens_item = self.role == "item" and not self.inner and re.match(r"\w", self.text[at + 1 : at + 2])
        if opens_item or (self.role == "field" and KEY.match(self.text, at)):
            return self._unclosed("".join(self.pieces), at, sure=False)
        return None

    def _after_comma(self, at: int) -> bool:
        return self.text[max(self.start, at - 100) : at].rstrip().endswith(",")

    def _unclosed(self, said: str, end: int, *, sure: bool) -> Quoted:
        self.notes.add("quote_missing", self.start, "The second quote of this text was missing.", sure=sure)
        bare = said.rstrip()
        if bare.endswith(","):
            bare = bare[:-1].rstrip()
            end = self.text.rindex(",", self.start, end)
        return Quoted(_kept(bare, self.start, self.notes), end)


_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def _kept(said: str, at: int, notes: Notes) -> str:
    """The text without characters that cannot be kept."""
    if limits.UNKEEPABLE.search(said):
        notes.add("half_character", at, "Halves of characters, or NULs, in this text were left out.")
        said = limits.UNKEEPABLE.sub("", said)
    return said


def _past(text: str, at: int) -> int:
    gap = GAP.match(text, at)
    return gap.end() if gap else at


def _literal(text: str, at: int) -> bool:
    return LITERAL.match(text, at) is not None


def _column(text: str, at: int) -> int:
    """The indentation of the line this offset is on."""
    line = text[text.rfind("\n", 0, at) + 1 : at + 1]
    return len(line) - len(line.lstrip())


def _quotes_message(quote: str) -> str:
    if quote == "'":
        return "Single quotes around texts became double ones."
    return "Curly quotes around texts became straight ones."


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
