"""Words of prompts: cut, and brought to a common form for comparing. English is read best; others by their letters."""

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

_IRREGULAR = {
    "wolves": "wolf",
    "leaves": "leaf",
    "knives": "knife",
    "mice": "mouse",
    "geese": "goose",
    "children": "child",
    "women": "woman",
    "men": "man",
    "people": "person",
    "feet": "foot",
    "teeth": "tooth",
}
_KEPT = frozenset(
    {"glass", "moss", "dress", "grass", "chess", "bus", "iris", "lens", "gas", "cactus", "swiss"}
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One form for singular and plural; nothing cleverer, so that what is compared stays readable."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _KEPT or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word.removesuffix("s")


def words(text: str) -> list[str]:
    """The words of a text as written."""
    return WORD.findall(text)
