"""Named edits: buttons that write a good instruction, which the person then makes their own.

What stands in ‹ › is meant to be replaced; the page selects it.
"""

from dataclasses import dataclass, replace

from studio.backends.base import Capabilities


@dataclass(frozen=True, slots=True)
class Operation:
    """`wants` says what it is better or only done with: a marked region, or a second picture."""

    name: str
    label: str
    icon: str
    words: str
    wants: str = ""  # "mask", "reference"; "anew": nothing but its prompt
    size: str = "same"
    masked_words: str = ""

    def offered_by(self, able: Capabilities, width: int, height: int) -> bool:
        if "edit" not in able.operations or (able.edits is not None and self.name not in able.edits):
            return False
        if self.wants == "reference" and able.max_inputs < 2:
            return False
        if self.size == "largest":
            return any(
                w * h > 1.2 * width * height for tier in able.sizes.tiers.values() for w, h in tier.values()
            )
        return True


OPERATIONS = (
    Operation(
        "remove-object",
        "Remove something",
        "eraser",
        "Remove ‹the boat› and fill in what lies behind it.",
        wants="mask",
        masked_words="Remove the object and fill in what lies behind it.",
    ),
    Operation(
        "change-background",
        "Another background",
        "mountain",
        "Replace the background with ‹a pebble beach at dusk›. Keep the subject exactly as it is.",
    ),
    Operation(
        "recolour",
        "Recolour",
        "palette",
        "Change the colour of ‹the coat› to ‹dark green›. Keep its folds, texture and light.",
        wants="mask",
        masked_words="Change the colour of the object to ‹dark green›. Keep its folds, texture and light.",
    ),
    Operation(
        "remove-text", "Remove text", "remove-formatting", "Remove all text and fill in what lies behind it."
    ),
    Operation(
        "replace-text",
        "Replace text",
        "text-cursor-input",
        "Replace the text “‹old words›” with “‹new words›”, in the same lettering and place.",
    ),
    Operation(
        "try-on",
        "Try on",
        "shirt",
        "Dress the person in image 1 in the garment of image 2. Keep face, pose and background.",
        wants="reference",
    ),
    Operation(
        "style-from-reference",
        "Style of a reference",
        "brush",
        "Redraw image 1 in the style of image 2. Keep what it shows and how it is composed.",
        wants="reference",
    ),
    Operation(
        "extend",
        "Extend",
        "expand",
        "Extend the picture on all sides, going on with what is there.",
        size="wide",
    ),
    Operation(
        "upscale",
        "Upscale to 4K",
        "scaling",
        "Upscale the picture to 4K. Change nothing in it.",
        size="largest",
    ),
    Operation(
        "variation-subtle",
        "Subtle variation",
        "sparkle",
        "Make a subtle variation of this picture: the same subject, composition and light, small details different.",
    ),
    Operation(
        "variation-strong",
        "Strong variation",
        "sparkles",
        "Make a strong variation of this picture: the same subject and mood, another composition and other details.",
    ),
)


VARIATIONS = ("variation-subtle", "variation-strong")


def offered(able: Capabilities, width: int, height: int) -> list[Operation]:
    """What this backend can be asked to do with a picture of this size."""
    return [each for each in OPERATIONS if each.offered_by(able, width, height)]


def called(name: str) -> Operation | None:
    return next((each for each in OPERATIONS if each.name == name), None)


def drawn_anew(words: str) -> list[Operation]:
    """Variations by a backend that draws its own picture again: what is sent is the prompt that made it."""
    found = [each for each in OPERATIONS if each.name in VARIATIONS]
    return [replace(each, words=words, wants="anew") for each in found]
