"""What stands beside creations and feeds, from what is known of their meaning. Empty where that is too little."""

from collections.abc import Sequence
from dataclasses import dataclass

from gallery.models import Creation, Theme


@dataclass(frozen=True, slots=True)
class Rail:
    """A row of creations; `note` says what they have in common with the one that is shown."""

    title: str
    creations: Sequence[Creation]
    note: str = ""


def strip(most: int = 8) -> list[Theme]:
    """The largest themes, for the row of pills above a feed."""
    return list(Theme.objects.living().filter(size__gte=2).defer("centre").order_by("-size", "pk")[:most])


def rails(creation: Creation, *, mature: bool) -> list[Rail]:
    """“More like this prompt” and “more like this picture”, those that there are."""
    return []
