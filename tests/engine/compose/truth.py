"""What a prompt asks for, written down by hand, and whether a drawn picture shows it.

A line is `prompt => facts`, facts separated by semicolons: `2 cat`, `1 bench red`, `cat on bench`,
`cup between book and clock`, `"OPEN"`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.engine.art import shelf
from studio.engine.compose.colour import Colour, polar
from studio.engine.compose.figure import named
from studio.engine.compose.fit import stage
from studio.engine.compose.paint import paint
from studio.engine.compose.stage import Placed, Stage
from studio.engine.plan import ScenePlan, make_plan

SIZE = (240, 180)
SEEN = 14  # levels by which a pixel must differ to count as drawn


@dataclass(frozen=True)
class Thing:
    count: int
    noun: str
    colour: str


@dataclass(frozen=True)
class Between:
    kind: str
    one: str
    other: str
    second: str = ""


@dataclass(frozen=True)
class Case:
    prompt: str
    things: tuple[Thing, ...]
    relations: tuple[Between, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """One checked fact: which sort it is of and whether the picture shows it."""

    sort: str
    fact: str
    holds: bool


def cases(lines: str) -> Iterator[Case]:
    for line in lines.strip().splitlines():
        prompt, _, facts = line.partition("=>")
        things, relations, texts = [], [], []
        for fact in (part.strip() for part in facts.split(";")):
            words = fact.split()
            if fact.startswith('"'):
                texts.append(fact.strip('"'))
            elif words[0].isdigit():
                colours = re.search(r"\[(.+)\]", fact)
                noun = fact.partition(" ")[2].partition(" [")[0]
                things.append(Thing(int(words[0]), noun, colours.group(1) if colours else ""))
            elif " between " in fact:
                one, _, rest = fact.partition(" between ")
                other, _, second = rest.partition(" and ")
                relations.append(Between("between", one, other, second))
            else:
                found = re.fullmatch(
                    r"(.+) (left_of|right_of|above|below|on|in|behind|front_of|beside|holding|wearing) (.+)",
                    fact,
                )
                assert found, fact
                relations.append(Between(found.group(2), found.group(1), found.group(3)))
        yield Case(prompt.strip(), tuple(things), tuple(relations), tuple(texts))


def check(case: Case, seed: int, size: tuple[int, int] = SIZE) -> Iterator[Finding]:
    plan = make_plan(case.prompt, shelf.nouns())
    scene = stage(plan, seed, *size)
    picture = _pixels(paint(scene, *size))
    for thing in case.things:
        figures = _figures(scene, thing.noun)
        seen = [part for part in figures if visible(scene, part, picture, size)]
        yield Finding("object", f"{thing.noun} in “{case.prompt}”", bool(seen))
        yield Finding("count", f"{thing.count} {thing.noun} in “{case.prompt}”", len(seen) == thing.count)
        if thing.colour:
            told = bool(figures) and _coloured(scene, figures, picture, size, thing.colour)
            yield Finding("colour", f"{thing.colour} {thing.noun} in “{case.prompt}”", told)
    for relation in case.relations:
        yield Finding("relation", f"{relation} in “{case.prompt}”", holds(relation, scene))
    for text in case.texts:
        told = any(part.text == text for part in scene.lettering)
        without = _pixels(paint(replace(scene, lettering=()), *size))
        yield Finding(
            "text", f"{text} in “{case.prompt}”", told and bool((_apart(picture, without) > SEEN).any())
        )


def _pixels(picture: Image.Image) -> NDArray[np.int16]:
    return np.asarray(picture.convert("RGB"), dtype=np.int16)


def _apart(one: NDArray[np.int16], other: NDArray[np.int16]) -> NDArray[np.int16]:
    told: NDArray[np.int16] = np.abs(one - other).max(axis=2)
    return told


def _figures(scene: Stage, noun: str) -> list[Placed]:
    return [part for part in scene.figures if part.noun == noun]


def _without(scene: Stage, part: Placed) -> Stage:
    """The same stage with all of this figure's subject away, but the same setting."""
    return replace(scene, figures=tuple(other for other in scene.figures if other is not part))


def changed(
    scene: Stage, part: Placed, picture: NDArray[np.int16], size: tuple[int, int]
) -> NDArray[np.bool_]:
    """The pixels of the figure's box that would look otherwise without it."""
    bare = _pixels(paint(_without(scene, part), *size))
    ratio = size[1] / 1000
    left, top = max(0, round(part.left * ratio)), max(0, round(part.top * ratio))
    right, low = round((part.left + part.width) * ratio), round(part.foot * ratio)
    mask = np.zeros(picture.shape[:2], dtype=np.bool_)
    mask[top:low, left:right] = (_apart(picture, bare) > SEEN)[top:low, left:right]
    return mask


def visible(scene: Stage, part: Placed, picture: NDArray[np.int16], size: tuple[int, int]) -> bool:
    """Whether enough of the figure's box shows it."""
    ratio = size[1] / 1000
    area = max(1.0, part.width * part.height * ratio * ratio)
    return float(changed(scene, part, picture, size).sum()) / area > 0.12


def _coloured(
    scene: Stage, figures: list[Placed], picture: NDArray[np.int16], size: tuple[int, int], name: str
) -> bool:
    """Whether the colour is among the two that cover most of the figure, read from the picture."""
    aim = polar(named(name))
    mask = changed(scene, figures[0], picture, size)
    pixels = picture[mask]
    if not len(pixels):
        return False
    votes = 0
    for red, green, blue in pixels[:: max(1, len(pixels) // 400)]:
        here = polar(Colour(float(red), float(green), float(blue)))
        if aim.chroma < 0.04:
            near = here.chroma < 0.07 and abs(here.lightness - aim.lightness) < 0.3
        else:
            near = here.chroma > 0.03 and abs((here.hue - aim.hue + 180) % 360 - 180) < 38
        votes += near
    return votes / len(pixels[:: max(1, len(pixels) // 400)]) > 0.22


def holds(relation: Between, scene: Stage) -> bool:
    ones, others = _figures(scene, relation.one), _figures(scene, relation.other)
    if not ones or not others:
        return False
    one, other = _union(ones), _union(others)
    across = min(one[2], other[2]) - max(one[0], other[0])
    width = min(one[2] - one[0], other[2] - other[0])
    middle, there = (
        ((one[0] + one[2]) / 2, (one[1] + one[3]) / 2),
        ((other[0] + other[2]) / 2, (other[1] + other[3]) / 2),
    )
    if relation.kind == "left_of":
        return middle[0] < there[0] and across < 0.3 * width
    if relation.kind == "right_of":
        return middle[0] > there[0] and across < 0.3 * width
    if relation.kind == "above":
        return one[3] <= other[1] + 5 and across > 0.2 * width
    if relation.kind == "below":
        return there[1] < middle[1] and one[1] > other[1] and across > 0.2 * width
    if relation.kind == "on":
        return across > 0.6 * width and one[1] < other[1] + 5 and one[3] > other[1] - 5
    if relation.kind == "in":
        return across > 0.6 * width and one[3] > other[1] and one[1] < other[3]
    if relation.kind == "behind":
        return one[3] < other[3] and ones[0].order < others[0].order
    if relation.kind == "front_of":
        return one[3] > other[3] and ones[0].order > others[0].order
    if relation.kind in ("holding", "wearing"):
        return across > 0 and one[1] < other[3] and other[1] < one[3]
    if relation.kind == "between":
        seconds = _figures(scene, relation.second)
        if not seconds:
            return False
        second = _union(seconds)
        ends = sorted((there[0], (second[0] + second[2]) / 2))
        return ends[0] < middle[0] < ends[1]
    return -across < 1.2 * max(one[2] - one[0], other[2] - other[0])


def _union(parts: list[Placed]) -> tuple[float, float, float, float]:
    return (
        min(part.left for part in parts),
        min(part.top for part in parts),
        max(part.left + part.width for part in parts),
        max(part.foot for part in parts),
    )


def planned(prompt: str) -> ScenePlan:
    return make_plan(prompt, shelf.nouns())
