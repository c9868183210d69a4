"""What an instruction can ask for: one frozen dataclass per operation, in the order they are carried out."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["everything", "subject", "background", "text", "face", "person", "garment", "sky", "thing"]
Side = Literal["left", "right", "top", "bottom", "centre"]
Change = Literal[
    "blur", "sharpen", "brighten", "darken", "warmer", "cooler", "grey", "sepia", "contrast", "soften", "vivid", "muted"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the picture: what it was called, the colour it was said to have, and on which side."""

    words: str
    kind: Kind
    colour: str | None = None
    side: Side | None = None


EVERYTHING = Thing("the picture", "everything")
SUBJECT = Thing("the main subject", "subject")


@dataclass(frozen=True, slots=True)
class RemoveBackground:
    pass


@dataclass(frozen=True, slots=True)
class ReplaceBackground:
    """Exactly one is set: a colour's name, the words of a scene, or the number of a picture (from 1)."""

    colour: str | None = None
    scene: str | None = None
    picture: int | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    thing: Thing


@dataclass(frozen=True, slots=True)
class RemoveText:
    """All text, or only lines that say `said`."""

    said: str | None = None


@dataclass(frozen=True, slots=True)
class ReplaceText:
    new: str
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Recolour:
    thing: Thing
    colour: str


@dataclass(frozen=True, slots=True)
class Restyle:
    """A named style, or the number of the picture whose manner is wanted (from 1)."""

    style: str | None = None
    picture: int | None = None
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Upscale:
    factor: int | None = None


@dataclass(frozen=True, slots=True)
class Reframe:
    """Crop away what is too much, or extend with drawn surroundings; `aspect` as it was said."""

    extend: bool
    aspect: str | None = None
    keep: Side = "centre"


@dataclass(frozen=True, slots=True)
class Adjust:
    change: Change
    thing: Thing = EVERYTHING
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """The subjects of these pictures into the scene of that one (numbers from 1)."""

    subjects: tuple[int, ...] = (1,)
    scene: int = 2
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Dress:
    """The pattern of that picture (from 1) onto a garment."""

    thing: Thing
    picture: int = 2


Step = (
    RemoveBackground
    | ReplaceBackground
    | Remove
    | RemoveText
    | ReplaceText
    | Recolour
    | Restyle
    | Upscale
    | Reframe
    | Adjust
    | Place
    | Dress
)
