"""What flies, or swims under water: spread over the free space."""

import random

from studio.engine.compose import figure
from studio.engine.compose.arrange import airborne, heights
from studio.engine.compose.setting import Setting
from studio.engine.compose.stage import Placed
from studio.engine.plan.scene import ScenePlan


def flying(
    plan: ScenePlan,
    here: Setting,
    figures: list[Placed],
    carried: dict[int, tuple[str, int]],
    rng: random.Random,
) -> list[Placed]:
    """What flies: spread over the free sky, never over a figure's head."""
    told: list[Placed] = []
    flyers = [
        (index, subject)
        for index, subject in enumerate(plan.subjects)
        if subject.art and index not in carried and airborne(subject, plan)
    ]
    if not flyers:
        return told
    tall = heights(plan.subjects)
    hero = not figures
    taken = list(figures)
    top, low = 70.0, min(here.horizon * 0.82, 760.0)
    if here.place in ("space", "sky", "underwater"):
        low = {"space": 860.0, "sky": 620.0, "underwater": 760.0}[here.place]
    total = sum(subject.count for _, subject in flyers)
    for index, subject in flyers:
        box = figure.extent(subject.art)
        ratio = box.width / box.height
        size = min(1000.0, here.wide) * (0.42 if hero else 0.19) * min(1.3, max(0.7, tall[index]))
        size *= min(1.0, (2.2 / total) ** 0.5 if hero else (3.5 / total) ** 0.5)
        above = [
            relation for relation in plan.relations if relation.subject == index and relation.kind == "above"
        ]
        for number in range(subject.count):
            shrink = rng.uniform(0.75, 1.0) if subject.count > 2 else 1.0
            for less in (1.0, 0.84, 0.7, 0.56):  # until there is room
                height = size * shrink * less / max(1.0, ratio) ** 0.5
                width = height * ratio
                best, least = (0.0, 0.0), 1e9
                for _ in range(40):
                    x = rng.uniform(0.06 * here.wide, max(0.07 * here.wide, 0.94 * here.wide - width))
                    y = rng.uniform(top, max(top + 1, low - height))
                    if number == 0 and hero and subject.count == 1:
                        x = (0.5 + (here.idea - 1.5) * 0.09) * here.wide - width / 2
                        y = top + (low - height - top) * (0.3 + 0.12 * here.idea)
                    mates = [part for part in figures if above and part.subject == above[0].other]
                    if mates:
                        x = mates[0].middle[0] - width / 2 + rng.uniform(-40, 40)
                        y = max(30.0, min(part.top for part in figures) - height - rng.uniform(30, 90))
                    hit = sum(_overlap(x, y, width, height, part) for part in taken)
                    hit += 0.3 * max(0.0, y + height - low) + _before_disc(
                        here, x + width / 2, y + height / 2
                    )
                    if hit < least:
                        best, least = (x, y), hit
                if least < 40:
                    break
            part = Placed(index, subject.noun, subject.art, subject.colour, best[0], best[1], width, height,
                          0.04 if shrink > 0.9 else 0.16, "air", flip=subject.count > 2 and rng.random() < 0.3, order=-1000 + number)  # fmt: skip
            told.append(part)
            taken.append(part)
    return told


def _before_disc(here: Setting, x: float, y: float) -> float:
    """How much a place is in the way of sun or moon."""
    if not here.mood.disc or here.place in ("space", "sky", "underwater"):
        return 0.0
    return 60 * max(0.0, 1 - abs(x - here.sun[0]) / 130) * max(0.0, 1 - abs(y - here.sun[1]) / 130)


def _overlap(x: float, y: float, width: float, height: float, part: Placed) -> float:
    across = min(x + width, part.left + part.width) - max(x, part.left) + 16
    down = min(y + height, part.top + part.height) - max(y, part.top) + 16
    return max(0.0, across) * max(0.0, down) ** 0.5 if across > 0 and down > 0 else 0.0
