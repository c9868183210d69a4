"""Presets: a part of a prompt under a name, a person's own or their team's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from studio.lines import line
from studio.models import Preset, Team, User
from studio.prompts.document import Path, PathError, Value, label, read_label, scalar_text, to_text
from studio.prompts.parse import Structured, parse
from studio.prompts.presets import (
    MAX_DESCRIPTION_CHARACTERS,
    MAX_NAME_CHARACTERS,
    PresetError,
    pick,
)

MINE, TEAM = "mine", "team"
MAX_OFFERED = 400


@dataclass(frozen=True, slots=True)
class Field:
    """One field that can be kept. `depth` counts groups above it from 0."""

    label: str
    name: str
    depth: int
    is_group: bool
    excerpt: str = ""


def fields_of(document: Value, path: Path = ()) -> Iterator[Field]:
    """Every group and every value that a preset can keep; a list is kept whole."""
    if not isinstance(document, dict):
        return
    for key, value in document.items():
        here = (*path, key)
        if isinstance(value, dict) and value:
            yield Field(label(here), key, len(path), True)
            yield from fields_of(value, here)
        elif isinstance(value, (dict, list)):
            yield Field(label(here), key, len(path), False, to_text(value, indent=None)[:120])
        else:
            yield Field(label(here), key, len(path), False, scalar_text(value)[:120])


class PresetForm(forms.Form):
    """What is to be kept of the prompt, under which name, and for whom."""

    prompt = forms.CharField(strip=False, widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", required=False)
    description = forms.CharField(label="What it is for", required=False)
    whose = forms.ChoiceField(choices=[(MINE, "Mine"), (TEAM, "The team’s")])

    def __init__(self, *args: Any, team: Team, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.team, self.person = team, person

    @property
    def document(self) -> Value:
        data = self.data if self.is_bound else self.initial
        parsed = parse(str(data.get("prompt") or "").strip())
        return parsed.document if isinstance(parsed, Structured) else ""

    @property
    def offered(self) -> list[Field]:
        return list(fields_of(self.document))[:MAX_OFFERED]

    @property
    def chosen(self) -> list[str]:
        data: Any = self.data if self.is_bound else self.initial
        return list(data.getlist("field") if hasattr(data, "getlist") else data.get("field", []))

    def clean_name(self) -> str:
        name = line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Give the preset a name.", code="required")
        if len(name) > MAX_NAME_CHARACTERS:
            raise forms.ValidationError(
                f"A name has at most {MAX_NAME_CHARACTERS} characters; this one has {len(name):,}.",
                code="max_length",
            )
        return name

    def clean_description(self) -> str:
        said = line(self.cleaned_data["description"])
        if len(said) > MAX_DESCRIPTION_CHARACTERS:
            raise forms.ValidationError(
                f"At most {MAX_DESCRIPTION_CHARACTERS} characters; this has {len(said):,}.", code="max_length"
            )
        return said

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            fields = pick(self.document, [read_label(name) for name in self.chosen[:MAX_OFFERED]])
        except (PresetError, PathError) as problem:
            self.add_error(None, str(problem))
        else:
            cleaned["text"] = to_text(fields)
        whose = cleaned.get("whose")
        if whose and "name" in cleaned and owned(whose, self.team, self.person, cleaned["name"]).exists():
            self.add_error("name", f"There is already a preset called “{cleaned['name']}”.")
        return cleaned

    def preset(self) -> Preset:
        """Not saved yet."""
        kept = self.cleaned_data
        return made(kept["whose"], self.team, self.person, kept["name"], kept["description"], kept["text"])


def owned(whose: str, team: Team, person: User, name: str) -> Any:
    """The presets of that name that this one would clash with."""
    found = Preset.objects.filter(name=name)
    return found.filter(team=team) if whose == TEAM else found.filter(owner=person)


def made(whose: str, team: Team, person: User, name: str, description: str, text: str) -> Preset:
    """A row that is not saved yet."""
    return Preset(
        team=team if whose == TEAM else None,
        owner=None if whose == TEAM else person,
        name=name,
        description=description,
        text=text,
        created_by=person,
    )
