"""Where a creation comes from and what grew out of it, as far as that is public."""

from collections.abc import Sequence
from dataclasses import dataclass

from gallery.models import Creation

DEPTH, WIDTH = 12, 12


@dataclass(frozen=True, slots=True)
class Ancestor:
    """`creation` is None where it is not public any more; the credit stays."""

    credit: str
    creation: Creation | None


def ancestors(creation: Creation) -> Sequence[Ancestor]:
    """What it is a remix of, the nearest first, until the first that is not public."""
    found: list[Ancestor] = []
    here = creation
    while here.credit and len(found) < DEPTH:
        origin = None
        if here.remix_of_id is not None:
            origin = Creation.objects.public().as_cards().filter(pk=here.remix_of_id).first()
        found.append(Ancestor(here.credit, origin))
        if origin is None or any(each.creation == origin for each in found[:-1]):
            break
        here = origin
    return found


def remixes(creation: Creation, *, mature: bool) -> list[Creation]:
    """The newest public remixes of it."""
    found = Creation.objects.public() if mature else Creation.objects.public().calm()
    return list(found.as_cards().filter(remix_of=creation).order_by("-published_at")[:WIDTH])
