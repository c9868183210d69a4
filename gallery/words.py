"""Words from strangers: kept as lines without traps, and folded for comparing. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from studio.lines import is_seen, line

MAX_TAGS, MAX_TAG = 12, 32


def tags(text: str) -> list[str]:
    """Small words from a line with commas or #; the first twelve, each once."""
    found: dict[str, None] = {}
    for part in re.split(r"[,#;\n]", text[:2000]):
        tag = re.sub(r"[^\w\- ]", "", line(part).lower()).strip(" -_")[:MAX_TAG].strip()
        if is_seen(tag):
            found.setdefault(tag)
    return list(found)[:MAX_TAGS]


def fold(text: str) -> str:
    """Small letters without accents, for comparing: “Ärger” and “arger” are one."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def heading_of(title: str, tags: Iterable[str]) -> str:
    return fold(f"{title} {' '.join(tags)}")[:600]
