"""Blocks fitted to a picture: who stands left of whom, how near the camera is, what is in the sky."""

import random
from dataclasses import replace

from studio.engine.compose.air import flying
from studio.engine.compose.arrange import Block, blocks, moved
from studio.engine.compose.captions import captions
from studio.engine.compose.laid import hang, is_laid, lay
from studio.engine.compose.mood import mood
from studio.engine.compose.setting import Setting
from studio.engine.compose.stage import Placed, Stage
from studio.engine.compose.wardrobe import dressed
from studio.engine.plan.scene import ScenePlan

# horizon and hero height by idea: near and low, portrait, wide view, off to a side
HORIZONS = (0.54, 0.60, 0.46, 0.57)
HEROES = (0.36, 0.48, 0.28, 0.42)
SPOTS = (0.40, 0.56, 0.5, 0.66)  # where the group's middle stands, of the width
FEET = (0.845, 0.885, 0.80, 0.865)
SUNS = ((0.76, 0.26), (0.22, 0.24), (0.5, 0.3), (0.3, 0.22))
INDOOR = ("room", "kitchen")
FLAT = ("studio", "table", "counter")
BIG = 3.0
BOARDS = frozenset({"sign", "blackboard", "picture"})  # which take what is to be lettered
DRAWN = frozenset({"line", "ink"})  # media in which soft clouds and stars would be noise


DETAILS = 16  # what a seed decides by its last four bits (arrangement, walls, ways of painting) is no detail


def stage(plan: ScenePlan, seed: int, width: int, height: int, detail: int | None = None) -> Stage:
    """The whole composition, the same for the same plan, seed and aspect at every resolution."""
    plan = dressed(plan)
    rng = random.Random(f"{seed}/stage")
    idea = seed % 4
    wide = 1000.0 * width / height
    here = _setting(plan, seed, idea, wide, rng)
    if detail is not None:
        here = replace(here, seed=detail * DETAILS + seed % DETAILS)
    made, carried = blocks(plan, rng, 3 if wide < 900 else 4 if wide < 1600 else 6)
    ordered = _ordered(plan, made, carried, rng)
    figures = _fit(plan, ordered, here, idea, rng)
    figures += flying(plan, here, figures, carried, rng)
    free = _hero_range(figures, wide)
    figures.sort(key=lambda part: part.order)
    hung = tuple((part.left, part.left + part.width) for part in figures if part.rests == "wall")
    here = replace(here, hero=free, hung=hung)
    return Stage(here, tuple(figures), captions(plan, figures, here))


def _setting(plan: ScenePlan, seed: int, idea: int, wide: float, rng: random.Random) -> Setting:
    place = plan.place or ("meadow", "mountains", "forest", "meadow")[idea]
    if place in INDOOR and plan.subjects and all(subject.stands == "table" for subject in plan.subjects):
        place = "counter"
    time = plan.time or _usual_time(place, plan, idea)
    season = plan.season or (
        "winter"
        if place == "tundra"
        else ("summer", "spring", "summer", "autumn")[rng.randrange(4)]
        if not plan.time
        else "summer"
    )
    weather = plan.weather or ("clear", "cloudy")[rng.random() < 0.3]
    turned = idea + rng.randrange(2) * 4 if plan.style != "neon" else idea
    light = mood(time, weather, season, rng, turned)
    if plan.style in DRAWN:
        light = replace(light, cloud=0.0, stars=0.0)
    horizon = {"room": 0.66, "kitchen": 0.66, "studio": 0.68, "table": 0.6,
        "counter": 0.64, "city": 0.66, "street": 0.62, "space": 1.0,
               "underwater": 0.74, "sky": 1.0, "sea": 0.55, "lake": 0.56, "beach": 0.5}.get(place, HORIZONS[idea])  # fmt: skip
    if "above" in plan.camera:
        horizon -= 0.12
    if "low" in plan.camera:
        horizon += 0.1
    horizon = min(horizon + (rng.uniform(-0.02, 0.02) if horizon < 1 else 0), 1.0)
    sx, sy = SUNS[idea]
    x = (sx + rng.uniform(-0.05, 0.05)) * wide
    y = horizon * 1000 * (0.83 if light.low and light.disc == "sun" else sy + rng.uniform(-0.04, 0.04))
    return Setting(
        place,
        time,
        weather,
        season,
        light,
        wide,
        horizon * 1000,
        (x, y),
        idea,
        seed,
        (wide * 0.4, wide * 0.6),
        plan.features,
        plan.style,
        plan.palette,
    )


def _usual_time(place: str, plan: ScenePlan, idea: int) -> str:
    if plan.weather in ("rain", "storm", "fog", "snow", "overcast"):
        return "day"
    if plan.style == "neon":
        return "night"
    if place in ("space", "moonscape"):
        return "night"
    if place in ("city",):
        return ("sunset", "dusk", "golden", "day")[idea]
    if place in ("studio", "table", "counter", "room", "kitchen", "underwater"):
        return "day"
    return ("day", "golden", "day", "dawn")[idea]


def _ordered(
    plan: ScenePlan, made: list[Block], carried: dict[int, tuple[str, int]], rng: random.Random
) -> list[Block]:
    """Blocks from left to right such that the relations hold as far as they agree."""

    def root(index: int) -> int:
        while index in carried:
            index = carried[index][1]
        return index

    order = [block.index for block in made]
    sided = any(relation.kind in ("left_of", "right_of", "between") for relation in plan.relations)
    if not sided and rng.random() < 0.5:
        order.reverse()
    spot = {"left": 0, "right": 2}
    order.sort(key=lambda index: spot.get(plan.subjects[index].where, 1))
    for _ in range(len(order) ** 2):
        moved = False
        for relation in plan.relations:
            one, other = root(relation.subject), root(relation.other)
            if one == other or one not in order or other not in order:
                continue
            if relation.kind == "between":
                second = root(relation.second) if relation.second is not None else other
                if second in order and second != other and len({one, other, second}) == 3:
                    low, high = sorted((order.index(other), order.index(second)))
                    if not low < order.index(one) < high:
                        order.remove(one)
                        order.insert(sorted((order.index(other), order.index(second)))[1], one)
                        moved = True
                continue
            wrong = (
                order.index(one) > order.index(other)
                if relation.kind == "left_of"
                else order.index(one) < order.index(other)
            )
            if relation.kind in ("left_of", "right_of") and wrong:
                order.remove(one)
                order.insert(order.index(other) + (0 if relation.kind == "left_of" else 1), one)
                moved = True
        if not moved:
            break
    by_index = {block.index: block for block in made}
    return [by_index[index] for index in order]


def _fit(plan: ScenePlan, row: list[Block], here: Setting, idea: int, rng: random.Random) -> list[Placed]:
    if not row:
        return []
    if here.place in (*INDOOR, *FLAT) and is_laid(row):
        return lay(row[0], here, rng)
    wide = here.wide
    behind, front = _depths(plan, row, here)
    main = [block for block in row if block.index not in behind and block.index not in front] or row[:1]
    behind = {index: other for index, other in behind.items() if index != main[0].index}
    hero = HEROES[idea] * (1.35 if "close" in plan.camera else 0.7 if "wide" in plan.camera else 1.0)
    if plan.subjects[main[0].index].kind == "person" and "wide" not in plan.camera:
        hero = max(hero, 0.56 if here.place in INDOOR else 0.46)
    if here.place in FLAT or plan.kind == "product":
        hero = (0.36, 0.44, 0.32, 0.40)[idea]
    if here.place in INDOOR:
        hero *= 0.95
    unit = hero * min(1000.0, wide * 1.15)
    foot = FEET[idea] * 1000
    if here.place in FLAT:
        foot = 800.0
    elif here.place in INDOOR:
        foot = (0.9, 0.91, 0.88, 0.9)[idea] * 1000
    elif here.place == "space":
        foot = 640.0
    elif here.place in ("lake", "sea"):
        foot = (here.horizon * 0.45 + 1000 * 0.55) - 20
    gap = 0.16
    # the bottom row, side by side
    total = sum(block.right - block.left for block in main) + gap * (len(main) - 1)
    tallest = max(-block.top for block in main)
    room = wide * (0.84 if len(main) > 1 else 0.8)
    titles = len(plan.lettering) - sum(plan.subjects[block.index].noun in BOARDS for block in row)
    sky = 70 + 140 * min(2, max(0, titles))
    unit = min(unit, room / total, (foot - sky) / max(tallest, 0.01))
    middle = SPOTS[idea] * wide if len(main) == 1 else wide * (0.5 + (SPOTS[idea] - 0.5) * 0.4)
    if "centre" in plan.camera or here.place in FLAT or plan.kind == "product":
        middle = wide * 0.5
    where = plan.subjects[main[0].index].where
    if len(main) == 1 and where in ("left", "right", "centre"):
        middle = {"left": 0.27, "right": 0.73, "centre": 0.5}[where] * wide
    half = total * unit / 2
    middle = min(max(middle, half + wide * 0.05), wide * 0.95 - half)
    told: list[Placed] = []
    at = middle - half
    homes: dict[int, tuple[float, float, float]] = {}
    walls = [block for block in main if block.figures[0].rests == "wall"]
    for block in main:
        x = at - block.left * unit
        drop = rng.uniform(-12, 16) if len(main) > 1 and here.place not in (*FLAT, *INDOOR) else 0.0
        base = foot + drop
        if block in walls:
            base = min(foot * 0.5, here.horizon * 0.62) + 40
        told += moved(block, x, base, unit, 0.0)
        homes[block.index] = (x, base, unit)
        at += (block.right - block.left + gap) * unit
    for step, (index, other) in enumerate(behind.items()):
        told += _set_behind(plan, row, index, other, homes, told, here, step, rng)
    for index, other in front.items():
        told += _set_before(row, index, other, homes, told, here)
    return [_facing(plan, part, here) for part in told]


def _facing(plan: ScenePlan, part: Placed, here: Setting) -> Placed:
    """Animals and vehicles look into the picture: the art faces left."""
    subject = plan.subjects[part.subject]
    if subject.kind in ("animal", "vehicle") and part.middle[0] < here.wide * 0.47:
        return replace(part, flip=not part.flip)
    return part


def _depths(
    plan: ScenePlan, row: list[Block], here: Setting
) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """What stands in a row further back or nearer, and with respect to what."""
    indices = {block.index for block in row}
    behind: dict[int, int | None] = {}
    front: dict[int, int | None] = {}
    for relation in plan.relations:
        if relation.subject not in indices or relation.other not in indices:
            continue
        if relation.kind == "behind" and relation.other not in behind:
            behind.setdefault(relation.subject, relation.other)
        elif relation.kind == "front_of" and relation.subject not in behind:
            behind.setdefault(relation.other, relation.subject)
    sideways = {
        index
        for relation in plan.relations
        if relation.kind in ("left_of", "right_of", "between")
        for index in (relation.subject, relation.other, relation.second)
    }
    small = any(plan.subjects[block.index].metres < 2.2 for block in row)
    for block in row:
        subject = plan.subjects[block.index]
        if block.index in behind or block.index in sideways:
            continue
        if subject.where == "background" or (
            small
            and subject.metres >= BIG
            and len(row) > 1
            and block.index not in behind.values()
            and here.place not in (*FLAT, *INDOOR)
        ):
            behind[block.index] = None
        elif subject.where == "foreground" and len(row) > 1:
            front[block.index] = None
    if len(behind) == len(row):
        behind.pop(next(iter(behind)))
    return behind, front


def _set_behind(
    plan: ScenePlan, row: list[Block], index: int, other: int | None, homes: dict[int, tuple[float, float, float]],
    told: list[Placed], here: Setting, step: int, rng: random.Random,
) -> list[Placed]:  # fmt: skip
    block = next(block for block in row if block.index == index)
    subject = plan.subjects[index]
    anchor = other if other in homes else next(iter(homes))
    _, foot, unit = homes[anchor]
    mates = [part for part in told if part.subject == anchor]
    low, high = min(part.left for part in mates), max(part.left + part.width for part in mates)
    ground = max(here.horizon + 24, 0.0)
    if block.figures[0].rests == "wall":
        return hang(block, here, low, high)
    if here.place in FLAT or here.place in INDOOR:
        away = foot - 36.0
    else:
        away = foot - min((foot - ground) * (0.42 if other is not None else 0.72), 150.0)
    scale = unit * (0.86 if other is not None else 1.0 if subject.metres >= BIG else 0.72)
    wide_block = (block.right - block.left) * scale
    scale *= min(1.0, here.wide * 0.6 / wide_block, (away - 50) / max(1.0, -block.top * scale))
    if other is not None:
        # it must show: it stands past the other's edge by more than half of itself
        overlap = 0.34 * (block.right - block.left) * scale
        right_room = here.wide - high
        side = 1 if right_room >= low else -1
        centre = high - overlap - block.left * scale if side > 0 else low + overlap - block.right * scale
        if -block.top * scale > 1.25 * (foot - min(part.top for part in mates)):
            centre = (low + high) / 2 + side * 0.2 * (high - low)
    else:
        free_left, free_right = low, here.wide - high
        side = 1 if free_right >= free_left else -1
        if step % 2:
            side = -side
        centre = high + (free_right * 0.5 if side > 0 else 0) if side > 0 else low * 0.5
        centre = min(max(centre, here.wide * 0.14), here.wide * 0.86)
    half_left, half_right = -block.left * scale, block.right * scale
    centre = min(max(centre, half_left * 0.8 + 8), here.wide - half_right * 0.8 - 8)
    homes[index] = (centre, away, scale)
    return moved(block, centre, away, scale, 0.18 if other is not None else 0.3)


def _set_before(
    row: list[Block],
    index: int,
    other: int | None,
    homes: dict[int, tuple[float, float, float]],
    told: list[Placed],
    here: Setting,
) -> list[Placed]:
    block = next(block for block in row if block.index == index)
    _, foot, unit = homes[next(iter(homes))]
    low, high = min(part.left for part in told), max(part.left + part.width for part in told)
    side = 1 if here.wide - high >= low else -1
    near = min(foot + 70, 965.0)
    scale = unit * 0.9
    centre = high + 0.3 * block.right * scale if side > 0 else low + 0.3 * block.left * scale
    centre = min(max(centre, -block.left * scale + 10), here.wide - block.right * scale - 10)
    return moved(block, centre, near, scale, 0.0)


def _hero_range(figures: list[Placed], wide: float) -> tuple[float, float]:
    ground = [part for part in figures if part.rests in ("ground", "figure", "water") and part.depth < 0.25]
    if not ground:
        return wide * 0.38, wide * 0.62
    return min(part.left for part in ground), max(part.left + part.width for part in ground)
