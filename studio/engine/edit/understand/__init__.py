"""An instruction in plain words, or a named operation, → the steps it asks for, in order.

Plain words are cut into clauses; each clause is tried against the readers below, the most particular first.
What no reader takes is handed back as missed, never dropped.
"""

import re
from dataclasses import dataclass, replace

from studio.engine.edit.steps import EVERYTHING, Adjust, Recolour, Step
from studio.engine.edit.understand import named
from studio.engine.edit.understand import readers_content as content
from studio.engine.edit.understand import readers_look as look
from studio.engine.edit.understand.clauses import VERBS, Clause, clauses

MOST_STEPS = 8
READERS = (
    content.cut_out,
    content.new_text,
    content.no_text,
    content.dress,
    look.upscale,
    look.frame,
    content.together,
    content.new_background,
    look.style,
    look.recolour,
    look.adjust,
    content.no_thing,
)
_VERB = re.compile(rf"(?:{VERBS})\b")


@dataclass(frozen=True, slots=True)
class Understood:
    steps: tuple[Step, ...]
    words: tuple[str, ...]
    """For each step, the clause it came from."""
    missed: tuple[str, ...]
    """Clauses that no step stands for."""

    @property
    def verbs(self) -> bool:
        """Whether what was missed begins with a command, so that it cannot be the description of a scene."""
        return any(_VERB.match(words.lower()) for words in self.missed)


def understand(instruction: str, pictures: int = 1, masked: bool = False) -> Understood:
    """What is asked, given how many pictures there are and whether a region is marked."""
    fields = named.fields(instruction)
    if "operation" in fields:
        step = named.step(fields)
        said = fields["operation"]
        return Understood((step,), (said,), ()) if step else Understood((), (), (said,))
    steps: list[Step] = []
    words: list[str] = []
    missed: list[str] = []
    for clause in clauses(fields.get("instruction", instruction)):
        found = _read(clause, pictures, masked)
        if found is None or len(steps) == MOST_STEPS:
            missed.append(clause.written)
            continue
        steps.append(_carried_on(clause, found, steps))
        words.append(clause.written)
    return Understood(tuple(steps), tuple(words), tuple(missed))


def _read(clause: Clause, pictures: int, masked: bool) -> Step | None:
    return next((step for reader in READERS if (step := reader(clause, pictures, masked))), None)


def _carried_on(clause: Clause, step: Step, before: list[Step]) -> Step:
    """“Make the sky darker and warmer”: the second clause has no verb, so it means the sky as well."""
    if isinstance(step, Adjust) and step.thing is EVERYTHING and before and not _VERB.match(clause.text):
        last = before[-1]
        if isinstance(last, Adjust | Recolour):
            return replace(step, thing=last.thing)
    return step
