"""A prompt's facets: from the names of its fields where it has fields, from a vocabulary in running text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from gallery.facets.vocabulary import BREAKS, FACETS, HOLLOW, SUBJECT, Term, terms
from gallery.facets.words import WORD, stem, words
from studio.prompts.document import Path, Value
from studio.prompts.flatten import leaves
from studio.prompts.keys import is_negative, words_of
from studio.prompts.suggestions import suggest

MAX_CHARACTERS = 4000
"""What of a text is read: facets stand early, and a page must not wait for the rest."""
MAX_LEAVES = 400


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a prompt says about one facet: names to compare by, words to show, and where they stand.

    `start` and `end` are offsets into plain text; in a structured prompt `path` leads to the field.
    """

    names: frozenset[str]
    text: str
    path: Path = ()
    start: int = 0
    end: int = 0


Reading = Mapping[str, Phrase]
"""The facets a prompt speaks of, in the order of FACETS."""


def read(document: Value) -> Reading:
    """The facets of a prompt; empty where nothing is recognised."""
    found = dict(_of_text(document) if isinstance(document, str) else _of_fields(document))
    return {facet: found[facet] for facet in FACETS if facet in found}


_BREAK = re.compile(r"[,.;:!?\n()]")


class _Span:
    """A recognised way of saying, in a text."""

    __slots__ = ("end", "start", "term")

    def __init__(self, term: Term, start: int, end: int) -> None:
        self.term, self.start, self.end = term, start, end


@cache
def _lexicon() -> tuple[dict[str, Term], re.Pattern[str]]:
    known = dict(terms())
    ways = sorted(known, key=len, reverse=True)
    return known, re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ways)) + r")(?![\w-])")


def _spans(text: str) -> list[_Span]:
    known, pattern = _lexicon()
    lower = text.lower()
    if len(lower) != len(text):  # a few letters grow when they are lowered, and offsets would no longer hold
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return [_Span(known[hit[0]], hit.start(), hit.end()) for hit in pattern.finditer(lower)]


def _of_text(text: str) -> Iterator[tuple[str, Phrase]]:
    text = text[:MAX_CHARACTERS]
    spans = _spans(text)
    for facet in FACETS:
        mine = [span for span in spans if span.term.facet == facet]
        if mine:
            names = frozenset(span.term.name for span in mine)
            start, end = mine[0].start, mine[0].end
            for span in mine[1:]:
                if text[end : span.start] not in (" ", "-"):
                    break
                end = span.end
            yield facet, Phrase(names, text[start:end], (), start, end)
    if subject := _subject(text, spans):
        yield SUBJECT, subject


def _subject(text: str, spans: list[_Span]) -> Phrase | None:
    """The first noun phrase that is not a style, a light or a use: what stands before “in”, “with” or a comma."""
    taken = [(span.start, span.end) for span in spans if span.term.facet != "place"]
    said: list[re.Match[str]] = []
    for word in islice(WORD.finditer(text), 60):
        lower = word[0].lower()
        gap = text[said[-1].end() : word.start()] if said else ""
        if said and (lower in BREAKS or _BREAK.search(gap)):
            break
        is_taken = any(start <= word.start() < end for start, end in taken)
        if not is_taken and lower not in HOLLOW and lower not in BREAKS and not lower.isdigit():
            said.append(word)
    if not said:
        return None
    start, end = said[0].start(), said[-1].end()
    return Phrase(frozenset(stem(word[0]) for word in said), text[start:end], (), start, end)


_KINDS = {
    "light": "light",
    "direction": "light",
    "shadow": "light",
    "kelvin": "light",
    "time": "light",
    "place": "place",
    "background": "place",
    "weather": "place",
    "season": "place",
    "style": "style",
    "grade": "style",
    "mood": "mood",
    "palette": "palette",
    "framing": "framing",
    "angle": "framing",
    "composition": "framing",
}
"""Which facet a field of the studio's own kinds tells (studio.prompts.suggestions)."""

_SUBJECT_KEYS = frozenset(
    {"subject", "subjects", "product", "garment", "character", "person", "object", "thing", "animal"}
)
_USE_KEYS = frozenset({"task", "purpose", "use", "usage", "format", "deliverable"})
_PROSE_KEYS = frozenset({"prompt", "description", "assembled", "text", "caption", "summary"})


def _of_fields(document: Value) -> Iterator[tuple[str, Phrase]]:
    """The first field that tells each facet; where no field does, the prompt's own running text."""
    found: dict[str, Phrase] = {}
    prose: list[str] = []
    for path, leaf in islice(leaves(document), MAX_LEAVES):
        if not isinstance(leaf, str) or not leaf.strip() or _is_negative(path):
            continue
        said = leaf.strip()[:MAX_CHARACTERS]
        facet = _facet_of(path, said)
        if facet and facet not in found and (names := _names(facet, said)):
            found[facet] = Phrase(names, said, path)
        elif not facet and (_key(path) & _PROSE_KEYS or len(said) > 80):
            prose.append(said)
    yield from found.items()
    for facet, phrase in _of_text("\n".join(prose)) if prose else ():
        if facet not in found:
            yield facet, Phrase(phrase.names, phrase.text)


def _facet_of(path: Path, said: str) -> str | None:
    kind = suggest(path, said)
    if kind and kind.kind in _KINDS:
        return _KINDS[kind.kind]
    if _key(path) & _USE_KEYS:
        return "use"
    last = [step for step in path if isinstance(step, str)][-2:]
    if any(set(words_of(step)) & _SUBJECT_KEYS for step in last) and len(said) <= 200:
        return SUBJECT
    return None


def _names(facet: str, said: str) -> frozenset[str]:
    if facet == SUBJECT:
        subject = _subject(said, _spans(said))
        return subject.names if subject else frozenset()
    known = frozenset(span.term.name for span in _spans(said) if span.term.facet == facet)
    return known or frozenset(stem(word) for word in words(said)[:12] if word.lower() not in HOLLOW)


def _key(path: Path) -> frozenset[str]:
    last = next((step for step in reversed(path) if isinstance(step, str)), "")
    return frozenset(words_of(last))


def _is_negative(path: Path) -> bool:
    return any(isinstance(step, str) and is_negative(step) for step in path)
