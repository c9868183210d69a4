"""The nearest public creations by a vector, read through indexes that hold nothing but public ones.

What is looked into (`models/neighbour.py`) has a row for each public creation and for no other, and an index on either
side of the age gate, so both are settled before anything is ranked. A theme is a filter on top; so an index goes on
looking until there are enough (`hnsw.iterative_scan`), instead of giving back the few that its first look left over.
What a later look finds may be nearer than what an earlier one did: the rows are put in order here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from pgvector import HalfVector
from pgvector.psycopg.halfvec import HalfVectorBinaryDumper

from studio.models.journeys import journey

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
    gates = ("NOT n.mature", "n.mature") if mature else ("NOT n.mature",)
    within = (
        ""
        if theme is None
        else f"JOIN gallery_creation c ON c.id = n.creation_id AND c.theme_id = {int(theme)}"
    )
    mind = max(LEAST_IN_MIND, min(most + most // 5, 1000))
    # One journey: the index is asked with `told.asked`, so its settings are made before it is looked into. What the plan
    # depends on stands in the statement, so that the plan that is kept fits it.
    statements = [
        f"""
        WITH told AS MATERIALIZED (
            SELECT %(vector)s::halfvec AS asked, set_config('hnsw.iterative_scan', 'relaxed_order', true),
                set_config('hnsw.ef_search', '{mind}', true))
        SELECT n.creation_id, 1 - (n.{kind} <=> (SELECT asked FROM told)) FROM gallery_neighbour n {within}
        WHERE {gate} AND n.{kind} IS NOT NULL AND n.creation_id <> %(without)s
        ORDER BY n.{kind} <=> (SELECT asked FROM told) LIMIT {int(most)}
        """  # noqa: S608 - the only text put in are numbers and the constants above
        for gate in gates
    ]
    send_vectors_as_bytes()
    told = {"vector": HalfVector(np.asarray(vector, np.float32)), "without": without}
    hits = [Near(*row) for rows in journey(told, *statements) for row in rows]
    return sorted(hits, key=lambda hit: -hit.likeness)[:most]


def send_vectors_as_bytes() -> None:
    connection.ensure_connection()
    connection.connection.adapters.register_dumper(HalfVector, HalfVectorBinaryDumper)


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
