import numpy as np
from PIL import Image

from studio.engine.compose.canvas import Canvas
from studio.engine.compose.colour import colour

WARM = colour("#ffcc88")


def lit(*, at_once: bool) -> Image.Image:
    canvas = Canvas(200, 120, 1)
    canvas.fill([(0, colour("#102040")), (1, colour("#304050"))])
    for x in (300.0, 700.0, 1200.0):
        canvas.glow(x, 400, 300, WARM, 0.8)
        if not at_once:
            assert canvas.picture.size == (200, 120)
    return canvas.picture


def test_lights_gathered_are_lights_laid_one_by_one() -> None:
    together, apart = (np.asarray(lit(at_once=way), dtype=np.int16) for way in (True, False))
    assert np.abs(together - apart).max() <= 4  # each pass rounds by itself


def test_a_light_touches_nothing_that_it_does_not_reach() -> None:
    canvas = Canvas(200, 120, 1)
    canvas.glow(300, 200, 150, WARM)
    assert canvas.picture.getpixel((36, 24)) != (0, 0, 0)
    assert canvas.picture.crop((0, 60, 200, 120)).getbbox() is None


def test_units_hold_when_the_canvas_is_enlarged() -> None:
    canvas = Canvas(100, 50, 1)
    canvas.vector('<rect x="0" y="0" width="1000" height="1000" fill="#ff0000"/>')
    canvas.enlarge(200, 100)
    canvas.vector('<rect x="1000" y="500" width="1000" height="500" fill="#00ff00"/>')
    pixels = [canvas.picture.getpixel(place) for place in ((50, 50), (150, 25), (150, 75))]
    assert pixels == [(255, 0, 0), (0, 0, 0), (0, 255, 0)]
