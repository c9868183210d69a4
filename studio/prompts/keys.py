"""What the names of fields say: people write `aspect_ratio`, `aspectRatio` and `Aspect Ratio` for one thing."""

import re
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAKS = re.compile(r"[\s_.\-/]+")


@lru_cache(maxsize=4096)
def words_of(key: str) -> tuple[str, ...]:
    """The words of a key, lower case: `keyLight_Kelvin` is key, light, kelvin."""
    return tuple(word.lower() for part in _BREAKS.split(key[:200]) for word in _CAMEL.split(part) if word)


@lru_cache(maxsize=4096)
def spoken(key: str) -> str:
    """A key as words for prose, its own capitals kept: `white_balance_K` is “white balance K”."""
    parts = [part for part in _BREAKS.split(_CAMEL.sub(" ", key)) if part]
    return (
        " ".join(part if part.isupper() or not part[:1].isupper() else part.lower() for part in parts) or key
    )


_NEGATIVE = {
    ("negative",),
    ("negative", "prompt"),
    ("negative", "prompts"),
    ("negativeprompt",),
    ("negativeprompts",),
    ("negative", "constraints"),
    ("negative", "keywords"),
    ("negatives",),
    ("avoid",),
    ("exclude",),
    ("exclusions",),
    ("prohibitions",),
    ("forbidden",),
    ("do", "not", "include"),
    ("禁止项",),
    ("负面提示词",),
}


def is_negative(key: str) -> bool:
    """Whether the field says what should not be in the picture."""
    return words_of(key) in _NEGATIVE
