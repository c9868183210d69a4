"""`@name` in a prompt: a reference of the project, which is sent as one of the numbered pictures."""

import re
from collections.abc import Mapping

# No letter, digit or dot before it (an e-mail address), and none of a name's own characters after it.
_MENTION = re.compile(r"(?<![\w.@-])@([A-Za-z0-9](?:[\w-]{0,58}[A-Za-z0-9_])?)(?![\w-])", re.ASCII)


def mentions(text: str) -> list[str]:
    """The names after an @, each once, in the order in which they come."""
    return list(dict.fromkeys(_MENTION.findall(text)))


def resolved(text: str, numbers: Mapping[str, int]) -> str:
    """The text with every known @name as "image n", which models understand; other names stay as they are."""
    return _MENTION.sub(
        lambda found: f"image {numbers[found[1]]}" if found[1] in numbers else found[0],
        text,
    )
