"""What stands beside creations and feeds, from what is known of their meaning. Empty where that is too little."""

from collections.abc import Sequence
from dataclasses import dataclass

from gallery.adjacent.find import Adjacent, adjacent
from gallery.clusters import LEAST_MEMBERS
from gallery.models import Creation, Theme
from gallery.near import vectors_of
from gallery.related import candidates, like_picture
from gallery.said import document_of
from gallery.themes.page import Covered, covered

IN_A_RAIL = 7


@dataclass(frozen=True, slots=True)
class Rail:
    """A row of creations; `note` says what they have in common with the one that is shown."""

    title: str
    creations: Sequence[Creation]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around a creation."""

    adjacent: Adjacent
    rails: Sequence[Rail]


def strip(most: int = 8) -> list[Covered]:
    """The largest themes, for the row of pills above a feed."""
    living = Theme.objects.living().filter(size__gte=LEAST_MEMBERS).defer("centre").order_by("-size", "pk")
    return covered(list(living[:most]))


def around(creation: Creation, *, mature: bool) -> Around:
    """Adjacent prompts, “More like this prompt” and “More like this picture”, as far as there are any."""
    found = candidates(
        creation.prompt_text or creation.title,
        vectors_of([creation.pk]).get(creation.pk),
        mature=mature,
        without=creation.pk,
    )
    beside = adjacent(document_of(creation), found) if creation.prompt_text else Adjacent()
    told = {each.creation.pk for each in beside.neighbours}
    prompts = [each.creation.pk for each in found if each.creation.pk not in told][:IN_A_RAIL]
    rails = [
        Rail("More like this prompt", _cards(prompts), "what they are about"),
        Rail(
            "More like this picture",
            _cards(like_picture(creation, mature=mature, most=IN_A_RAIL)),
            "colours and composition",
        ),
    ]
    return Around(beside, [rail for rail in rails if rail.creations])


def _cards(pks: Sequence[int]) -> list[Creation]:
    rows = {each.pk: each for each in Creation.objects.public().filter(pk__in=pks).as_cards()}
    return [rows[pk] for pk in pks if pk in rows]
