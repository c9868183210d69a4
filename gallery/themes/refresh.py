"""The refresh of the themes: cluster what is public, match the clusters to the themes there are, name new ones."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from django.db import connection, transaction
from django.db.models import Count, Max
from django.db.models.functions import Now
from django.utils.text import slugify
from django.utils.timezone import now
from numpy.typing import NDArray

from gallery.clusters import LEAST_LIKENESS, LEAST_MEMBERS, Vectors, cluster, nearest, unit
from gallery.models import Creation, Survey, Theme
from gallery.naming import Said, name, said_by, still_says
from gallery.near import unpacked
from gallery.said import telling_words

log = logging.getLogger(__name__)

MOST_CLUSTERED = 20_000
"""Public creations that are clustered, spread over all of them; the others are put to the nearest theme."""
READ_PER_THEME = 400
"""Members whose words name a theme."""
NOTEWORTHY = 0.01
"""The share of public creations that must have come or gone before everything is clustered anew."""
LATEST = timedelta(hours=6)
STEP = 5000
LOCK = 0x7468656D  # "them": one refresh at a time


def refresh(*, always: bool = False) -> bool:
    """Bring the themes up to date; False where nothing has changed or another process is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
    try:
        return _refresh(always=always)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def theme_for(vector: NDArray[np.floating], themes: Iterable[Theme]) -> Theme | None:
    """The theme that a prompt belongs to, None where it belongs to none."""
    best, likeness = None, LEAST_LIKENESS
    for theme in themes:
        if (here := float(np.asarray(theme.centre) @ vector)) >= likeness:
            best, likeness = theme, here
    return best


@dataclass(eq=False)
class _Cluster:
    """A cluster on its way to being a theme."""

    centre: NDArray[np.float32]
    theme: Theme | None
    members: list[int] = field(default_factory=list)
    said: Said = field(default_factory=Said)


def _refresh(*, always: bool) -> bool:
    seen = Creation.objects.public().filter(text_vector__isnull=False)
    counted = seen.aggregate(prompts=Count("pk"), newest=Max("published_at"))
    prompts, newest = counted["prompts"], counted["newest"]
    if not always and not _has_changed(prompts, newest):
        return False
    ids, vectors = _sample(prompts)
    old = list(Theme.objects.living().order_by("born_at", "pk"))
    seeds = np.array([theme.centre for theme in old], np.float32).reshape(len(old), vectors.shape[1])
    found = cluster(vectors, seeds)
    clusters = [
        _Cluster(centre, old[origin] if origin >= 0 else None)
        for centre, origin in zip(found.centres, found.origins, strict=True)
    ]
    for pk, label in zip(ids, found.labels, strict=True):
        if label >= 0:
            clusters[label].members.append(pk)
    _read(clusters)
    with transaction.atomic():
        themes = _named(clusters)
        _settle(themes, old)
        Survey.objects.update_or_create(
            pk=1,
            defaults={
                "prompts": prompts,
                "newest": newest,
                "mean": vectors.mean(axis=0) if len(vectors) else None,
                "taken_at": Now(),
            },
        )
    log.info("themes: %s of %s public prompts", len(themes), prompts)
    return True


def _has_changed(prompts: int, newest: datetime | None) -> bool:
    """A new creation is put to its theme when it is read; clustering anew waits until many came, or for a while."""
    last = Survey.objects.filter(pk=1).first()
    if last is None or abs(prompts - last.prompts) > NOTEWORTHY * last.prompts:
        return True
    return (prompts, newest) != (last.prompts, last.newest) and last.taken_at < now() - LATEST


def _sample(prompts: int) -> tuple[list[int], Vectors]:
    """At most MOST_CLUSTERED public creations, the same ones as long as the same ones are there."""
    every = max(1, -(-prompts // MOST_CLUSTERED))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, vector_send(text_vector) FROM gallery_creation"
            " WHERE state = 'public' AND text_vector IS NOT NULL AND id %% %s = 0 ORDER BY id",
            [every],
        )
        rows = cursor.fetchall()
    vectors = np.array([unpacked(bytes(sent)) for _, sent in rows], np.float32).reshape(len(rows), 384)
    return [int(pk) for pk, _ in rows], unit(vectors)


def _read(clusters: Sequence[_Cluster]) -> None:
    """The words of each cluster's prompts."""
    for each in clusters:
        rows = Creation.objects.public().filter(pk__in=each.members[:READ_PER_THEME])
        each.said = said_by(map(telling_words, rows.only("title", "prompt_text", "prompt_document")))


def _named(clusters: Sequence[_Cluster]) -> list[tuple[Theme, _Cluster]]:
    """The clusters that are themes: old ones while their words are still said, new ones that have a name."""
    everywhere = Said()
    for each in clusters:
        everywhere.texts += each.said.texts
        everywhere.counts.update(each.said.counts)
    kept = [each for each in clusters if each.theme and still_says(each.said, each.theme.name)]
    taken = [each.theme.name for each in kept if each.theme]
    found: list[tuple[Theme, _Cluster]] = []
    for each in clusters:
        theme = each.theme
        if each not in kept or theme is None:
            called = name(each.said, everywhere, taken)[:80]
            if not called:
                continue
            taken.append(called)
            theme = Theme(name=called, slug=_free_slug(called))
        theme.centre = each.centre
        theme.size = len(each.members)
        theme.save()
        found.append((theme, each))
    return found


def _free_slug(called: str) -> str:
    base = slugify(called)[:70].strip("-") or "theme"
    taken = set(Theme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if slug not in taken
    )


def _settle(themes: Sequence[tuple[Theme, _Cluster]], old: Sequence[Theme]) -> None:
    """Put every public creation to its theme, count, and end the themes that are no more."""
    living = [theme for theme, _ in themes]
    centres = np.array([each.centre for _, each in themes], np.float32).reshape(len(themes), 384)
    moves: Counter[tuple[int, int]] = Counter()
    sizes: Counter[int] = Counter()
    for ids, before, vectors in _all():
        places = nearest(vectors, centres)
        changed: dict[int | None, list[int]] = defaultdict(list)
        for pk, was, place in zip(ids, before, places, strict=True):
            becomes = living[place].pk if place >= 0 else None
            if becomes is not None:
                sizes[becomes] += 1
            if was != becomes:
                changed[becomes].append(pk)
            if was is not None and becomes is not None:
                moves[was, becomes] += 1
        for becomes, pks in changed.items():
            Creation.objects.filter(pk__in=pks).update(theme=becomes)
    for theme in living:
        Theme.objects.filter(pk=theme.pk).update(size=sizes[theme.pk])
    for theme in old:
        if theme not in living or sizes[theme.pk] < LEAST_MEMBERS:
            heirs = [(moves[theme.pk, heir.pk], heir) for heir in living if heir != theme]
            most, heir = max(heirs, key=lambda each: each[0], default=(0, None))
            Theme.objects.filter(pk=theme.pk).update(ended_at=Now(), size=0, successor=heir if most else None)
    Creation.objects.exclude(theme=None).filter(theme__ended_at__isnull=False).update(theme=None)


def _all() -> Iterator[tuple[list[int], list[int | None], Vectors]]:
    """Every public creation with a vector, in steps: ids, themes so far, vectors."""
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, theme_id, vector_send(text_vector) FROM gallery_creation"
                " WHERE state = 'public' AND text_vector IS NOT NULL AND id > %s ORDER BY id LIMIT %s",
                [after, STEP],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield (
            [int(pk) for pk, _, _ in rows],
            [was for _, was, _ in rows],
            unit(np.array([unpacked(bytes(sent)) for _, _, sent in rows], np.float32)),
        )
        after = int(rows[-1][0])
