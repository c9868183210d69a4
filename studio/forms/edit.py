"""What a person wants changed in a picture, from the edit page's fields to an Order."""

import json
import random
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict

from studio.forms.choices import aspect_of
from studio.forms.edit_choices import MOST_COUNT, EditChoices
from studio.forms.job import ReferencesField, with_mentioned
from studio.images.notes import Note, NotesRefused, notes_in
from studio.models import Image, JobInput, Reference, User, Variant
from studio.numbers import number
from studio.pipeline.submit import MOST_FEATHER, Input, Order

MOST_DETAILS = 2**26
CHOSEN = ("prompt", "backend", "operation", "size", "count", "feather")


class EditForm(forms.Form):
    prompt = forms.CharField(required=False, strip=False)
    backend = forms.CharField(required=False)
    operation = forms.CharField(required=False)
    size = forms.CharField(required=False)
    count = forms.IntegerField(
        min_value=1,
        max_value=MOST_COUNT,
        required=False,
        error_messages={"invalid": "Choose 1 to 4 pictures."},
    )
    feather = forms.IntegerField(min_value=0, max_value=MOST_FEATHER, required=False)
    notes = forms.CharField(required=False, max_length=40_000)
    mask = forms.FileField(required=False)
    ticket = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, variant: Variant, **options: Any) -> None:
        super().__init__(*args, **options)
        self.variant = variant
        self.fields["reference"] = ReferencesField(variant.project)

    @property
    def choices(self) -> EditChoices:
        """What to offer beside what was chosen so far."""
        told: Mapping[str, Any] = self.data if self.is_bound else self.initial
        return EditChoices(
            self.variant, {name: str(told.get(name) or "") for name in CHOSEN}, self.references
        )

    @property
    def references(self) -> list[Reference]:
        """The chosen references that are still there, in order."""
        if isinstance(self.data, MultiValueDict) and self.is_bound:
            chosen = self.data.getlist("reference")
        else:
            chosen = self.initial.get("reference", [])
        numbers = [pk for pk in map(number, map(str, chosen)) if pk]
        found = self.variant.project.references.kept().select_related("image").in_bulk(numbers[:20])
        return [found[pk] for pk in dict.fromkeys(numbers) if pk in found]

    def clean_prompt(self) -> str:
        text: str = self.cleaned_data["prompt"].replace("\r\n", "\n").replace("\x00", "").strip()
        if len(text) > settings.MAX_PROMPT_CHARACTERS:
            raise forms.ValidationError(f"At most {settings.MAX_PROMPT_CHARACTERS:,} characters can be sent.")
        if "‹" in text and "›" in text:
            raise forms.ValidationError("Write your own words where the ‹angle brackets› are.")
        return text

    def clean_notes(self) -> list[Note]:
        try:
            return notes_in(json.loads(self.cleaned_data["notes"] or "[]"))
        except (NotesRefused, ValueError, RecursionError) as problem:
            raise forms.ValidationError(
                str(problem) if isinstance(problem, NotesRefused) else "The notes cannot be read."
            ) from problem

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["reference"] = with_mentioned(
            self.variant.project, cleaned.get("prompt") or "", cleaned.get("reference") or []
        )
        offers = self.choices
        if not offers.backends:
            self.add_error(None, "No backend here can change a picture.")
        elif cleaned.get("backend") and cleaned["backend"] not in offers.backends:
            self.add_error("backend", "This backend cannot change a picture.")
        elif "prompt" in cleaned and not cleaned["prompt"] and not cleaned.get("notes"):
            self.add_error("prompt", "Say what should change.")
        elif offers.speaks_of_a_reference and not cleaned["reference"]:
            self.add_error("reference", "The words speak of image 2: lay it into the references first.")
        elif cleaned.get("mask") and offers.asked_size != offers.same_size:
            self.add_error("size", "A picture with a marked area keeps its size: choose “As it is”.")
        elif offers.is_anew and (cleaned.get("mask") or cleaned.get("notes")):
            self.add_error("mask", "A variation is drawn anew as a whole: take the marks and notes away.")
        elif offers.is_anew and cleaned["reference"]:
            self.add_error(
                "reference", "A variation is drawn from its prompt alone: take the references out."
            )
        return cleaned

    def _anew(self) -> dict[str, object]:
        """The seed that keeps the composition and a number for its details; or a seed of another arrangement.

        Both come from the form's ticket, so that a form that is sent twice is one job.
        """
        seed, drawn = self.choices.seed or 0, random.Random(self.cleaned_data["ticket"] or None)
        if self.cleaned_data["operation"] == "variation-subtle":
            return {"anew": True, "options": {"seed": seed, "detail": drawn.randrange(MOST_DETAILS)}}
        return {"anew": True, "options": {"seed": 4 * drawn.randrange(MOST_DETAILS) + (seed + 1) % 4}}

    def order(self, person: User, *, mask: Image | None, annotated: Image | None) -> Order:
        """`mask` and `annotated` are what was painted and drawn, stored."""
        asked = self.cleaned_data
        offers = self.choices
        width, height = offers.asked_size
        inputs = [Input(self.variant.image, role=JobInput.Role.SOURCE, variant=self.variant)]
        inputs += [Input(each.image, reference=each, variant=each.variant) for each in asked["reference"]]
        if annotated:
            inputs.append(Input(annotated, role=JobInput.Role.NOTES))
        if mask:
            inputs.append(Input(mask, role=JobInput.Role.MASK))
        return Order(
            project=self.variant.project,
            person=person,
            text=asked["prompt"] or "Carry out the notes.",
            backend=offers.alias,
            width=width,
            height=height,
            count=asked.get("count") or 1,
            inputs=inputs,
            notes=asked["notes"],
            feather=asked.get("feather"),
            parent=self.variant.job.prompt,
            parameters={
                "aspect": aspect_of(width, height),
                "operation": asked["operation"][:40],
                **(self._anew() if offers.is_anew else {}),
            },
            ticket=asked["ticket"],
        )
