"""A plan in words that people read: the studio shows each key with its value as "what was understood"."""

import re

from studio.engine.plan.scene import Relation, ScenePlan, Subject
from studio.engine.plan.words import plural

_COUNTS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_KINDS = {
    "product": "product picture", "card": "product card", "diagram": "annotated diagram", "icons": "icon set", "logo": "logo", "steps": "steps", "abstract": "abstract picture",
}  # fmt: skip
_TIMES = {"golden": "golden hour"}
_STYLES = {
    "poster": "flat poster", "ink": "ink drawing", "pixel": "pixel art", "neon": "neon night", "paper": "paper cut",
    "line": "line art", "oil": "oil painting", "starry": "swirling brush strokes",
}  # fmt: skip
_VIEWS = {"close": "close-up", "above": "from above", "low": "from below", "centre": "centred"}
_WHERE = {
    "left": "on the left", "right": "on the right", "centre": "in the middle", "top": "at the top",
    "bottom": "at the bottom", "background": "in the background", "foreground": "in the foreground",
}  # fmt: skip
_RELATIONS = {"left_of": "left of", "right_of": "right of", "front_of": "in front of"}


_VOWEL = re.compile(r"(?!uni|uku|ute|use|euro|one\b)[aeiou]", re.I)


def told(plan: ScenePlan) -> dict[str, object]:
    """JSON-able; what was not said is left out. Last come the keys of the drawings, for who wants them."""
    rows: dict[str, object] = {
        "kind": _KINDS.get(plan.kind, ""),
        "subjects": [
            subject.noun if plan.kind == "icons" and not subject.colour else phrase(subject)
            for subject in plan.subjects
        ],
        "relations": [_relation(relation, plan.subjects) for relation in plan.relations],
        "place": plan.place,
        "time": _TIMES.get(plan.time, plan.time),
        "weather": plan.weather,
        "season": plan.season,
        "light": plan.light,
        "palette": list(plan.palette),
        "style": _STYLES.get(plan.style, plan.style),
        "view": [_VIEWS.get(word, word) for word in plan.camera],
        "details": [word.replace("_", " ") for word in plan.features],
        "lettering": list(plan.lettering),
        "title": plan.title,
        "price": plan.price,
        "badge": plan.badge,
        "chart": plan.chart,
        "values": [f"{figure.label} {figure.value:g}" for figure in plan.figures],
        "labels": list(plan.labels),
        "left out": list(plan.negatives),
        "not placed": list(plan.unplaced),
        "notes": list(plan.notes),
        "art": {subject.noun: subject.art for subject in plan.subjects if subject.art},
    }
    return {name: value for name, value in rows.items() if value}


def phrase(subject: Subject) -> str:
    """Such as `a red fox, standing` or `two cats, on the left`."""
    many = subject.count != 1
    kinds = " ".join(part for part in (subject.size, subject.colour, subject.material) if part)
    thing = f"{kinds} {plural(subject.noun) if many else subject.noun}".strip()
    if many:
        number = _COUNTS[subject.count] if subject.count < len(_COUNTS) else str(subject.count)
        thing = f"{number} {thing}"
    elif not _plural_already(subject.noun):
        thing = f"{'an' if _VOWEL.match(thing) else 'a'} {thing}"
    ways = (subject.pose, _WHERE.get(subject.where, ""), "" if subject.art else "not drawn")
    return ", ".join(part for part in (thing, *ways) if part)


def _relation(relation: Relation, subjects: tuple[Subject, ...]) -> str:
    one, other = _the(subjects[relation.subject]), _the(subjects[relation.other])
    second = f" and {_the(subjects[relation.second])}" if relation.second is not None else ""
    return f"{one} {_RELATIONS.get(relation.kind, relation.kind)} {other}{second}"


def _the(subject: Subject) -> str:
    return f"the {plural(subject.noun) if subject.count != 1 else subject.noun}"


def _plural_already(noun: str) -> bool:
    return noun.endswith("s") and plural(noun) == noun
