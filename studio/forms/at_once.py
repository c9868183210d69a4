"""Edits that need no word of the person's: asked for in one press, beside the picture, with the price on it."""

from dataclasses import dataclass
from decimal import Decimal

from studio.forms.edit_choices import EditChoices
from studio.models import Variant

COUNTS = {"variation-subtle": 4, "variation-strong": 4, "upscale": 1}
KEYS = {"variation-subtle": "V", "variation-strong": "⇧ V", "upscale": "U"}


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What the edit page would send, were the named edit chosen there and nothing else touched."""

    name: str
    label: str
    icon: str
    words: str
    backend: str
    size: str
    count: int
    price: Decimal

    @property
    def key(self) -> str:
        return KEYS[self.name]


def at_once(variant: Variant) -> list[AtOnce]:
    """With the backend that drew the picture, where it can change one; else with the first that can."""
    choices = EditChoices(variant, {}, [])
    if not choices.backends:
        return []
    known = {each.name: each for each in choices.operations}
    found = []
    for name, count in COUNTS.items():
        if (each := known.get(name)) is None:
            continue
        asked = choices.told_otherwise({"operation": name, "count": str(count)})
        size = next(offer.value for offer in asked.sizes if offer.chosen)
        found.append(AtOnce(name, each.label, each.icon, each.words, asked.alias, size, count, asked.price))
    return found
