"""The nearest public creations by a vector, read through the index that holds nothing but public ones.

Visibility is the index's own condition, so it is settled before anything is ranked. The age gate and a theme are
filters on top, and the index knows rows by versions that may be gone; so it goes on looking until there are enough
(`hnsw.iterative_scan`), instead of giving back the few that its first look left over. What a later look finds may be
nearer than what an earlier one did: the rows are put in order here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from django.db import connection
from numpy.typing import NDArray

Kind = Literal["text_vector", "picture_vector"]

LEAST_IN_MIND = 16
"""How many the index holds in mind while it looks; never fewer than are asked for (`manage.py bench related`)."""


@dataclass(frozen=True, slots=True)
class Near:
    """A public creation and the cosine of its vector to the one asked for."""

    pk: int
    likeness: float


def near(
    vector: Sequence[float] | NDArray[np.float32],
    *,
    kind: Kind = "text_vector",
    most: int = 100,
    mature: bool = False,
    without: int = 0,
    theme: int | None = None,
) -> list[Near]:
    """The `most` nearest, nearest first. `mature` lets in what is behind the age gate; `without` leaves one out."""
    gate = "" if mature else "AND NOT mature"
    within = "" if theme is None else "AND theme_id = %(theme)s"
    with connection.cursor() as cursor:
        # One journey: the index is asked with `told.asked`, so its settings are made before it is looked into.
        cursor.execute(
            f"""
            WITH told AS MATERIALIZED (
                SELECT %(vector)s::vector AS asked, set_config('hnsw.iterative_scan', 'relaxed_order', true),
                    set_config('hnsw.ef_search', %(mind)s, true))
            SELECT id, 1 - ({kind} <=> (SELECT asked FROM told)) FROM gallery_creation
            WHERE state = 'public' AND {kind} IS NOT NULL {gate} {within} AND id <> %(without)s
            ORDER BY {kind} <=> (SELECT asked FROM told) LIMIT %(most)s
            """,  # noqa: S608 - the only text put in are the constants above
            {
                "vector": literal(vector),
                "mind": str(max(LEAST_IN_MIND, min(most + most // 5, 1000))),
                "without": without,
                "theme": theme,
                "most": most,
            },
        )
        hits = [Near(int(pk), float(likeness)) for pk, likeness in cursor.fetchall()]
    return sorted(hits, key=lambda hit: -hit.likeness)


def vectors_of(pks: Iterable[int], kind: Kind = "text_vector") -> dict[int, NDArray[np.float32]]:
    """The vectors of these creations, of those that are public and have one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, vector_send({kind}) FROM gallery_creation"  # noqa: S608 - of Kind
            f" WHERE id = ANY(%s) AND state = 'public' AND {kind} IS NOT NULL",
            [list(pks)],
        )
        return {int(pk): unpacked(bytes(sent)) for pk, sent in cursor.fetchall()}


def unpacked(sent: bytes) -> NDArray[np.float32]:
    """A vector from pgvector's binary form: two 16-bit numbers, then the floats, all big-endian."""
    return np.frombuffer(sent, dtype=">f4", offset=4).astype(np.float32)


def literal(vector: Sequence[float] | NDArray[np.float32]) -> str:
    """A vector as PostgreSQL reads it."""
    numbers = np.asarray(vector, np.float32).tolist()
    return f"[{','.join(['%.7g'] * len(numbers)) % tuple(numbers)}]"
