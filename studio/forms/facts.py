"""What is said about a prompt while it is written: what is wrong, what it states, what will be sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from django.conf import settings

from studio.backends.base import Backend, SizeRules
from studio.pipeline.compose import compose
from studio.prompts.compose import ATTENTIVE_WORDS, Composed
from studio.prompts.document import Value, label
from studio.prompts.parse import Broken, Structured, parse
from studio.prompts.repair import Repaired, repair
from studio.prompts.stated import stated
from studio.prompts.template import Variable, fill, variables

MAX_VARIABLES = 40


@dataclass(frozen=True, slots=True)
class Input:
    """A variable of the prompt and what was given for it."""

    variable: Variable
    given: str

    @property
    def default(self) -> str:
        return self.variable.default or ""


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that the prompt says about its own picture. `settings` are the form's, {} where they cannot say it."""

    words: str
    field: str
    settings: Mapping[str, str]
    problem: str = ""

    @property
    def sets(self) -> str:
        return json.dumps(self.settings)


@dataclass(frozen=True, slots=True)
class Facts:
    text: str
    broken: Broken | None
    repaired: Repaired | None
    inputs: tuple[Input, ...]
    chips: tuple[Chip, ...]
    sent: Composed
    label: str
    """The backend that it will be sent to."""
    is_structured: bool
    reads: str
    vary_problem: str = ""

    @property
    def limit(self) -> int:
        return ATTENTIVE_WORDS

    @property
    def meter(self) -> int:
        """Of the words that a backend still attends to, in 64ths, at most 64."""
        return min(64, round(64 * self.sent.words / ATTENTIVE_WORDS))

    @property
    def as_written(self) -> bool:
        return self.sent.prompt == self.text.replace("\r\n", "\n").strip()


def facts_of(
    text: str, alias: str, given: Mapping[str, str], *, known: Mapping[str, Backend], vary_problem: str = ""
) -> Facts:
    """Takes any text."""
    chosen = known.get(alias) or next(iter(known.values()))
    parsed = parse(text.strip())
    broken = parsed if isinstance(parsed, Broken) else None
    repaired = repair(text.strip()) if broken else None
    document: Value = parsed.document if isinstance(parsed, Structured) else text.strip()
    return Facts(
        text=text,
        broken=broken,
        repaired=repaired if isinstance(repaired, Repaired) else None,
        inputs=tuple(Input(each, given.get(each.name, "")) for each in variables(document)[:MAX_VARIABLES]),
        chips=_chips(fill(document, given).document, chosen) if not broken else (),
        sent=compose(text.strip(), chosen, given),
        label=chosen.label,
        is_structured=isinstance(parsed, Structured),
        reads=chosen.capabilities.reads,
        vary_problem=vary_problem,
    )


def _chips(document: Value, chosen: Backend) -> tuple[Chip, ...]:
    said = stated(document)
    rules = chosen.capabilities.sizes
    chips = []
    if said.size and said.size.tier:
        known = said.size.tier in rules.tiers
        problem = "" if known else f"{chosen.label} has no size called {said.size.tier}."
        chips.append(
            Chip(said.size.tier, label(said.size.path), {"tier": said.size.tier} if known else {}, problem)
        )
    elif said.size:
        width, height = said.size.width, said.size.height
        chips.append(_size_chip(f"{width} × {height}", label(said.size.path), width, height, rules))
    if said.ratio and not (said.size and said.size.width):
        name = f"{said.ratio.width}:{said.ratio.height}"
        where = label(said.ratio.path)
        if any(name in aspects for aspects in rules.tiers.values()):
            chips.append(Chip(name, where, {"aspect": name}))
        else:
            chips.append(
                _size_chip(name, where, *_nearest(said.ratio.width, said.ratio.height, rules), rules)
            )
    if said.pictures:
        number = said.pictures.number
        words = f"{number} picture{'' if number == 1 else 's'}"
        fits = number <= settings.MAX_COUNT
        problem = "" if fits else f"At most {settings.MAX_COUNT} pictures can be asked for at once."
        chips.append(Chip(words, label(said.pictures.path), {"count": str(number)} if fits else {}, problem))
    return tuple(chips)


def _size_chip(words: str, where: str, width: int, height: int, rules: SizeRules) -> Chip:
    for tier, aspects in rules.tiers.items():
        for aspect, size in aspects.items():
            if size == (width, height):
                return Chip(words, where, {"tier": tier, "aspect": aspect})
    if problem := rules.problem(width, height):
        return Chip(words, where, {}, problem)
    return Chip(words, where, {"aspect": "custom", "width": str(width), "height": str(height)})


def _nearest(left: int, right: int, rules: SizeRules) -> tuple[int, int]:
    """The size of this ratio whose area is that of the smallest square on offer, on the backend's steps."""
    areas = [width * height for aspects in rules.tiers.values() for width, height in aspects.values()]
    area = min(areas) if areas else rules.min_area
    step = max(rules.step, 8)
    scale = sqrt(area / (left * right))
    up = -(-left * scale // step), -(-right * scale // step)
    return int(up[0]) * step, int(up[1]) * step
