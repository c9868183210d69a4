"""A prompt as it is searched: small letters without accents; a structured one as a line for each of its fields."""

import unicodedata

from studio.prompts.document import Value, scalar_text
from studio.prompts.flatten import leaves
from studio.prompts.parse import Structured, parse

LONGEST = 40_000


def searchable(text: str) -> str:
    """ "a red kite" stays words; {"hair": {"color": "Red"}} becomes "hair.color: red"."""
    parsed = parse(text)
    if not isinstance(parsed, Structured):
        return folded(text)[:LONGEST]
    lines = (
        ".".join(str(step) for step in leaf.path) + ": " + _words(leaf.value)
        for leaf in leaves(parsed.document)
    )
    return folded("\n".join(lines))[:LONGEST]


def _words(value: Value) -> str:
    return "" if isinstance(value, (dict, list)) else " ".join(scalar_text(value).split())


def folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("\x00", "")
