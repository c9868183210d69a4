"""What the inspector tells of the prompt that a picture was made of."""

from dataclasses import dataclass

from django import template

from studio.forms.preset import Field, fields_of
from studio.models import Variant
from studio.pipeline.compose import document_of
from studio.views.differences import Row, as_asked, rows

register = template.Library()

MAX_FIELDS = 300


@dataclass(frozen=True, slots=True)
class PromptTold:
    """`rows` are the differences from the version before; `given` the values of its variables."""

    version_name: str
    negative: str
    given: list[tuple[str, str]]
    fields: list[Field]
    rows: list[Row]


@register.simple_tag
def prompt_of(variant: Variant) -> PromptTold:
    job = variant.job
    asked = as_asked(variant)
    options = job.parameters.get("options", {})
    parent = job.prompt.parent
    return PromptTold(
        version_name=job.prompt.name,
        negative=str(options.get("negative_prompt") or options.get("negative") or ""),
        given=list(job.parameters.get("variables", {}).items()),
        fields=list(fields_of(asked))[:MAX_FIELDS],
        rows=rows(document_of(parent.text), asked) if parent else [],
    )
