"""Twenty-four edits before and after, for the contact sheet: sources that the illustrator draws itself."""

from collections.abc import Iterator

from PIL import Image

from studio.engine.edit import edit
from studio.engine.edit.scenery import drawn_scene
from studio.engine.wish import Wish

SOURCES = {
    "fox": "a red fox in a snowy forest",
    "mug": "a red mug on a wooden table in a room, close-up",
    "sign": 'a sign that says "OPEN" in a flower meadow',
    "boat": "a sailboat on a mountain lake at dawn",
    "robot": "a robot in the desert at sunset",
    "house": "a cottage by the sea",
    "hills": "a flower meadow before mountains, golden hour",
}
EDITS = (
    ("fox", "remove the background"),
    ("fox", "replace the background with a beach at sunset"),
    ("fox", "make the fox blue"),
    ("fox", "turn it into a watercolour"),
    ("mug", "put it on a light blue background"),
    ("mug", "make the red mug emerald"),
    ("house", "remove the house"),
    ("mug", "blur the background"),
    ("sign", "remove the text"),
    ("sign", 'replace "OPEN" with "CLOSED"'),
    ("sign", "remove the text and make it warmer"),
    ("sign", "make it look like a pencil drawing"),
    ("boat", "remove the boat"),
    ("boat", "zoom out"),
    ("boat", "in the style of Van Gogh"),
    ("boat", "make it black and white"),
    ("robot", "put the robot into picture 2", "boat"),
    ("robot", "replace the background with picture 2", "hills"),
    ("robot", "pop art"),
    ("robot", "pixel art"),
    ("house", "make the sky warmer"),
    ("house", "in the style of picture 2", "boat"),
    ("house", "turn it into a mosaic"),
    ("house", "more vivid and a bit brighter"),
)


def before_and_after(side: int, seed: int) -> Iterator[tuple[str, Image.Image, Image.Image]]:
    """(words, source, edited), each picture square with this side."""
    drawn = {name: drawn_scene(words, side, side, seed) for name, words in SOURCES.items()}
    for name, words, *others in EDITS:
        references = tuple(drawn[source] for source in (name, *others))
        wish = Wish(words, side, side, 1, False, references, seed, None, False)
        yield words, drawn[name], next(edit(wish)).picture
