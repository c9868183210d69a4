"""Two prompts side by side: what a page shows of every difference between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.text import Truncator

from studio.access import Person, prompt_for, variant_for
from studio.models import Project, Prompt, Variant
from studio.numbers import number
from studio.pipeline.compose import document_of
from studio.prompts.diff import Change, Words, diff, words
from studio.prompts.document import Value, label, scalar_text, to_text
from studio.prompts.template import fill

MAX_SHOWN_CHARACTERS = 2_000
MAX_ROWS = 300
SHORT_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Side:
    """A version, or a picture with the version it was made of; `name` is what addresses call it."""

    name: str
    title: str
    prompt: Prompt
    document: Value
    variant: Variant | None = None

    @property
    def locked(self) -> list[str]:
        """The labels of the fields that were not to change, where it is a cell of an experiment."""
        made = self.variant.job.experiment if self.variant else None
        return made.locked if made else []


@dataclass(frozen=True, slots=True)
class Row:
    """One difference. `spans` is word by word where both are texts; `field` is what can be taken over, or ""."""

    kind: str
    label: str
    old_label: str = ""
    old: str = ""
    new: str = ""
    spans: Sequence[Words] = ()
    field: str = ""


def side_of(person: Person, project: Project, name: str) -> Side:
    """`v12` is a picture, `p7` a version; Http404 for anything else, and for what lies in another project."""
    pk = number(name[1:])
    if not pk:
        raise Http404
    if name[0] == "v":
        variant = variant_for(person, pk)
        if variant.project_id != project.pk:
            raise Http404
        return Side(name, f"Picture {variant.pk}", variant.job.prompt, as_asked(variant), variant)
    prompt = prompt_for(person, pk)
    if name[0] != "p" or prompt.project_id != project.pk:
        raise Http404
    return Side(name, prompt.name or f"Version {prompt.pk}", prompt, document_of(prompt.text))


def as_asked(variant: Variant) -> Value:
    """The document of a picture, with the variables as they were given."""
    job = variant.job
    return fill(document_of(job.prompt.text), job.parameters.get("variables", {})).document


def rows(old: Value, new: Value) -> list[Row]:
    """Every difference in the order of the new prompt; [] when there is none."""
    if isinstance(old, str) != isinstance(new, str):
        return [Row("changed", "the whole prompt", spans=words(old, new))]
    return list(_rows(diff(old, new)))[:MAX_ROWS]


def _rows(changes: list[Change]) -> Iterator[Row]:
    for change in changes:
        if change.kind == "reordered":
            group = change.label or "the prompt"
            order = ", ".join(_text(key) for key in change.new) if isinstance(change.new, list) else ""
            yield Row("reordered", group, new=order)
        elif change.kind == "moved":
            kind = "renamed" if change.renamed else "moved"
            yield Row(kind, change.label, old_label=change.old_label, new=_text(change.new))
        elif change.kind == "removed":
            yield Row("removed", change.label, old=_text(change.old))
        elif change.kind == "added":
            yield Row("added", change.label, new=_text(change.new), field=label(change.path))
        elif isinstance(change.old, str) and isinstance(change.new, str):
            yield Row(
                "changed",
                change.label or "the words",
                spans=words(change.old, change.new),
                field=label(change.path),
            )
        else:
            yield Row(
                "changed",
                change.label,
                old=_text(change.old),
                new=_text(change.new),
                field=label(change.path),
            )


def in_short(change: Change) -> str:
    """One difference in a few words."""
    new = Truncator(_text(change.new)).chars(SHORT_CHARACTERS)
    return {
        "added": f"new {change.label}: {new}",
        "removed": f"without {change.label}",
        "changed": f"{change.label}: {new}",
        "moved": f"{change.old_label} now called {change.label}",
        "reordered": f"{change.label or 'the prompt'} in another order",
    }[change.kind]


def _text(value: Value) -> str:
    said = to_text(value) if isinstance(value, (dict, list)) else scalar_text(value)
    return said if len(said) <= MAX_SHOWN_CHARACTERS else said[:MAX_SHOWN_CHARACTERS] + "…"
