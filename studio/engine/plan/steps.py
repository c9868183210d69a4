"""What goes round or leads on: the steps of a cycle or a process, each with a picture where one is known."""

import re
from collections.abc import Mapping
from dataclasses import replace

from studio.engine.art.shelf import Noun
from studio.engine.plan.scene import ScenePlan, Subject

CYCLE = re.compile(
    r"\b(?:(?:life|rock|water|carbon|nitrogen) ?cycles?|cycle of|phases of|feedback loop)\b", re.I
)
STEPS = re.compile(rf"{CYCLE.pattern}|\b(?:flow ?charts?|(?:process|flow|step)s? diagrams?|(?:step[- ]by[- ]step|steps) (?:of|for|to)|stages of|timeline)\b", re.I)  # fmt: skip
# Those that everybody knows and few spell out.
_KNOWN = {
    "water cycle": "evaporation, condensation, precipitation, collection",
    "life cycle of a butterfly|butterfly life cycle": "egg, caterpillar, chrysalis, butterfly",
    "life cycle of a frog|frog life cycle": "eggs, tadpole, young frog, frog",
    "life cycle of a (?:chicken|hen)|chicken life cycle": "egg, hatching, chick, hen",
    "life cycle of a (?:plant|flower|bean)|plant life cycle": "seed, sprout, plant, flower, fruit",
    "rock cycle": "magma, igneous rock, sediment, sedimentary rock, metamorphic rock",
    "phases of the moon|moon phases": "new moon, first quarter, full moon, last quarter",
}
_LISTED = {re.compile(rf"\b(?:{words})\b", re.I): steps.split(", ") for words, steps in _KNOWN.items()}
# By what a step is shown that is no thing itself.
_SHOWN = {
    "evaporation": "icon of sun", "condensation": "icon of cloud", "precipitation": "icon of rain",
    "collection": "icon of waves", "eggs": "egg", "young frog": "frog", "hatching": "hatching chick",
    "seed": "peanut", "fruit": "apple", "magma": "volcano", "igneous rock": "rock",
}  # fmt: skip
_NAME = re.compile(r"\b(?:of|for|showing|steps to)\s+((?:an?\s+|the\s+)?[a-z][a-z' -]{2,40}?)\s*(?:[:,.;]|$| with\b| in\b)", re.I)  # fmt: skip
MOST = 8


def stepped(plan: ScenePlan, prompt: str, labels: tuple[str, ...], nouns: Mapping[str, Noun]) -> ScenePlan:
    """The plan of steps: one subject for each, without art where nothing is known to show it."""
    known = next((steps for words, steps in _LISTED.items() if words.search(prompt)), [])
    steps = [*labels] or known
    title = plan.lettering[0] if plan.lettering else _title(prompt)
    said = {word for text in (*steps, title, "cycle life steps stages phases process flow flowchart timeline") for word in text.lower().split()}  # fmt: skip
    notes = (
        () if steps else ("No steps were named: list them behind a colon, such as “: seed, sprout, flower”.",)
    )
    return replace(
        plan.laid_out(),
        chart="cycle" if CYCLE.search(prompt) else "row",
        title=title[:1].upper() + title[1:],
        labels=tuple(steps[:MOST]),
        subjects=tuple(_shown(step, nouns) for step in steps[:MOST]),
        unplaced=tuple(word for word in plan.unplaced if word not in said),
        notes=notes,
    )


def _title(prompt: str) -> str:
    named, cycle = _NAME.search(prompt), CYCLE.search(prompt)
    name = named.group(1).strip() if named else ""
    if cycle is None or "cycle" in name or not cycle.group().lower().endswith("cycle"):
        return name
    return f"{cycle.group()} of {name}" if name else cycle.group()


def _shown(step: str, nouns: Mapping[str, Noun]) -> Subject:
    name = step.lower()
    known = nouns.get(_SHOWN.get(name, name)) or nouns.get(f"icon of {name}")
    return Subject(step, art=known.art if known else "")
