"""What a theme's page shows. It is read from creations that are public now: nothing of them is kept in the theme."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from pgvector.django import CosineDistance

from gallery.clusters import LEAST_MEMBERS
from gallery.facets.vocabulary import FACETS
from gallery.models import Creation, CreationQuerySet, Theme
from gallery.models.creation import VECTORS
from gallery.near import near
from gallery.said import reading_of

NEIGHBOURS = 6
TYPICAL_READ = 60
"""Creations nearest to the theme's centre that are read for what is typical."""
LEAST_SAID = 2
"""A value is typical when so many of them say it; what one alone says is that one's own."""
VALUES, CHARACTERS = 4, 40
COVER_OF = 40
"""The newest creations of a theme among which its cover is looked for."""


@dataclass(frozen=True, slots=True)
class Typical:
    """A field and what the theme's prompts mostly say in it, each with how many do."""

    name: str
    values: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Covered:
    """A theme, with a picture that stands for it."""

    theme: Theme
    cover: int


def members(theme: Theme, *, mature: bool = False) -> CreationQuerySet:
    """Its public creations."""
    found = Creation.objects.public().filter(theme=theme)
    return found if mature else found.calm()


def is_shown(theme: Theme) -> bool:
    """A theme of one is not a theme, nor is one of two: a theme that has shrunk is not shown from then on."""
    return Creation.objects.public().filter(theme=theme)[:LEAST_MEMBERS].count() >= LEAST_MEMBERS


def neighbours(theme: Theme, most: int = NEIGHBOURS) -> list[Covered]:
    others = Theme.objects.living().filter(size__gte=LEAST_MEMBERS).exclude(pk=theme.pk)
    return covered(list(others.order_by(CosineDistance("centre", theme.centre))[: 2 * most]))[:most]


def central(theme: Theme, *, mature: bool = False) -> list[Creation]:
    """The creations nearest to the theme's centre whose prompts may be read."""
    hits = [hit.pk for hit in near(theme.centre, most=TYPICAL_READ, mature=mature, theme=theme.pk)]
    readable = members(theme, mature=mature).exclude(prompt_text="").defer(*VECTORS).in_bulk(hits)
    return [readable[pk] for pk in hits if pk in readable]


def typical(creations: Sequence[Creation]) -> list[Typical]:
    """What their prompts say in each field, where several say the same."""
    said: Mapping[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for creation in creations:
        for facet, phrase in reading_of(creation).items():
            said[facet].update({_shown(facet, name, phrase.text) for name in phrase.names})
    found = []
    for facet, counts in said.items():
        values = [(value, count) for value, count in counts.most_common(VALUES) if count >= LEAST_SAID]
        if values:
            found.append(Typical(FACETS[facet], values))
    return found


def starting_prompt(creations: Sequence[Creation]) -> Creation | None:
    """The most central creation whose whole prompt may be taken."""
    return next((each for each in creations if each.remix_allowed and each.shows == "all"), None)


def themes_of(creations: Iterable[Creation], most: int = 8) -> list[Covered]:
    """The themes that these belong to, those of the most of them first."""
    often = Counter(each.theme_id for each in creations if each.theme_id is not None)
    order = [pk for pk, _ in often.most_common(most)]
    living = Theme.objects.living().filter(pk__in=order, size__gte=LEAST_MEMBERS).defer("centre")
    return covered(sorted(living, key=lambda theme: order.index(theme.pk)))


def covered(themes: Sequence[Theme]) -> list[Covered]:
    """Themes with a picture that everybody may see: of the newest, the one whose prompt lies nearest to the centre.
    Those that have too few to be a theme are left out, whatever their size was when it was counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT theme.id, cover.id FROM gallery_theme theme
            CROSS JOIN LATERAL (
                SELECT id, count(*) OVER () AS calm FROM (
                    SELECT id, text_vector FROM gallery_creation
                    WHERE state = 'public' AND theme_id = theme.id AND NOT mature
                    ORDER BY published_at DESC, id DESC LIMIT %s) newest
                ORDER BY text_vector <=> theme.centre, id DESC LIMIT 1) cover
            WHERE theme.id = ANY(%s) AND cover.calm >= %s
            """,
            [COVER_OF, [theme.pk for theme in themes], LEAST_MEMBERS],
        )
        covers = dict(cursor.fetchall())
    return [Covered(theme, covers[theme.pk]) for theme in themes if theme.pk in covers]


def _shown(facet: str, name: str, text: str) -> str:
    """A subject as it is written, everything else by its common name."""
    return " ".join(text.split())[:CHARACTERS] if facet == "subject" and len(text) <= CHARACTERS else name
