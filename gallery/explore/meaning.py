"""Searching by what was meant: creations whose prompts are near the query, whatever words they use."""

MOST = 60


def near(query: str) -> list[int]:
    """Ids of public creations, nearest first; none while there is nothing that could tell."""
    return []
