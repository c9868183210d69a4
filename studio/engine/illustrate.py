"""The front door of the illustrator: a wish goes in, pictures come out one by one."""

from collections.abc import Iterator
from dataclasses import replace

from PIL import Image

from studio.engine.art import shelf
from studio.engine.art.near import near
from studio.engine.compose.draw import draw
from studio.engine.compose.letters import missing
from studio.engine.models.weights import WeightsMissing
from studio.engine.plan import ScenePlan, make_plan
from studio.engine.plan.lexicon import PAINTED
from studio.engine.plan.series import series
from studio.engine.plan.told import told
from studio.engine.wish import Drawing, Wish


def pictures(wish: Wish) -> Iterator[Drawing]:
    """`wish.count` pictures; a wish with references is an edit.

    Variants have a seed each and are different compositions; a series keeps seed, subjects and palette and
    changes what the prompt says is to change. With `detail` they are one composition with other details each.
    """
    if wish.references:
        from studio.engine.edit import edit  # with OpenCV and its models: not in a process that only draws

        yield from edit(wish, scenery)
        return
    plan = make_plan(wish.prompt, shelf.nouns(), near)
    plan = _legible(plan)
    plans = series(wish.prompt, plan, wish.count) if wish.series else [plan] * wish.count
    varied = wish.detail is None and (not wish.series or all(part == plan for part in plans))
    for index, part in enumerate(plans):
        seed = wish.seed + index if varied else wish.seed
        detail = None if wish.detail is None else wish.detail + index
        picture, drawn = _painted(part, seed, wish.width, wish.height, detail)
        yield Drawing(picture, {**told(drawn), "seed": seed} | ({} if detail is None else {"detail": detail}))


def scenery(words: str, width: int, height: int, seed: int) -> Image.Image:
    """The scene that words describe, for an edit that needs one behind something."""
    return _painted(make_plan(words, shelf.nouns(), near), seed, width, height)[0]


def _legible(plan: ScenePlan) -> ScenePlan:
    """The plan without words that no typeface here can set, which its notes tell."""
    unset = [words for words in plan.lettering if missing(words)]
    if not unset:
        return plan
    told_of = tuple(f"There is no typeface here for “{words}”: it is not lettered." for words in unset)
    kept = tuple(words for words in plan.lettering if words not in unset)
    return replace(plan, lettering=kept, notes=(*plan.notes, *told_of))


def _painted(
    plan: ScenePlan, seed: int, width: int, height: int, detail: int | None = None
) -> tuple[Image.Image, ScenePlan]:
    """The plan's picture, and the plan with a note if its style could not be had."""
    if plan.style not in PAINTED:
        return draw(plan, seed, width, height, detail), plan
    picture = draw(replace(plan, style=""), seed, width, height, detail)
    from studio.engine.edit.manner import in_manner

    try:
        return in_manner(picture, plan.style, seed % 4), plan
    except WeightsMissing as missing:
        return picture, replace(plan, style="", notes=(*plan.notes, str(missing)))
