"""Indoors near things: what stands on a table, seen closely, and what hangs on the wall behind somebody."""

import random
from dataclasses import replace

from studio.engine.compose.arrange import Block, moved
from studio.engine.compose.setting import Setting
from studio.engine.compose.stage import Placed

TABLE = "own:table"
_TOP = (690.0, 670.0, 705.0, 680.0)  # where the table's top is, by idea
_HIGHEST = 480.0
_LARGEST = 1.9


def is_laid(row: list[Block]) -> bool:
    """Whether the picture is one table with things on it and nothing else."""
    if len(row) != 1:
        return False
    table, *things = sorted(row[0].figures, key=lambda part: part.art != TABLE)
    return (
        table.art == TABLE
        and bool(things)
        and all(part.art != TABLE and part.foot < table.top + table.height * 0.3 for part in things)
    )


def lay(block: Block, here: Setting, rng: random.Random) -> list[Placed]:
    """The things as large as the picture lets them be; the table runs on to its edges and below it."""
    table, *things = sorted(block.figures, key=lambda part: part.art != TABLE)
    left, right = min(part.left for part in things), max(part.left + part.width for part in things)
    tall = max(table.top - min(part.top for part in things), 0.05)
    unit = min(here.wide * 0.8 / (right - left), _HIGHEST / tall, 1000 * _LARGEST / 2.4)
    foot = _TOP[here.idea] - table.top * unit
    middle = here.wide * (0.5 + rng.uniform(-0.03, 0.03))
    told = moved(block, middle - (left + right) / 2 * unit, foot, unit, 0.0)
    width = max(table.width * unit, here.wide * 0.9)
    return [
        replace(part, left=middle - width / 2, width=width) if part.art == TABLE else part for part in told
    ]


def hang(block: Block, here: Setting, low: float, high: float) -> list[Placed]:
    """On the wall behind what stands from `low` to `high`, mostly beside it, so that it can be read."""
    width = block.right - block.left
    free = max(low, here.wide - high)
    scale = min(here.wide * 0.62, free + 0.3 * (high - low)) / width
    side = 1 if here.wide - high >= low else -1
    centre = here.wide - 30 - width * scale / 2 if side > 0 else 30 + width * scale / 2
    foot = max(here.horizon * 0.66, -block.top * scale + 40)
    return moved(block, centre - (block.left + block.right) / 2 * scale, foot, scale, 0.1)
