"""From plan and seed to a stage: sizes, rows, relations.

Subjects that nothing carries are roots and share the ground from left to right; what is on, in, above or
held by another hangs on it. Everything is first laid out in lengths of the hero's height and then fitted to
the picture, so counts and relations hold at every size.
"""

import random
from dataclasses import dataclass, field, replace

from studio.engine.compose import figure
from studio.engine.compose.stage import Placed
from studio.engine.plan.scene import ScenePlan, Subject

SIZES = {"tiny": 0.5, "small": 0.7, "large": 1.35, "huge": 1.8}
SEAT = {"bench": 0.5, "sofa": 0.5, "chair": 0.42, "horse": 0.42, "bed": 0.45, "bicycle": 0.25, "elephant": 0.2, "table": 0.02, "camel": 0.3,
        "unicorn": 0.42, "dragon": 0.35, "cow": 0.25, "motorcycle": 0.35, "scooter": 0.3, "sailboat": 0.8, "canoe": 0.5, "skateboard": 0.1,
        "lion": 0.42, "bear": 0.22, "t-rex": 0.3, "turtle": 0.15, "whale": 0.35, "books": 0.1, "plate": 0.3, "ship": 0.5, "passenger ship": 0.4, "donkey": 0.3, "zebra": 0.35, "sphere": 0.04, "fox": 0.45, "wolf": 0.45}  # fmt: skip
RIDDEN = frozenset({"horse", "camel", "elephant", "unicorn", "motorcycle", "scooter", "bicycle", "cow", "lion", "bear", "dragon", "deer", "donkey", "zebra", "ostrich", "carousel horse"})  # fmt: skip
ALTERNATES = {"own:child": "folk:woman-long-fringe-dress.e0709a", "folk:woman-fringe-tee.e08a2d": "folk:man-short-jumper.3f7f78"}  # fmt: skip
RAISED = frozenset({"umbrella", "balloon", "kite", "parasol"})  # held over one's head
HIPS = 0.7  # of a rider's height, from the top
CARRIED = frozenset({"on", "in", "above", "holding", "wearing", "below"})


@dataclass(slots=True)
class Block:
    """One root with all that it carries, in hero heights; the origin is its foot's middle."""

    index: int
    figures: list[Placed] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(part.left for part in self.figures)

    @property
    def right(self) -> float:
        return max(part.left + part.width for part in self.figures)

    @property
    def top(self) -> float:
        return min(part.top for part in self.figures)


def moved(block: Block, x: float, foot: float, unit: float, depth: float) -> list[Placed]:
    """The block's figures in the picture, with its foot's middle at (x, foot)."""
    return [
        replace(
            part, left=x + part.left * unit, top=foot + part.top * unit, width=part.width * unit, height=part.height * unit,
            depth=min(0.8, depth + part.depth), order=foot + part.order * unit,
        )
        for part in block.figures
    ]  # fmt: skip


def heights(subjects: tuple[Subject, ...]) -> list[float]:
    """Drawn heights in hero heights: life's proportions, compressed so that small things stay readable."""
    drawn = [subject for subject in subjects if subject.art]
    hero = drawn[0].metres if drawn else 1.0
    told = []
    for subject in subjects:
        ratio = (subject.metres / hero) ** 0.42
        told.append(min(2.4, max(0.42, ratio)) * SIZES.get(subject.size, 1.0))
    return told


def blocks(
    plan: ScenePlan, rng: random.Random, abreast: int = 4
) -> tuple[list[Block], dict[int, tuple[str, int]]]:
    """Roots with what they carry, and for each carried subject what carries it."""
    tall = heights(plan.subjects)
    carried: dict[int, tuple[str, int]] = {}
    for relation in plan.relations:
        source, other = relation.subject, relation.other
        if not (plan.subjects[source].art and plan.subjects[other].art):
            continue
        kind = relation.kind
        if kind in ("holding", "wearing", "below"):
            if kind == "below":
                kind = "under"
            else:
                kind, source, other = {"holding": "held", "wearing": "worn"}[kind], other, source
        if kind == "under" and airborne(plan.subjects[other], plan):
            continue
        if (
            kind not in ("on", "in", "above", "under", "held", "worn")
            or source in carried
            or _leads_to(carried, other, source)
        ):
            continue
        carried[source] = (kind, other)
    made: dict[int, Block] = {}
    for index, subject in enumerate(plan.subjects):
        if subject.art and index not in carried and not airborne(subject, plan):
            made[index] = Block(index, _row(plan, index, tall[index], rng, abreast))
    waiting = list(carried)
    while waiting:
        rest = []
        for index in waiting:
            kind, other = carried[index]
            home = next(
                (block for block in made.values() if any(part.subject == other for part in block.figures)),
                None,
            )
            if home is None:
                rest.append(index)
                continue
            if any(part.subject == index for part in home.figures):
                continue
            hosts = [part for part in home.figures if part.subject == other]
            if kind == "on":
                mates = _in_order(plan, [mate for mate in carried if carried[mate] == ("on", other)])
                home.figures += _seated(plan, mates, hosts, tall)
            else:
                home.figures += _carry(plan, index, kind, hosts, tall)
        if len(rest) == len(waiting):
            for index in rest:  # carried by something in the air: it stands by itself
                carried.pop(index)
                if not airborne(plan.subjects[index], plan):
                    made[index] = Block(index, _row(plan, index, tall[index], rng, abreast))
            break
        waiting = rest
    return list(made.values()), carried


def _leads_to(carried: dict[int, tuple[str, int]], start: int, goal: int) -> bool:
    while start in carried:
        start = carried[start][1]
        if start == goal:
            return True
    return start == goal


def airborne(subject: Subject, plan: ScenePlan) -> bool:
    """Whether a subject is in the sky rather than on the ground."""
    if plan.place == "underwater":
        return subject.stands == "water"
    if plan.place in ("studio", "table", "kitchen", "room") and subject.stands != "sky":
        return False
    return (
        (subject.stands == "sky" and subject.pose not in ("standing", "lying"))
        or subject.pose == "flying"
        or (subject.stands == "air" and subject.pose not in ("sitting", "standing"))
    )


def _size(subject: Subject, tall: float) -> tuple[float, float]:
    box = figure.extent(subject.art)
    ratio = box.width / box.height
    if ratio > 1.5:  # long low things are measured by their length
        tall *= (1.5 / ratio) ** 0.6
    return tall * ratio, tall


def _placed(
    subject: Subject, index: int, left: float, top: float, width: float, height: float, **more: object
) -> Placed:
    told: dict[str, object] = {"depth": 0.0, "rests": "ground", **more}
    return Placed(index, subject.noun, subject.art, subject.colour, left, top, width, height, **told)  # type: ignore[arg-type]  # keywords of Placed


def _row(plan: ScenePlan, index: int, tall: float, rng: random.Random, abreast: int) -> list[Placed]:
    """The figures of a root: some abreast, more in ranks that stand further back."""
    subject = plan.subjects[index]
    width, height = _size(subject, tall)
    count = subject.count
    ranks = 1 if count <= abreast or subject.stands == "wall" else 2 if count <= 2.3 * abreast else 3
    per = -(-count // ranks)
    step = width * (1.12 if count > 1 else 1.0)
    wall = subject.stands == "wall"
    told = []
    for rank in range(ranks):
        many = min(per, count - rank * per)
        shrink = 0.86**rank
        for at in range(many):
            x = (at - (many - 1) / 2 + (0.5 if rank % 2 else 0.0)) * step * (1 + 0.04 * rank)
            if count > 2:
                x += rng.uniform(-0.04, 0.04) * width
            away = 0.30 * height * rank + (rng.uniform(0, 0.07) * height if count > 2 else 0.0)
            one = replace(subject, art=ALTERNATES.get(subject.art, subject.art)) if at % 2 else subject
            told.append(
                _placed(
                    one, index, x - width * shrink / 2, -height * shrink - away, width * shrink, height * shrink,
                    depth=rank * 0.12 + away * 0.02, rests="wall" if wall else "ground",
                    flip=count > 2 and rng.random() < 0.3 and subject.kind == "animal", order=-away,
                )
            )  # fmt: skip
    return told


def _in_order(plan: ScenePlan, mates: list[int]) -> list[int]:
    """Those that share a seat from left to right, as their relations ask."""
    for relation in plan.relations:
        one, other = relation.subject, relation.other
        if one in mates and other in mates and relation.kind in ("left_of", "right_of"):
            wrong = mates.index(one) > mates.index(other)
            if wrong == (relation.kind == "left_of"):
                mates.remove(one)
                mates.insert(mates.index(other) + (0 if relation.kind == "left_of" else 1), one)
    return mates


def _seated(plan: ScenePlan, mates: list[int], hosts: list[Placed], tall: list[float]) -> list[Placed]:
    """Everything that is on the same host, side by side across its breadth. Several hosts share them out."""
    places: list[tuple[int, float, float]] = []
    for index in mates:
        width, height = _size(plan.subjects[index], tall[index])
        places += [(index, width, height)] * plan.subjects[index].count
    told = []
    per = -(-len(places) // len(hosts))
    for number, host in enumerate(hosts):
        mine = places[number * per : (number + 1) * per]
        if not mine:
            break
        total = sum(width for _, width, _ in mine) * 1.08
        scale = max(0.24, min(1.0, host.width * 0.92 / total))
        x = host.left + host.width / 2 - total * scale / 2
        seat = host.top + host.height * SEAT.get(host.noun, 0.04)
        for at, (index, width, height) in enumerate(mine):
            rides = host.noun in RIDDEN and plan.subjects[index].kind == "person"
            told.append(
                _placed(
                    plan.subjects[index], index, x + width * 0.04 * scale,
                    seat - height * scale * (HIPS if rides else 1.0), width * scale, height * scale, rests="figure",
                    order=host.order + (-0.01 if rides else 0.01) + at * 0.001, sink=1 - HIPS if rides else 0.0,
                )
            )  # fmt: skip
            x += width * 1.08 * scale
    return told


def _carry(plan: ScenePlan, index: int, kind: str, hosts: list[Placed], tall: list[float]) -> list[Placed]:
    subject = plan.subjects[index]
    width, height = _size(subject, tall[index])
    first = hosts[0]
    left = min(host.left for host in hosts)
    right = max(host.left + host.width for host in hosts)
    top = min(host.top for host in hosts)
    told = []
    if kind in ("held", "worn"):
        for at in range(subject.count):
            host = hosts[at % len(hosts)]
            if kind == "worn" and subject.noun in ("hat", "sun hat", "crown", "helmet"):
                share = host.width * 0.62 / width
                told.append(_placed(subject, index, host.left + (host.width - width * share) / 2, host.top - height * share * 0.55,
                                    width * share, height * share, rests="figure", order=host.order + 0.01))  # fmt: skip
                continue
            if kind == "held" and subject.noun in RAISED:
                share = min(1.2, host.height * 0.62 / height)
                side = -1 if at // len(hosts) % 2 else 1
                x = (
                    host.left
                    + host.width * (0.5 + (0.3 if subject.noun == "umbrella" else 0.62) * side)
                    - width * share / 2
                )
                told.append(_placed(subject, index, x, host.top + host.height * (0.3 if subject.noun == "umbrella" else 0.5) - height * share, width * share,
                                    height * share, rests="figure", order=host.order - 0.01, sink=0.1))  # fmt: skip
                continue
            share = min(1.0, host.height * (0.6 if subject.noun == "sign" else 0.38) / height)
            w, h = width * share, height * share
            side = 1 if at // len(hosts) % 2 == 0 else -1
            x = host.left + host.width * (0.82 if side > 0 else 0.18) - (w * 0.15 if side > 0 else w * 0.85)
            told.append(
                _placed(
                    subject,
                    index,
                    x,
                    host.top + host.height * 0.62 - h * 0.75,
                    w,
                    h,
                    rests="figure",
                    order=host.order + 0.01,
                )
            )
        return told
    scale = min(1.3, first.width * 0.84 / (width * (1 + 0.7 * (subject.count - 1)))) if kind == "in" else 1.0
    scale = max(scale, 0.3)
    w, h = width * scale, height * scale
    step = w * (0.7 if kind == "in" else 1.08)
    middle = (left + right) / 2
    if kind == "under":
        share = min(1.0, first.height * 0.6 / height, (right - left) * 0.7 / (width * subject.count))
        w, h = width * share, height * share
        return [
            _placed(
                subject,
                index,
                middle + (at - subject.count / 2) * w,
                first.top + first.height * 1.02 - h,
                w,
                h,
                order=first.order + 0.02,
            )
            for at in range(subject.count)
        ]
    for at in range(subject.count):
        x = middle + (at - (subject.count - 1) / 2) * step
        if kind == "in":
            rim = first.top + first.height * 0.12
            told.append(
                _placed(
                    subject,
                    index,
                    x - w / 2,
                    rim - h * 0.86,
                    w,
                    h,
                    rests="figure",
                    order=first.order - 0.01,
                    sink=0.4,
                )
            )
        else:
            gap = 0.16 * max(first.height, h)
            rests = "wall" if subject.stands == "wall" and plan.place in ("room", "kitchen") else "air"
            told.append(
                _placed(subject, index, x - w / 2, top - gap - h, w, h, rests=rests, order=first.order - 0.02)
            )
    return told
