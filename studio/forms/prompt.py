"""The prompt's part of the composer: the text, its variables, what is locked and what is varied."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from studio.backends.base import Backend
from studio.backends.registry import offered
from studio.forms.by_hand import axes_of, lines_of
from studio.forms.facts import Facts, facts_of
from studio.models import Job, Project, Prompt, User
from studio.numbers import number
from studio.pipeline.compose import document_of
from studio.pipeline.experiment import grid_of
from studio.prompts.document import Path, PathError, label, read_label
from studio.prompts.flatten import leaves
from studio.prompts.parse import Broken, Structured, parse
from studio.prompts.repair import Repaired, repair
from studio.prompts.vary import MAX_AXES, Axis, CannotVary

VARIABLE = "variable:"
MAX_VARIABLE_CHARACTERS = 2_000
MAX_LOCKS = 200
MAX_NAMED = 400
REPAIR, WORDS, UNDO = "repair", "words", "undo"


def require_short(text: str) -> None:
    """Raises ValidationError for a prompt that is longer than any may be."""
    if len(text) > settings.MAX_PROMPT_CHARACTERS:
        raise forms.ValidationError(
            f"A prompt has at most {settings.MAX_PROMPT_CHARACTERS:,} characters; this one has {len(text):,}.",
            code="max_length",
        )


class PromptPart(forms.Form):
    """`broken` says what to do with a text that is meant as a document but is not: repair it, or send the words."""

    prompt = forms.CharField(
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": "Write what you want to see."},
    )
    broken = forms.CharField(required=False)
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project = project

    @cached_property
    def offered(self) -> dict[str, Backend]:
        """The backends that the project's team may draw with."""
        return offered(self.project.team_id)

    def clean_prompt(self) -> str:
        text: str = self.cleaned_data["prompt"].replace("\r\n", "\n").strip()
        if not text:
            raise forms.ValidationError("Write what you want to see.", code="required")
        require_short(text)
        if "\x00" in text:
            raise forms.ValidationError("The prompt contains a null character.", code="invalid")
        parsed = parse(text)
        choice = self.data.get("broken")
        if isinstance(parsed, Broken) and choice != WORDS:
            repaired = repair(text) if choice == REPAIR else None
            if isinstance(repaired, Repaired):
                return repaired.text
            raise forms.ValidationError(
                f"Line {parsed.line}, column {parsed.column}: {parsed.message}", code="broken"
            )
        return text

    @cached_property
    def variables(self) -> dict[str, str]:
        """What was given for variables; an empty input means the default."""
        given = {
            name.removeprefix(VARIABLE): str(self._sent(name))[:MAX_VARIABLE_CHARACTERS].replace("\x00", "")
            for name in self._all
            if name.startswith(VARIABLE)
        }
        return {name: value for name, value in given.items() if value.strip()}

    @cached_property
    def locks(self) -> list[str]:
        """The labels of the locked fields, as they came."""
        by_hand = lines_of(str(self._sent("lock-lines") or ""))
        return list(dict.fromkeys(self._list("lock") + by_hand))[:MAX_LOCKS]

    @property
    def sent_locks(self) -> list[str]:
        """Those of them that a script keeps."""
        return self._list("lock")[:MAX_LOCKS]

    @property
    def sent_axes(self) -> list[str]:
        return self._list("vary")[: MAX_AXES + 1]

    @property
    def lock_lines(self) -> str:
        return str(self._sent("lock-lines") or "")

    @property
    def locked(self) -> list[Path]:
        return list(_paths(self.locks))

    @cached_property
    def varied(self) -> list[str]:
        """The axes: JSON texts {"field": label, "values": […]}, as they came or as they were written in lines."""
        names, values = self._list("vary-field"), self._list("vary-values")
        by_hand = axes_of(document_of(self._text), names, values) if any(names) else []
        return (self.sent_axes + by_hand)[: MAX_AXES + 1]

    @property
    def by_hand(self) -> list[tuple[str, str]]:
        """Names and values as they were written, and empty ones to be written, for a page without script."""
        names, values = self._list("vary-field"), self._list("vary-values")
        return [*zip(names, values, strict=False), *([("", "")] * MAX_AXES)][:MAX_AXES]

    @property
    def fields_to_vary(self) -> list[str]:
        """The labels of what has one value, to be chosen from."""
        return [
            label(path) for path, value in leaves(document_of(self._text)) if path and value not in ({}, [])
        ][:MAX_NAMED]

    def clean_after(self) -> Prompt | None:
        """The version that these words grew out of, so that what is known of it goes on; any other is forgotten."""
        after = self.cleaned_data["after"]
        return self.project.prompts.filter(pk=min(after, 2**63 - 1)).first() if after else None

    def parent_of(self, person: User) -> Prompt | None:
        """The version before: the one that was taken up, else the one this person asked for last."""
        if taken_up := self.cleaned_data["after"]:
            return cast(Prompt, taken_up)
        asked = Job.objects.filter(project=self.project, created_by=person).select_related("prompt")
        last = asked.order_by("-pk").first()
        return last.prompt if last else None

    @property
    def original(self) -> str:
        """The text before a repair, on a page without script."""
        return str(self._sent("original") or "")

    @property
    def facts(self) -> Facts:
        """What is to be said about the prompt as it stands."""
        text = str(self._sent("prompt") or "")
        alias = str(self._sent("backend") or "")
        return facts_of(
            text[: 2 * settings.MAX_PROMPT_CHARACTERS],
            alias,
            self.variables,
            known=self.offered,
            vary_problem=self.vary_problem,
        )

    @cached_property
    def axes(self) -> list[Axis]:
        """Raises CannotVary for what is none."""
        return [_axis(text) for text in self.varied]

    @property
    def grid(self) -> tuple[int, ...]:
        """How many values each varied field takes; () without any, or while they cannot be told."""
        try:
            return tuple(max(1, len(axis.values)) for axis in self.axes)
        except CannotVary:
            return ()

    @property
    def vary_problem(self) -> str:
        """Why what is varied cannot be asked for; "" when it can."""
        if not self.varied:
            return ""
        pictures = number(str(self._sent("count") or ""), digits=3) or 1
        try:
            grid_of(str(self._sent("prompt") or "").strip(), self.axes, locked=self.locked, count=pictures)
        except (CannotVary, PathError) as problem:
            return str(problem)
        return ""

    @property
    def _text(self) -> str:
        return str(self._sent("prompt") or "").strip()[: settings.MAX_PROMPT_CHARACTERS]

    @property
    def _all(self) -> Mapping[str, Any]:
        return self.data if self.is_bound else self.initial

    def _sent(self, name: str) -> Any:
        return self._all.get(name)

    def _list(self, name: str) -> list[str]:
        data = self._all
        found = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return [str(each) for each in found]


def repaired_or_undone(data: QueryDict) -> QueryDict:
    """The composer's fields after its buttons "Repair it" and "Undo the repair", for pages without script."""
    changed = data.copy()
    choice, text = data.get("broken"), data.get("prompt", "")
    if choice == REPAIR and isinstance(done := repair(text.strip()), Repaired):
        changed["prompt"], changed["original"] = done.text, text
    elif choice == UNDO:
        changed["prompt"], changed["original"] = data.get("original", ""), ""
    return changed


def _paths(labels: list[str]) -> Iterator[Path]:
    """What cannot be read is no lock: the field it named is not there."""
    for each in labels:
        try:
            yield read_label(each)
        except PathError:
            continue


def _axis(text: str) -> Axis:
    parsed = parse(text)
    document = parsed.document if isinstance(parsed, Structured) else None
    if isinstance(document, dict):
        values, field, variable = (document.get(name) for name in ("values", "field", "variable"))
        if isinstance(values, list):
            if isinstance(variable, str):
                return Axis(variable, tuple(values))
            if isinstance(field, str):
                try:
                    return Axis(read_label(field), tuple(values))
                except PathError as problem:
                    raise CannotVary(str(problem)) from None
    raise CannotVary("Something was to be varied that is no field with values.")
