"""A prompt with one facet taken from another."""

import re

from gallery.facets.reading import Reading
from gallery.facets.vocabulary import SUBJECT
from gallery.facets.words import stem
from studio.prompts.apply import put
from studio.prompts.document import PathError, Value

_LEADS = {"place": ", in ", "use": ", as ", "palette": ", in "}
"""How a facet is added to running text that did not speak of it; the others follow a comma."""
LONGEST_PHRASE = 200


def turned(document: Value, mine: Reading, facet: str, theirs: Reading) -> "Value | None":
    """The prompt with `facet` as the other one says it; None where that cannot be said in one phrase."""
    if facet not in theirs or (facet == SUBJECT and facet not in mine):
        return None
    said = " ".join(theirs[facet].text.split())
    if not said or len(said) > LONGEST_PHRASE:
        return None
    if isinstance(document, str):
        return None if said.lower() in document.lower() else _in_text(document, mine, facet, said)
    if facet not in mine or not mine[facet].path:
        return None
    try:
        return put(document, mine[facet].path, said)
    except PathError:
        return None


def _in_text(text: str, mine: Reading, facet: str, said: str) -> str:
    """The phrase in place of mine, or after all else; words around it are made to fit."""
    if facet not in mine:
        return text.rstrip().rstrip(".,;") + _LEADS.get(facet, ", ") + said
    phrase = mine[facet]
    before, after = text[: phrase.start], text[phrase.end :]
    if phrase.text.lower().startswith("at ") and not _PREPOSITION.match(said):
        said = ("at " if said.lower() in _HOURS else "in ") + said
    if article := _ARTICLE.search(before):
        fitting = "" if _is_plural(said) else ("an " if said[:1].lower() in "aeiou" else "a ")
        before = before[: article.start()] + (fitting.capitalize() if article[0][0] == "A" else fitting)
    return before + said + after


_PREPOSITION = re.compile(r"(?:at|in|on|by|under|through|after|before|with|from)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b[Aa]n? $")
_HOURS = frozenset(
    {"night", "midnight", "dawn", "daybreak", "sunrise", "noon", "midday", "dusk", "twilight", "sunset"}
    | {"sundown", "golden hour", "blue hour", "first light", "full moon"}
)


def _is_plural(said: str) -> bool:
    last = said.split()[-1].lower()
    return stem(last) != last
