"""What the gallery is about, shown at its door: a creation, and one that grew from it."""

from dataclasses import dataclass

from gallery.facets.differing import difference, told
from gallery.models import Creation
from gallery.said import reading_of

LOOKED_AT = 12
"""The newest remixes among which one is looked for whose origin is public, too."""
SHOWN = ("title", "alt", "width", "height", "state", "mature", "prompt_text", "prompt_document")
READ = (*SHOWN, "remix_of", *(f"remix_of__{name}" for name in SHOWN))


@dataclass(frozen=True, slots=True)
class Growth:
    """`words` say what is the same and what differs, `change` says it closer; "" where that is not clear."""

    origin: Creation
    remix: Creation
    words: str
    change: str


def growth() -> Growth | None:
    """The newest for everybody's eyes of which it can be said what differs; None where there is none."""
    grown = Creation.objects.public().calm().filter(remix_of__isnull=False)
    newest = grown.select_related("remix_of").only(*READ).order_by("-published_at", "-pk")
    for remix in newest[:LOOKED_AT]:
        origin = remix.remix_of
        if origin is None or not origin.is_public or origin.mature:
            continue
        mine, theirs = reading_of(origin), reading_of(remix)
        apart = difference(mine, theirs)
        if apart.same and apart.other:
            return Growth(origin, remix, apart.words, told(apart.other[0], mine, theirs))
    return None
