"""What crosses between the protocol and the drawing: a Wish goes in; Drawings, or one Refusal, come out."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Wish:
    """One request, already checked and with every open choice made.

    References are upright, decoded, and in the order in which the prompt counts them. `count` pictures
    are asked for; `series` says that they belong together. The mask is "L", as large as the first
    reference, white where the picture may change. `seed` is never negative; `wants_alpha` is true when
    the answer's format can carry transparency.
    """

    prompt: str
    width: int
    height: int
    count: int
    series: bool
    references: tuple[Image.Image, ...]
    seed: int
    mask: Image.Image | None
    wants_alpha: bool
    detail: int | None = None
    """Not None: the composition that `seed` gives, with other details."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One finished picture, "RGB" or "RGBA", and the JSON-able account of what was understood."""

    picture: Image.Image
    plan: dict[str, object]


class Refusal(Exception):
    """The wish cannot be granted. `code` is Ark's dotted code; the message says what can be done instead."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
