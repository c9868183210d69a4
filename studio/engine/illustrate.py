"""The front door of the illustrator: a wish goes in, pictures come out one by one."""

from collections.abc import Iterator

from PIL import Image

from studio.engine.art import shelf
from studio.engine.art.near import near
from studio.engine.compose.draw import draw
from studio.engine.plan import make_plan
from studio.engine.plan.series import series
from studio.engine.plan.told import told
from studio.engine.wish import Drawing, Wish


def pictures(wish: Wish) -> Iterator[Drawing]:
    """`wish.count` pictures; a wish with references is an edit.

    Variants have a seed each and are different compositions; a series keeps seed, subjects and palette and
    changes what the prompt says is to change.
    """
    if wish.references:
        from studio.engine.edit import edit  # with OpenCV and its models: not in a process that only draws

        yield from edit(wish, scenery)
        return
    plan = make_plan(wish.prompt, shelf.nouns(), near)
    plans = series(wish.prompt, plan, wish.count) if wish.series else [plan] * wish.count
    varied = not wish.series or all(part == plan for part in plans)
    for index, part in enumerate(plans):
        seed = wish.seed + index if varied else wish.seed
        yield Drawing(draw(part, seed, wish.width, wish.height), {**told(part), "seed": seed})


def scenery(words: str, width: int, height: int, seed: int) -> Image.Image:
    """The scene that words describe, for an edit that needs one behind something."""
    return draw(make_plan(words, shelf.nouns(), near), seed, width, height)
