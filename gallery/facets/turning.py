"""A prompt with one facet taken from another."""

from gallery.facets.reading import Reading
from gallery.facets.vocabulary import SUBJECT
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
        return _in_text(document, mine, facet, said)
    if facet not in mine or not mine[facet].path:
        return None
    try:
        return put(document, mine[facet].path, said)
    except PathError:
        return None


def _in_text(text: str, mine: Reading, facet: str, said: str) -> str:
    if facet in mine:
        phrase = mine[facet]
        return text[: phrase.start] + said + text[phrase.end :]
    return text.rstrip().rstrip(".,;") + _LEADS.get(facet, ", ") + said
