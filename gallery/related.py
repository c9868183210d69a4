"""What is related to a prompt or a picture among what is public. Empty rather than guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from gallery.facets.vocabulary import HOLLOW
from gallery.facets.words import stem, words
from gallery.models import Creation, Survey
from gallery.near import Kind, near, vectors_of
from gallery.ranking import ranked
from gallery.words import fold

SHOWN = 10
CANDIDATES = 100
LEAST_CORPUS = 24
"""Fewer public creations have no neighbours worth the name; nothing is said until there are as many."""
LEAST_LIKENESS = {"text_vector": 0.25, "picture_vector": 0.8}
"""Cosine from which on two prompts, or two pictures, are told to be alike."""
READ = ("title", "alt", "prompt_text", "prompt_document", "remix_allowed", "width", "height")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A public creation near a prompt; `likeness` is the cosine, None where only words were compared."""

    creation: Creation
    likeness: float | None


def has_corpus() -> bool:
    """Whether enough is public for neighbours to mean something."""
    return Creation.objects.public()[:LEAST_CORPUS].count() >= LEAST_CORPUS


def candidates(
    text: str,
    vector: Sequence[float] | NDArray[np.float32] | None,
    *,
    mature: bool = False,
    without: int = 0,
    most: int = CANDIDATES,
) -> list[Candidate]:
    """The most related first; by words alone where there is no vector. The same prompt stands there once."""
    if not has_corpus():
        return []
    if vector is None:
        pks = _by_words(text, mature=mature, without=without)
        found = _rows(pks)
        return _distinct(Candidate(found[pk], None) for pk in pks if pk in found)
    hits = near(vector, mature=mature, without=without, most=most)
    likeness = {hit.pk: hit.likeness for hit in hits if hit.likeness >= LEAST_LIKENESS["text_vector"]}
    rows, known = _rows(likeness), vectors_of(likeness)
    pks = [pk for pk in likeness if pk in rows and pk in known]
    if not pks:
        return []
    order = ranked(
        np.asarray(vector, np.float32),
        text,
        np.stack([known[pk] for pk in pks]),
        [rows[pk].prompt_text or rows[pk].title for pk in pks],
        _mean(),
    )
    return _distinct(Candidate(rows[pks[place]], likeness[pks[place]]) for place in order)


def like_picture(creation: Creation, *, mature: bool = False, most: int = SHOWN) -> list[int]:
    """Ids of creations that look alike, in colours and composition."""
    kind: Kind = "picture_vector"
    vector = vectors_of([creation.pk], kind).get(creation.pk)
    if vector is None or not has_corpus():
        return []
    hits = near(vector, kind=kind, mature=mature, without=creation.pk, most=most)
    return [hit.pk for hit in hits if hit.likeness >= LEAST_LIKENESS[kind]]


def _mean() -> NDArray[np.float32] | None:
    mean = Survey.objects.filter(pk=1).values_list("mean", flat=True).first()
    return None if mean is None else np.asarray(mean, np.float32)


def _rows(pks: Iterable[int]) -> dict[int, Creation]:
    return {each.pk: each for each in Creation.objects.public().filter(pk__in=list(pks)).only(*READ)}


def _distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """Without the same words again: several pictures of one prompt are one neighbour."""
    seen: set[str] = set()
    kept = []
    for each in found:
        said = fold(each.creation.prompt_text).strip()
        if said and said in seen:
            continue
        seen.add(said)
        kept.append(each)
    return kept


def _by_words(text: str, *, mature: bool, without: int) -> list[int]:
    """Public creations that share words with a text, the most shared first."""
    told = dict.fromkeys(stem(word) for word in words(fold(text[:2000])) if word not in HOLLOW)
    query = " | ".join(word for word in list(told)[:16] if word.isalnum())
    if not query:
        return []
    gate = "" if mature else "AND NOT mature"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id FROM (
                SELECT id, search FROM gallery_creation
                WHERE state = 'public' AND id <> %(without)s {gate}
                  AND search @@ to_tsquery('english', %(query)s)
                ORDER BY published_at DESC LIMIT 600) found
            ORDER BY ts_rank(search, to_tsquery('english', %(query)s)) DESC, id DESC LIMIT 60
            """,  # noqa: S608 - the only text put in is the constant above
            {"query": query, "without": without},
        )
        return [int(pk) for (pk,) in cursor.fetchall()]
