"""The recipe in a file's XMP: found in a stranger's bytes without a parser that they could hurt."""

import json
import re
from html import unescape

from studio.images.convert import XMP_MOST

_LARGEST_FILE = 64 * 1024 * 1024
_FOUND = re.compile(rb"<seedbed:Recipe>([^<]{2,%d})</seedbed:Recipe>" % XMP_MOST)


def recipe_in(content: bytes) -> dict[str, object] | None:
    """The JSON object that one of our downloads carries; None where there is none that can be read. Untrusted."""
    found = _FOUND.search(content[:_LARGEST_FILE])
    if found is None:
        return None
    try:
        told = json.loads(unescape(found[1].decode()))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
