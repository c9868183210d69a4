"""How the studio's templates write money, time, sizes and what a backend told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django import template
from django.http import HttpRequest
from django.urls import reverse

from studio.forms.choices import aspect_of
from studio.models import Call, Image, Variant
from studio.prompts.summary import summary

register = template.Library()

THEMES = ("light", "dark")
PLAN_ROWS = 40
UNSAID = ("kind", "variant")  # which of the engine's ways it was drawn in: nothing that a prompt could change
NOUNS = ("noun", "name", "what")
NAME_OF_ART = re.compile(r"[a-z]+:[\w-]+")  # says which drawing was taken, not what it shows


@register.simple_tag
def media(image: Image, spec: str) -> str:
    return reverse("media", args=[image.pk, spec])


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The colour scheme that this browser chose, "" where the system's own is followed."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if isinstance(request, HttpRequest) else ""
    return chosen if chosen in THEMES else ""


@register.filter
def in_words(prompt: str) -> str:
    """A prompt as one line of words, also where it is a document."""
    return summary(prompt)


@register.filter
def money(amount: Decimal | None) -> str:
    """US$ with as many digits as it needs: "$0.12", "$0.003", "free"."""
    if amount is None:
        return "unknown"
    if not amount:
        return "free"
    digits = 2 if amount == round(amount, 2) or amount >= 1 else 3
    return f"${amount:,.{digits}f}"


@register.filter
def span(value: timedelta | float | None) -> str:
    """A span of time: "0.06 s", "7.9 s", "1 min 20 s"."""
    if value is None:
        return ""
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    if seconds < 1:
        return f"{max(seconds, 0):.2f} s"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@register.filter
def aspect(image: Image) -> str:
    return aspect_of(image.width, image.height)


@register.filter
def percent(fraction: object) -> int:
    return round(100 * fraction) if isinstance(fraction, int | float) and 0 <= fraction <= 1 else 0


@register.filter
def share(fraction: float | None) -> str:
    """A share of the pixels: "12 %", "0.3 %", "less than 0.1 %", "none"."""
    if fraction is None:
        return "unknown"
    if not fraction:
        return "none"
    if fraction < 0.001:
        return "less than 0.1 %"
    return f"{100 * fraction:.1f} %" if fraction < 0.1 else f"{100 * fraction:.0f} %"


@register.filter
def split_words(text: str) -> list[str]:
    return text.split()


@register.filter
def trimmed(text: str, most: int = 90) -> str:
    """The ends of a long run of the same words."""
    return text if len(text) <= 2 * most else f"{text[:most]} … {text[-most:]}"


@dataclass(frozen=True, slots=True)
class Took:
    """From being asked to being seen: the backend's part, ours, and the wait for a free place at the backend."""

    total: float
    ours: float
    waited: float


@register.filter
def took(variant: Variant) -> Took | None:
    """None where a moment was not written down."""
    call: Call = variant.call
    moments = (call.created_at, call.claimed_at, call.sent_at, call.answered_at, variant.ready_at)
    asked, claimed, sent, answered, seen = moments
    if asked is None or claimed is None or sent is None or answered is None or seen is None:
        return None
    # A picture of a set can be seen before the whole answer is there: then nothing after it is ours.
    after = max(_seconds(answered, seen), 0.0)
    return Took(
        total=_seconds(claimed, seen), ours=_seconds(claimed, sent) + after, waited=_seconds(asked, claimed)
    )


def _seconds(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds()


@register.filter
def plan(variant: Variant) -> list[tuple[str, str]]:
    """What the backend says that it understood, as rows of words."""
    told = variant.details.get("plan")
    return list(_rows(told))[:PLAN_ROWS] if isinstance(told, Mapping) else []


def _rows(told: Mapping[object, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in told.items():
        if key in UNSAID or (key == "source" and isinstance(value, Mapping) and value.get("fit") == "whole"):
            continue
        name = f"{above} {key}".strip().replace("_", " ")
        if isinstance(value, Mapping):
            yield from _rows(value, name)
        elif words := _words(value):
            yield name, words


def _words(value: object) -> str:
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Mapping):
        return _thing(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(each, int | float) for each in value):
            return ""  # a box or a colour in numbers: exact, and no words
        return ", ".join(words for each in value if (words := _words(each)))
    if isinstance(value, float):
        return f"{value:.3g}"
    return "" if NAME_OF_ART.fullmatch(str(value)) else str(value)[:300]


def _thing(told: Mapping[object, object]) -> str:
    """One thing as people would say it: how many unless one, of what kind, then what. A step in the words for it."""
    if "operation" in told:
        return _words(told.get("understood") or told["operation"])
    noun = next((name for name in NOUNS if name in told), None)
    kinds = [_words(value) for key, value in told.items() if key not in ("count", noun)]
    count = told.get("count")
    many = _words(count) if count != 1 else ""
    return " ".join(words for words in (many, *kinds, _words(told.get(noun))) if words)
