"""New surroundings drawn from words, by the illustrator next door."""

from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose.draw import draw
from studio.engine.plan import make_plan


def drawn_scene(words: str, width: int, height: int, seed: int) -> Image.Image:
    return draw(make_plan(words, shelf.nouns()), seed, width, height)
