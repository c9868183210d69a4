"""What a person asks for, from the composer's fields to an Order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from studio.backends.base import Backend
from studio.forms.choices import CUSTOM, Choices, Wanted, choices
from studio.forms.prompt import PromptPart
from studio.models import Job, Project, Reference, User
from studio.numbers import number
from studio.pipeline.submit import Input, Order
from studio.prompts.mentions import mentions

SET, VARIANTS = "set", "variants"
# One less than what fits everywhere, by as many as pictures are drawn with the seeds that follow it.
LARGEST_SEED = 2**31 - 1_000


class ReferencesField(forms.Field):
    """Ids of the project's references, in the order in which the prompt may count them."""

    widget = forms.MultipleHiddenInput

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.project = project

    def to_python(self, value: Any) -> list[Reference]:
        wanted = [number(str(each)) for each in value or []]
        if not all(wanted):
            raise forms.ValidationError("A reference was sent that is none.", code="unknown")
        numbers = list(dict.fromkeys(wanted))
        found = self.project.references.kept().select_related("image").in_bulk(numbers)
        if missing := [str(place) for place, pk in enumerate(numbers, start=1) if pk not in found]:
            which = "Reference " + missing[0] if len(missing) == 1 else "References " + ", ".join(missing)
            raise forms.ValidationError(
                f"{which} can no longer be found in this project. Take it out and send again.", code="unknown"
            )
        return [found[pk] for pk in numbers]


def with_mentioned(project: Project, text: str, references: list[Reference]) -> list[Reference]:
    """The references, and after them those that the prompt names by @name, in their newest version."""
    missing = set(mentions(text)) - {each.name for each in references}
    if not missing:
        return references
    found = {
        each.name: each
        for each in project.references.newest().filter(name__in=missing).select_related("image")
    }
    return [*references, *(found[name] for name in mentions(text) if name in found)]


def as_asked(job: Job) -> dict[str, object]:
    """The composer's settings and references as they were for this job, as a form's initial or an address's query."""
    return {
        "backend": job.backend,
        "aspect": job.parameters.get("aspect", ""),
        "tier": job.parameters.get("tier", ""),
        "width": job.width,
        "height": job.height,
        "count": job.count,
        "series": SET if job.series else VARIANTS,
        "reference": [each.reference_id for each in job.inputs.all() if each.reference_id],
    }


class JobForm(PromptPart):
    backend = forms.CharField(required=False)
    tier = forms.CharField(required=False)
    aspect = forms.CharField(required=False)
    width = forms.IntegerField(required=False, error_messages={"invalid": "The width is not a whole number."})
    height = forms.IntegerField(
        required=False, error_messages={"invalid": "The height is not a whole number."}
    )
    count = forms.IntegerField(error_messages={"invalid": "The number of pictures is not a whole number."})
    seed = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_SEED,
        error_messages={
            "invalid": "A seed is a whole number.",
            "min_value": "A seed is 0 or more.",
            "max_value": f"A seed is at most {LARGEST_SEED:,}.",
        },
    )
    format = forms.CharField(required=False)
    ticket = forms.CharField(required=False, max_length=64)
    series = forms.ChoiceField(choices=[(VARIANTS, "Variants"), (SET, "A set")], required=False)

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, project=project, **options)
        self.fields["reference"] = ReferencesField(project)

    @cached_property
    def choices(self) -> Choices:
        """What to offer beside what was chosen so far."""
        asked = wanted(self.data if self.is_bound else self.initial)
        return choices(replace(asked, grid=self.grid), self.offered)

    @property
    def references(self) -> list[Reference]:
        """The chosen references that are still there, in order: nothing that was laid in the tray is lost."""
        chosen = self.data.getlist("reference") if isinstance(self.data, MultiValueDict) else []
        chosen = chosen or self.initial.get("reference", [])
        numbers = [pk for pk in map(number, map(str, chosen)) if pk]
        found = self.project.references.kept().select_related("image").in_bulk(numbers) if numbers else {}
        return [found[pk] for pk in dict.fromkeys(numbers) if pk in found]

    def clean_backend(self) -> str:
        alias: str = self.cleaned_data["backend"] or next(iter(self.offered))
        if alias not in self.offered:
            raise forms.ValidationError(f"There is no backend called “{alias[:40]}” here.", code="unknown")
        return alias

    def clean_count(self) -> int:
        count: int = self.cleaned_data["count"]
        if not 1 <= count <= settings.MAX_COUNT:
            raise forms.ValidationError(
                f"Between 1 and {settings.MAX_COUNT} pictures can be asked for at once, not {count:,}.",
                code="range",
            )
        return count

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["reference"] = with_mentioned(
            self.project, cleaned.get("prompt") or "", cleaned.get("reference") or []
        )
        if "backend" in cleaned:
            chosen = self.offered[cleaned["backend"]]
            self._clean_size(cleaned, chosen)
            self._clean_finer(cleaned, chosen)
            self._clean_inputs(cleaned, chosen)
        return cleaned

    def order(self, person: User) -> Order:
        asked = self.cleaned_data
        return Order(
            project=self.project,
            person=person,
            text=asked["prompt"],
            backend=asked["backend"],
            width=asked["width"],
            height=asked["height"],
            count=asked["count"],
            series=asked["series"] == SET and asked["count"] > 1,
            inputs=[Input(each.image, reference=each) for each in asked["reference"]],
            parameters={"aspect": asked["aspect"], "tier": asked["tier"], "options": self._options()},
            ticket=asked["ticket"],
            parent=self.parent_of(person),
            variables=self.variables,
        )

    @cached_property
    def fresh_ticket(self) -> str:
        """Names this form, so that it is one job however often it is sent."""
        return uuid4().hex

    def _options(self) -> dict[str, object]:
        """What goes to the backend by its own names; its own format need not be asked for."""
        asked = self.cleaned_data
        options: dict[str, object] = {}
        if asked["seed"] is not None:
            options["seed"] = asked["seed"]
        if asked["format"] not in ("", *self.offered[asked["backend"]].capabilities.formats[:1]):
            options["output_format"] = asked["format"]
        return options

    def _clean_size(self, cleaned: dict[str, Any], chosen: Backend) -> None:
        rules = chosen.capabilities.sizes
        aspect = cleaned.get("aspect") or ""
        if aspect != CUSTOM:
            tier = cleaned.get("tier") or next(iter(rules.tiers), "")
            if tier not in rules.tiers:
                self.add_error("tier", f"{chosen.label} has no size called “{tier[:20]}”.")
            elif aspect not in rules.tiers[tier]:
                self.add_error("aspect", f"{chosen.label} has no shape called “{aspect[:20]}” at {tier}.")
            else:
                cleaned["tier"] = tier
                cleaned["width"], cleaned["height"] = rules.tiers[tier][aspect]
            return
        width, height = cleaned.get("width"), cleaned.get("height")
        if width is None or height is None:
            if not {"width", "height"} & set(self.errors):
                self.add_error("width", "Give both a width and a height in pixels.")
        elif problem := rules.problem(width, height):
            self.add_error("width", problem)

    def _clean_finer(self, cleaned: dict[str, Any], chosen: Backend) -> None:
        able = chosen.capabilities
        if cleaned.get("seed") is not None and not able.seed:
            self.add_error(
                "seed", f"{chosen.label} has no seed; the same words give another picture each time."
            )
        if (wish := cleaned.get("format")) and wish not in able.formats:
            known = ", ".join(able.formats).upper() or "only its own"
            self.add_error("format", f"{chosen.label} has no format called “{wish[:20]}”; it has {known}.")

    def _clean_inputs(self, cleaned: dict[str, Any], chosen: Backend) -> None:
        references = cleaned.get("reference") or []
        able = chosen.capabilities
        if references and not able.max_inputs:
            self.add_error("reference", f"{chosen.label} takes no references.")
        elif len(references) > able.max_inputs:
            self.add_error(
                "reference",
                f"{chosen.label} takes at most {able.max_inputs} references; there are {len(references)}.",
            )
        total = able.max_inputs_plus_outputs
        together = len(references) + (cleaned.get("count", 1) if cleaned.get("series") == SET else 1)
        if total is not None and "reference" not in self.errors and together > total:
            self.add_error(
                "reference",
                f"{chosen.label} takes at most {total} references and pictures of a set together, not {together}.",
            )


def wanted(data: Mapping[str, Any]) -> Wanted:
    """The composer's settings as they came, from a form's data, an address or defaults."""

    kept = data.getlist("kept") if isinstance(data, MultiValueDict) else data.get("kept", [])

    def one(name: str) -> str:
        """As it was chosen; or what was wished before, where only a fallback for it could be shown."""
        told = str(data.get(name) or "")[:40]
        wishes = (str(each)[:90].split(":", 1) for each in kept[:8])
        return next(
            (
                wish.removesuffix(f":{told}")
                for about, wish in (pair for pair in wishes if len(pair) == 2)
                if about == name and wish.endswith(f":{told}")
            ),
            told,
        )

    references = data.getlist("reference") if isinstance(data, MultiValueDict) else data.get("reference", [])
    return Wanted(
        backend=one("backend"),
        aspect=one("aspect"),
        tier=one("tier"),
        seed=one("seed"),
        format=one("format"),
        width=one("width"),
        height=one("height"),
        count=one("count"),
        series=one("series") == SET,
        references=len(references),
    )
