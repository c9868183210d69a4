"""Painters of places. Each module has `paint_back`, `paint_front` and `floor_colour`."""

from typing import Protocol

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import Colour
from studio.engine.compose.places import city, cosmos, deep, forest, heights, meadow, room, studio, water
from studio.engine.compose.setting import Setting


class Painter(Protocol):
    def paint_back(self, canvas: Canvas, here: Setting) -> None: ...
    def paint_front(self, canvas: Canvas, here: Setting) -> None: ...
    def floor_colour(self, here: Setting) -> Colour: ...


_PAINTERS: dict[str, Painter] = {
    "forest": forest, "meadow": meadow, "savanna": meadow, "tundra": meadow, "mountains": heights, "desert": heights,
    "lake": water, "sea": water, "beach": water,
    "studio": studio, "table": studio, "room": room, "kitchen": room, "counter": room, "city": city, "street": city,
    "space": cosmos, "moonscape": cosmos, "underwater": deep, "sky": deep,
}  # fmt: skip


def painter(place: str) -> Painter:
    return _PAINTERS.get(place, meadow)
