"""People who wear what the plan says: the garment becomes a part of the figure instead of a thing beside it."""

from dataclasses import replace

from studio.engine.compose import figure
from studio.engine.plan.scene import ScenePlan, Subject

PARTS = {
    "dress": "dress", "coat": "coat", "t-shirt": "tee", "sweater": "jumper", "suit": "suit", "kimono": "kimono",
    "lab coat": "coat", "robe": "robe", "apron": "apron", "cape": "cape", "uniform": "uniform", "armour": "armour",
    "hat": "tall", "sun hat": "brimmed", "crown": "crown", "cap": "capped", "helmet": "hard", "scarf": "scarf",
    "sunglasses": "shades", "glasses": "glasses",
}  # fmt: skip
_OUTFITS = frozenset("tee jumper dress suit coat robe kimono apron chef armour sport uniform".split())  # noqa: SIM905 - one line, not twelve
_HATS = frozenset("tall brimmed crown capped hard toque pointed helmet board tricorne".split())  # noqa: SIM905
_EYES = frozenset({"shades", "glasses"})
_WOMEN = frozenset({"woman", "dancer"})


def dressed(plan: ScenePlan) -> ScenePlan:
    """The plan with each worn garment put on its wearer, and no longer drawn by itself."""
    subjects = list(plan.subjects)
    for relation in plan.relations:
        if relation.kind != "wearing":
            continue
        wearer, garment = subjects[relation.subject], subjects[relation.other]
        part = PARTS.get(garment.noun)
        if part is None or wearer.kind != "person" or not garment.art or not wearer.art:
            continue
        if garment.colour:
            part += "." + figure.named(garment.colour).hex.lstrip("#")
        subjects[relation.subject] = replace(wearer, art=f"folk:{_with(_parts(wearer), part)}")
        subjects[relation.other] = replace(garment, art="")
    return replace(plan, subjects=tuple(subjects))


def _parts(wearer: Subject) -> str:
    if wearer.art.startswith("folk:"):
        return wearer.art.removeprefix("folk:")
    return "woman-long-fringe-jumper" if wearer.noun in _WOMEN else "man-short-jumper"


def _with(parts: str, new: str) -> str:
    """The parts with one more; it takes the place of what is worn in the same place."""
    kind = new.partition(".")[0]
    same = next((group for group in (_OUTFITS, _HATS, _EYES) if kind in group), frozenset({kind}))
    return "-".join([*(part for part in parts.split("-") if part.partition(".")[0] not in same), new])
