"""How large a prompt may be, and the sentence for one that is larger."""

import re

from studio.prompts.document import Number, Value

MAX_CHARACTERS = 20_000
MAX_DEPTH = 64
MAX_LEAVES = 2_000
MAX_NUMBER_CHARACTERS = 100

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database text column takes: NUL and halves of surrogate pairs."""

TOO_DEEP = f"The document is nested deeper than {MAX_DEPTH} levels here."
LONG_NUMBER = f"This number has more than {MAX_NUMBER_CHARACTERS} digits."
HALF_CHARACTER = (
    "There is a character here that cannot be kept: a NUL, or one half of a character that takes two."
)


def too_long(characters: int = MAX_CHARACTERS) -> str:
    return f"The text is longer than {characters:,} characters. Shorten it from here on."


def too_many(values: int = MAX_LEAVES) -> str:
    return f"The document has more than {values:,} values. Split it into several."


class TooLarge(ValueError):
    """A document past the limits; the message is for the person."""


def check(value: Value) -> None:
    """TooLarge for a document past the depth, the leaves or the numbers the studio keeps.

    For values that did not come through `parse`; its own walk does not recurse, so that any depth is safe.
    """
    leaves = 0
    waiting: list[tuple[Value, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, (dict, list)) and item:
            if depth >= MAX_DEPTH:
                raise TooLarge(f"The document is nested deeper than {MAX_DEPTH} levels.")
            waiting += [(child, depth + 1) for child in (item.values() if isinstance(item, dict) else item)]
        else:
            leaves += 1
            if leaves > MAX_LEAVES:
                raise TooLarge(too_many())
            if isinstance(item, Number) and len(item.lexeme) > MAX_NUMBER_CHARACTERS:
                raise TooLarge(LONG_NUMBER)
