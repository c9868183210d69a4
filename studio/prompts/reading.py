"""A reader for text that is meant as JSON: it goes on where JSON's own stops, and notes what it mended."""

import re
from typing import NamedTuple

from studio.prompts import limits
from studio.prompts.document import Value, same
from studio.prompts.notes import GiveUp, Notes
from studio.prompts.parse import ODD_SPACES, QUOTES
from studio.prompts.quoting import COLONS, COMMAS, KEY, Quoted, Role, read_quoted
from studio.prompts.unquoted import read_unquoted

_SPACES = re.compile(rf"[\s{ODD_SPACES}]+")
_ODD = re.compile(rf"[{ODD_SPACES}]")
_COMMENT = re.compile(
    rf"//[^\n]*|/\*.*?\*/|#[\s#!{ODD_SPACES}][^\n]*|(?<=\n)#(?![0-9a-fA-F]{{3,8}}\b)[^\n]*", re.DOTALL
)
_DOTS = re.compile(r"(?:\.\.\.|…)(?=[\s,}\]])")
_HASHTAG = re.compile(r"#\w+[ \t]*(?=[\"{\[])")
_PLACEHOLDER = re.compile(r"\{argument\b[^{}\n]{0,400}\}|\{\{[^{}\n]{1,400}\}\}")
_WORD_KEY = re.compile(
    rf"(?!\d+\s*:\s*\d)(?:\w[\w-]{{0,60}}(?=[\s{ODD_SPACES}]*[:：])"
    rf"|\w[\w .-]{{0,80}}(?=[\s{ODD_SPACES}]*[:：][\s{ODD_SPACES}]*[\[{{{QUOTES}]))"
)
_ASPECT = re.compile(r"(?:[\w ]{0,30}ratio\D{0,5})?\d{1,2}\s*:\s*\d{1,2}", re.IGNORECASE)


class Open(NamedTuple):
    """An object or list being read, and the indentation of its keys where they begin their lines."""

    bracket: str
    indent: int | None


class Reader:
    """`by_indent`: a key indented like those of an outer object closes this one even after a comma."""

    def __init__(self, text: str, start: int, notes: Notes, *, by_indent: bool = False) -> None:
        self.text, self.at, self.notes = text, start, notes
        self.open: list[Open] = []
        self.bare_keys = False
        self.by_indent = by_indent
        self._mended_at = -1

    def read(self) -> Value:
        """The document; afterwards `at` is the offset behind it. Raises GiveUp."""
        self._gap()
        return self._list() if self._char() == "[" else self._object()

    def _value(self, role: Role) -> Value:
        char = self._char()
        if placeholder := _PLACEHOLDER.match(self.text, self.at):
            self.notes.add("placeholder", self.at, "A placeholder without quotes became a text.")
            self.at = placeholder.end()
            return placeholder[0]
        if char in "{[":
            if len(self.open) >= limits.MAX_DEPTH:
                raise GiveUp(self.at, limits.TOO_DEEP)
            return self._object() if char == "{" else self._list()
        return self._quoted(role) if char in QUOTES else self._unquoted(role)

    def _object(self) -> Value:
        start, braced = self.at, self._char() == "{"
        self.at += braced
        if not braced:
            self.notes.add("bracket_missing", self.at, "The braces around the whole document were missing.")
        made: dict[str, Value] = {}
        unnamed: set[str] = set()
        self.open.append(Open("{", None))
        comma: int | None = start
        while True:
            self._gap()
            here, char = self.at, self._char()
            if not char and not braced:
                break
            if not char:
                self._cut("An object was still open at the end of the text; it was closed there.")
                break
            if char == "}" and self._ends_early():
                continue
            if char == "}":
                self._after_last(comma, made)
                self.at += 1
                break
            if char == "]":
                if any(outer.bracket == "[" for outer in self.open):
                    self._mend("A closing } was missing before this ].", sure=False)
                    break
                self._drop("A ] that closes nothing was taken away.")
                continue
            if char in COMMAS:
                comma = self._comma(comma, made)
                continue
            if (comma is None or self.by_indent) and self._belongs_outside():
                break
            if char == "{" and made and any(outer.bracket == "[" for outer in self.open):
                self._mend("A closing } was missing before this {.", sure=False)
                break
            if char in "{[" and not _PLACEHOLDER.match(self.text, here):
                raise GiveUp(here, "A group stands here without a key.")
            if comma is None:
                self._missing_comma()
            self._entry(made, unnamed)
            self._gap()
            comma = None
            if self._char() and self._char() in COMMAS:
                comma = self._comma(None, made)
            if self.at == here:
                raise GiveUp(here, "This is neither a key nor a value.")
        self.open.pop()
        if unnamed and len(unnamed) == len(made) and self.open:
            self.notes.drop_last("key_missing", len(made))
            message = "Braces around texts without keys were taken away."
            self.notes.add("bracket_stray", start, message, sure=False)
            return next(iter(made.values())) if len(made) == 1 else list(made.values())
        return made

    def _list(self) -> Value:
        comma: int | None = self.at
        self.at += 1
        made: list[Value] = []
        self.open.append(Open("[", None))
        while True:
            self._gap()
            here, char = self.at, self._char()
            if not char:
                self._cut("A list was still open at the end of the text; it was closed there.")
                break
            if char == "]":
                self._after_last(comma, made)
                self.at += 1
                break
            if char == "}":
                if any(outer.bracket == "{" for outer in self.open):
                    self._mend("A closing ] was missing before this }.", sure=True)
                    break
                self._drop("A } that closes nothing was taken away.")
                continue
            if char in COMMAS:
                comma = self._comma(comma, made)
                continue
            if char in QUOTES and KEY.match(self.text, self.at):
                if not made or len(self.open) == 1:
                    raise GiveUp(self.at, "A key stands here, but a list has no keys.")
                self._mend("A closing ] was missing before this key.", sure=False)
                break
            if comma is None:
                self._missing_comma()
            made.append(self._value("item"))
            self._gap()
            comma = None
            if self._char() and self._char() in COMMAS:
                comma = self._comma(None, made)
            if self.at == here:
                raise GiveUp(here, "This is not a value.")
        self.open.pop()
        return made

    def _entry(self, made: dict[str, Value], unnamed: set[str]) -> None:
        """One key with its value, into the object being read."""
        start = self.at
        if self.open[-1].indent is None:
            self.open[-1] = Open("{", self._indent(start))
        key, cut = self._key()
        if cut:
            self._cut(f"The key “{key[:60]}” was cut off; it was left out.")
            return
        self._gap()
        if not self._char() or self._char() not in COLONS:
            self._unnamed(key, start, made, unnamed)
            return
        if self._char() != ":":
            self.notes.add("colon", self.at, f"“{self._char()}” after a key became a colon.")
        self.at += 1
        self._gap()
        if hashtag := _HASHTAG.match(self.text, self.at):
            self.notes.add(
                "stray", self.at, f"“{hashtag[0].strip()}” between a key and its value was taken away."
            )
            self.at = hashtag.end()
        if not self._char():
            self._cut(f"The key “{key[:60]}” had no value before the text was cut off; it was left out.")
            return
        if self._char() in ",}]":
            self.notes.add(
                "value_missing", self.at, f"The key “{key[:60]}” had no value; it became null.", sure=False
            )
            self._put(key, None, start, made)
            return
        self._put(key, self._value("field"), start, made)

    def _put(self, key: str, value: Value, at: int, made: dict[str, Value]) -> None:
        if key not in made:
            made[key] = value
        elif same(made[key], value):
            message = f"The key “{key[:60]}” was there twice with the same value; one was left out."
            self.notes.add("key_twice", at, message)
        else:
            name = _free(key, made)
            message = f"The key “{key[:60]}” was there twice; the second one was named “{name[:60]}”."
            self.notes.add("key_twice", at, message, sure=False)
            made[name] = value

    def _unnamed(self, said: str, at: int, made: dict[str, Value], unnamed: set[str]) -> None:
        """A text in an object without a key: it gets one, or is itself a key whose value is missing."""
        last = not self._char() or self._char() in "}]"
        if last and len(unnamed) < len(made) and re.fullmatch(r"\w+", said):
            self._cut(f"The key “{said[:60]}” had no value; it was left out.", at)
            return
        if _ASPECT.fullmatch(said):
            name = "aspect_ratio"
        else:
            name = "prompt" if not made and len(self.open) == 1 else "text"
        name = _free(name, made)
        made[name] = said
        unnamed.add(name)
        self.notes.add("key_missing", at, f"A text without a key was given the key “{name}”.", sure=False)

    def _key(self) -> tuple[str, bool]:
        if self._char() in QUOTES:
            quoted = self._read_quoted("key")
            return quoted.text, quoted.cut
        if word := _WORD_KEY.match(self.text, self.at):
            self.notes.add("key_unquoted", self.at, "Keys without quotes were quoted.")
            self.bare_keys = True
            self.at = word.end()
            return word[0].strip(), False
        said = self._unquoted("field")
        if not isinstance(said, str):
            raise GiveUp(self.at, "A value stands here without a key.")
        return said, False

    def _quoted(self, role: Role) -> str:
        quoted = self._read_quoted(role)
        if quoted.cut:
            self._cut("The text was cut off inside this value; what is there of it was kept.", self.at)
        return quoted.text

    def _read_quoted(self, role: Role) -> Quoted:
        quoted = read_quoted(self.text, self.at, role, self.notes, bare_keys=self.bare_keys)
        self.at = quoted.end
        return quoted

    def _unquoted(self, role: Role) -> Value:
        value, self.at = read_unquoted(self.text, self.at, role, self.notes, bare_keys=self.bare_keys)
        return value

    def _gap(self) -> None:
        """Past spaces, comments and dots that stand for more of the same."""
        while self.at < len(self.text):
            if spaces := _SPACES.match(self.text, self.at):
                if odd := _ODD.search(spaces[0]):
                    count = len(_ODD.findall(spaces[0]))
                    message = "Spaces that JSON does not allow, such as no-break spaces, became plain ones."
                    self.notes.add("spaces", self.at + odd.start(), message, count=count)
                self.at = spaces.end()
            elif comment := _COMMENT.match(self.text, self.at):
                self.notes.add("comment", self.at, "Comments were taken away.")
                self.at = comment.end()
            elif dots := _DOTS.match(self.text, self.at):
                message = "Dots that stand for more of the same were taken away."
                self.notes.add("stray", self.at, message, sure=False)
                self.at = dots.end()
            else:
                break

    def _comma(self, before: int | None, made: dict[str, Value] | list[Value]) -> int:
        """Past a comma; a second one in a row, or one before the first value, is too many."""
        if before is not None:
            self.notes.add("comma_extra", self.at, "A comma too many was taken away.")
        elif self._char() != ",":
            self.notes.add("comma_odd", self.at, f"“{self._char()}” between two values became a comma.")
        self.at += 1
        return self.at - 1

    def _after_last(self, comma: int | None, made: dict[str, Value] | list[Value]) -> None:
        if comma is not None and made:
            self.notes.add("comma_trailing", comma, "The comma after the last value was taken away.")

    def _missing_comma(self) -> None:
        if self._mended_at != self.at:
            self.notes.add("comma_missing", self.at, "A comma was missing before this.")

    def _belongs_outside(self) -> bool:
        """A key that is indented like those of an outer object: this one was not closed."""
        mine, here = self.open[-1].indent, self._indent(self.at)
        if mine is None or here is None or here >= mine:
            return False
        if not any(outer.indent == here for outer in self.open[:-1]):
            return False
        self._mend(
            "A closing } seems to be missing before this line: it is indented like an outer one.", sure=False
        )
        return True

    def _ends_early(self) -> bool:
        """A brace that would close the whole document although more keys follow: it is stepped over."""
        if len(self.open) > 1:
            return False
        rest = re.compile(rf"\}}[\s{ODD_SPACES}]*,?[\s{ODD_SPACES}]*").match(self.text, self.at)
        if rest is None or not KEY.match(self.text, rest.end()):
            return False
        message = "A } here would close the whole document although more keys follow; it was taken away."
        self.notes.add("bracket_stray", self.at, message, sure=False)
        self.at += 1
        return True

    def _mend(self, message: str, *, sure: bool) -> None:
        self.notes.add("bracket_missing", self.at, message, sure=sure)
        self._mended_at = self.at

    def _drop(self, message: str) -> None:
        self.notes.add("bracket_stray", self.at, message, sure=False)
        self.at += 1

    def _cut(self, message: str, at: int | None = None) -> None:
        """Noted once: what is innermost says where the text was cut off."""
        if not any(entry.kind == "cut_off" for entry in self.notes.entries):
            self.notes.add("cut_off", self.at if at is None else at, message, sure=False)

    def _indent(self, at: int) -> int | None:
        """Characters before this offset on its line, if they are all spaces."""
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return None if line.strip() else len(line)

    def _char(self) -> str:
        return self.text[self.at : self.at + 1]


def _free(name: str, made: dict[str, Value]) -> str:
    """The name, or the name with the first number that is not taken."""
    number = 2
    free = name
    while free in made:
        free, number = f"{name}_{number}", number + 1
    return free
