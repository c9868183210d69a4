"""Text that is meant as JSON but is not: mended where the meaning is plain, refused with a place where it is not."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from studio.prompts import limits
from studio.prompts.document import Value, to_text
from studio.prompts.notes import GiveUp, Notes, Repair
from studio.prompts.parse import ODD_SPACES, QUOTE, Plain, Structured, document_start, parse, place, tidy
from studio.prompts.quoting import KEY
from studio.prompts.reading import Reader


@dataclass(frozen=True, slots=True)
class Repaired:
    """The document and every change that led to it, in the order of the text."""

    document: dict[str, Value] | list[Value]
    repairs: tuple[Repair, ...]

    @property
    def sure(self) -> bool:
        """Whether it may be taken as it is; otherwise it is an offer for the person to look at."""
        return all(repair.sure for repair in self.repairs)

    @property
    def cut_off(self) -> bool:
        return any(repair.kind == "cut_off" for repair in self.repairs)

    @property
    def text(self) -> str:
        return to_text(self.document)


@dataclass(frozen=True, slots=True)
class Refused:
    """Where the meaning stops being plain; line and column count from 1."""

    line: int
    column: int
    message: str


_GAP = rf"[\s{ODD_SPACES}]*+"
Repairing: TypeAlias = Repaired | Refused


def repair(text: str) -> Repairing:
    """The document this text is meant to be. A valid document comes back unchanged, without repairs."""
    parsed = parse(text)
    if isinstance(parsed, Structured):
        return Repaired(parsed.document, ())
    if isinstance(parsed, Plain):
        return Refused(1, 1, "This reads as plain words, not as a document.")
    if parsed.message in (limits.too_long(), limits.too_many(), limits.LONG_NUMBER):
        return Refused(parsed.line, parsed.column, parsed.message)
    text = tidy(text)
    notes = Notes(text)
    if bad := limits.UNKEEPABLE.search(text):
        notes.add("half_character", bad.start(), "Halves of characters, or NULs, were left out.")
        text = notes.text = limits.UNKEEPABLE.sub("", text)
    start = document_start(text)
    if start is None:
        return Refused(parsed.line, parsed.column, parsed.message)
    try:
        document, notes = _best(text, start, notes)
        limits.check(document)
    except GiveUp as gave_up:
        return Refused(*place(text, gave_up.at), str(gave_up))
    except limits.TooLarge as too_large:
        return Refused(*place(text, start), str(too_large))
    return Repaired(document, tuple(notes))


_Document: TypeAlias = dict[str, Value] | list[Value]


def _best(text: str, start: int, notes: Notes) -> tuple[_Document, Notes]:
    """The reading by brackets; where those do not come out even, the one by indentation if that does."""
    first: tuple[_Document, Notes] | GiveUp
    try:
        first = _read(text, start, notes.copy())
    except GiveUp as gave_up:
        first = gave_up
    if not isinstance(first, GiveUp) and not first[1].has("cut_off", "bracket_stray", "bracket_missing"):
        return first
    try:
        second = _read(text, start, notes.copy(), by_indent=True) if "\n" in text else None
    except GiveUp:
        second = None
    if second is not None and not second[1].has("cut_off", "bracket_stray"):
        return second
    if isinstance(first, GiveUp):
        raise first
    return first


def _read(text: str, start: int, notes: Notes, *, by_indent: bool = False) -> tuple[_Document, Notes]:
    _before(text, start, notes)
    reader = Reader(text, start, notes, by_indent=by_indent)
    document = reader.read()
    if _another(text, reader.at):
        document = _several(document, reader, notes)
    _after(text, reader.at, notes)
    if not isinstance(document, (dict, list)):
        raise GiveUp(start, "There is no key in this document.")
    return document, notes


def _before(text: str, start: int, notes: Notes) -> None:
    """What stands before the document: nothing, a fence or words. Raises GiveUp for the inside of a document."""
    before = text[:start].strip()
    if re.fullmatch(r"`*\w{0,12}", before):
        if before:
            notes.add("fence", 0, "The code fence around the document was taken away.")
    elif KEY.search(before):
        raise GiveUp(
            0, "The beginning of the document seems to be missing: keys stand before its first bracket."
        )
    else:
        notes.add("words_around", 0, f"The words before the document were taken away: “{_short(before)}”.")


def _another(text: str, at: int) -> re.Match[str] | None:
    return re.compile(rf"{_GAP},?{_GAP}(?=\{{{_GAP}(?:{QUOTE}|\}}))").match(text, at)


def _several(first: Value, reader: Reader, notes: Notes) -> list[Value]:
    """Objects one after the other, such as lines of JSON or the inside of a list: they become a list."""
    notes.add("bracket_missing", reader.at, "Objects one after the other became a list.", sure=False)
    documents = [first]
    while gap := _another(reader.text, reader.at):
        if len(documents) == limits.MAX_LEAVES:
            raise GiveUp(reader.at, limits.too_many())
        reader.at = gap.end()
        documents.append(reader.read())
    return documents


def _after(text: str, at: int, notes: Notes) -> None:
    """What stands behind the document: nothing, brackets too many, a fence or words. Raises GiveUp for more JSON."""
    rest = text[at:]
    closers = re.match(r"[\s}\],;]*", rest)
    stray = closers[0].strip() if closers else ""
    if stray:
        where = at + rest.index(stray[0])
        notes.add(
            "bracket_stray",
            where,
            f"“{''.join(stray.split())}” after the end of the document was taken away.",
        )
        rest = rest[closers.end() if closers else 0 :]
    words = rest.strip()
    if not words.strip("`").strip():
        return
    begins = len(text) - len(rest.lstrip())
    more = re.search(r"[{\[]\s*[\"“{\[]", rest) or KEY.search(rest)
    if more:
        raise GiveUp(
            begins,
            "The document ends before this, but more of it follows: before this, a bracket is missing or one too many.",
        )
    said = words.removeprefix("```").strip()
    notes.add("words_around", begins, f"The words after the document were taken away: “{_short(said)}”.")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"
