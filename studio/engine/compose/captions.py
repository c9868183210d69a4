"""Where quoted words are set."""

from studio.engine.compose.setting import Setting
from studio.engine.compose.stage import Lettering, Placed
from studio.engine.plan.scene import ScenePlan


def captions(plan: ScenePlan, figures: list[Placed], here: Setting) -> tuple[Lettering, ...]:
    """Quoted words on signs where there are signs, else as a title in the emptier part of the picture."""
    told: list[Lettering] = []
    left = list(plan.lettering)
    for part in figures:
        if not left:
            break
        if part.art == "own:sign":
            told.append(
                Lettering(
                    left.pop(0),
                    part.left + part.width * 0.08,
                    part.top + part.height * 0.1,
                    part.width * 0.84,
                    part.height * 0.5,
                    "sign",
                )
            )
        elif part.art == "own:blackboard":
            told.append(
                Lettering(
                    left.pop(0),
                    part.left + part.width * 0.1,
                    part.top + part.height * 0.14,
                    part.width * 0.8,
                    part.height * 0.58,
                    "board",
                )
            )
        elif part.art == "own:picture":
            told.append(
                Lettering(
                    left.pop(0),
                    part.left + part.width * 0.16,
                    part.top + part.height * 0.2,
                    part.width * 0.68,
                    part.height * 0.55,
                    "sign",
                )
            )
    if left:
        top = min([part.top for part in figures if part.rests != "air"] or [600.0])
        high = min(max(top - 90, 110.0), 250.0)
        share = high / len(left)
        for number, text in enumerate(left):
            told.append(Lettering(text, here.wide * 0.08, 50 + number * share, here.wide * 0.84, share * 0.9))
    return tuple(told)
