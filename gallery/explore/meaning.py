"""Searching by what was meant: creations whose prompts are near the query, whatever words they use."""

from gallery import vectors
from gallery.near import near as nearest

MOST = 60
LEAST_LIKENESS = 0.3
"""Cosine from which on a creation is taken to mean what a query says."""


def near(query: str, *, mature: bool = False) -> list[int]:
    """Ids of public creations, nearest first; none while the engine that reads the query does not answer."""
    vector = vectors.of_query(query)
    if vector is None:
        return []
    return [hit.pk for hit in nearest(vector, mature=mature, most=MOST) if hit.likeness >= LEAST_LIKENESS]
