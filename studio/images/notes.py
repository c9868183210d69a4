"""Arrows and notes that somebody drew on a picture, as a picture and as words that a model can follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

MOST, MOST_CHARACTERS = 30, 300
_MARK, _EDGE = (255, 32, 32), (255, 255, 255)

Point = tuple[float, float]
"""Shares of the width and of the height, 0…1 from the top left."""


class NotesRefused(ValueError):
    """These are no notes. `str()` is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Note:
    """`text` at a point, or along an arrow that leads from `at` to `to`."""

    kind: Literal["arrow", "note"]
    at: Point
    to: Point
    text: str


def notes_in(told: object) -> list[Note]:
    """What a browser sent: [{"kind": "arrow" | "note", "at": [x, y], "to": [x, y], "text": "…"}]."""
    if not isinstance(told, list) or len(told) > MOST:
        raise NotesRefused(f"A picture takes at most {MOST} arrows and notes.")
    return [_note(each) for each in told]


def drawn(original: Image.Image, notes: Sequence[Note]) -> Image.Image:
    """The original as RGB with each note's arrow and its number."""
    shown = original.convert("RGB")
    pen = ImageDraw.Draw(shown)
    unit = max(4, round(max(shown.size) / 220))
    font = ImageFont.load_default(unit * 5)
    for number, note in enumerate(notes, start=1):
        start, end = _px(note.at, shown.size), _px(note.to, shown.size)
        if note.kind == "arrow":
            for colour, width in ((_EDGE, unit * 2), (_MARK, unit)):
                _arrow(pen, start, end, colour, width, unit * 7)
        x, y = start
        reach = unit * 4
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=_MARK, outline=_EDGE, width=unit // 2)
        pen.text((x, y), str(number), fill=_EDGE, font=font, anchor="mm")
    return shown


def words_for(text: str, notes: Sequence[Note], number: int) -> str:
    """The person's words, and what the `number`th picture that is sent says."""
    lines = [f"{place}. {_where(note)}{note.text.strip()}" for place, note in enumerate(notes, start=1)]
    return (
        f"{text}\n\nImage {number} is image 1 with numbered notes drawn on it in red. Carry them out in image 1; the"
        " red marks themselves must not appear in the result.\n" + "\n".join(lines)
    )


def _where(note: Note) -> str:
    at = f"{note.at[0]:.0%} from the left, {note.at[1]:.0%} from the top"
    if note.kind == "note":
        return f"At {at}: "
    return f"From {at} to {note.to[0]:.0%} from the left, {note.to[1]:.0%} from the top: "


def _note(told: object) -> Note:
    if not isinstance(told, dict) or told.get("kind") not in ("arrow", "note"):
        raise NotesRefused("This is neither an arrow nor a note.")
    text = told.get("text")
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise NotesRefused(f"A note has at most {MOST_CHARACTERS} characters.")
    at = _point(told.get("at"))
    if told["kind"] == "arrow":
        return Note("arrow", at, _point(told.get("to")), text)
    if not text.strip():
        raise NotesRefused("A note says nothing: write into it, or take it away.")
    return Note("note", at, at, text)


def _point(told: object) -> Point:
    if not isinstance(told, list) or len(told) != 2:
        raise NotesRefused("A note lies nowhere.")
    x, y = told
    if not all(type(each) in (int, float) and 0 <= each <= 1 for each in (x, y)):
        raise NotesRefused("A note lies outside the picture.")
    return float(x), float(y)


def _px(point: Point, size: tuple[int, int]) -> Point:
    return point[0] * (size[0] - 1), point[1] * (size[1] - 1)


def _arrow(
    pen: ImageDraw.ImageDraw, start: Point, end: Point, colour: tuple[int, int, int], width: int, head: int
) -> None:
    pen.line((*start, *end), fill=colour, width=width)
    angle = atan2(end[1] - start[1], end[0] - start[0])
    for side in (pi - 0.45, pi + 0.45):
        tip = end[0] + head * cos(angle + side), end[1] + head * sin(angle + side)
        pen.line((*end, *tip), fill=colour, width=width)
