"""The pictures that a model's page shows beside its words: public creations that were made with it, each once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from gallery.models import Creation, CreationQuerySet
from gallery.showroom.models import Section
from gallery.showroom.uses import Begin
from gallery.themes.page import Covered, themes_of

READ = 400
"""The newest of a model's creations that are looked through, so that a page costs the same however many there are."""
IN_A_SECTION = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """`uses` and `sections` in the order that they were asked in; `themes` are those its creations belong to."""

    uses: Sequence[tuple[Begin, Creation | None]]
    sections: Sequence[tuple[Section, Sequence[Creation]]]
    themes: Sequence[Covered]


def shown(made: CreationQuerySet, uses: Sequence[Begin], sections: Sequence[Section]) -> Shown:
    """`made` are the creations that may be shown."""
    newest = made.order_by("-published_at", "-pk").only("pk", "use", "theme", "remix_of")[:READ]
    recent = {each.pk: each for each in newest}
    by_use: dict[str, list[int]] = {}
    for each in recent.values():
        by_use.setdefault(each.use, []).append(each.pk)
    pair = _pair(recent)
    by_use = {use: [pk for pk in pks if pk not in pair] for use, pks in by_use.items()}
    for_uses = [_taken(by_use.get(each.kind, []), 1) for each in uses]
    for_sections = [
        pair if each.use == "" else _taken(by_use.get(each.use or "", []), IN_A_SECTION) for each in sections
    ]
    wanted = [pk for pks in (*for_uses, *for_sections) for pk in pks]
    cards = {each.pk: each for each in made.as_cards().filter(pk__in=wanted)} if wanted else {}
    found = [[cards[pk] for pk in pks if pk in cards] for pks in (*for_uses, *for_sections)]
    return Shown(
        [(use, next(iter(cards), None)) for use, cards in zip(uses, found, strict=False)],
        list(zip(sections, found[len(uses) :], strict=True)),
        themes_of(recent.values()),
    )


def newest_of(aliases: Sequence[str]) -> dict[str, list[Creation]]:
    """A few of the newest pictures that everybody may see, for each of these backends."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT newest.id FROM unnest(%s::text[]) AS alias
            CROSS JOIN LATERAL (
                SELECT id FROM gallery_creation
                WHERE state = 'public' AND backend = alias AND NOT mature
                ORDER BY published_at DESC, id DESC LIMIT %s) newest
            """,
            [list(aliases), IN_A_SECTION],
        )
        pks = [pk for (pk,) in cursor.fetchall()]
    found: dict[str, list[Creation]] = {}
    for each in Creation.objects.public().as_cards().filter(pk__in=pks):
        found.setdefault(each.backend, []).append(each)
    return found


def _taken(pks: list[int], most: int) -> list[int]:
    """The first of them, which nobody else gets."""
    taken, pks[:] = pks[:most], pks[most:]
    return taken


def _pair(recent: dict[int, Creation]) -> list[int]:
    """The newest remix, after what it grew from."""
    for each in recent.values():
        if each.remix_of_id in recent:
            return [each.remix_of_id, each.pk]
    return []
