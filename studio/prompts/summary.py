"""A prompt in one line: for a heading, a tooltip, the words that stand for a picture."""

import json
from functools import lru_cache

from studio.prompts.flatten import leaves
from studio.prompts.keys import is_negative

BETWEEN = " · "


@lru_cache(maxsize=256)
def summary(text: str) -> str:
    """Plain words as they are; of a document its texts of several words, in order, without names and negatives.

    Where it has fewer than two of those, all its texts. What cannot be read, or says nothing, stays as written.
    """
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        texts = [
            " ".join(leaf.value.split())
            for leaf in leaves(json.loads(text))
            if isinstance(leaf.value, str) and not any(is_negative(str(step)) for step in leaf.path)
        ]
    except (ValueError, RecursionError):
        return text
    told = [each for each in texts if " " in each]
    return BETWEEN.join(told if len(told) > 1 else filter(None, texts)) or text
