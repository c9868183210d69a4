"""The front door of the illustrator: a wish goes in, pictures come out one by one."""

from collections.abc import Iterator

from studio.engine.art import shelf
from studio.engine.compose.draw import draw
from studio.engine.plan import make_plan
from studio.engine.wish import Drawing, Wish


def pictures(wish: Wish) -> Iterator[Drawing]:
    """`wish.count` pictures, each under a seed of its own; a wish with references is an edit."""
    if wish.references:
        from studio.engine.edit import edit

        yield from edit(wish)
        return
    plan = make_plan(wish.prompt, shelf.nouns())
    for index in range(wish.count):
        seed = wish.seed + index
        yield Drawing(draw(plan, seed, wish.width, wish.height), {**plan.json(), "seed": seed})
