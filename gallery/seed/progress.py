"""How far the first gallery has come, for the explore page."""

from dataclasses import dataclass

from django.core.cache import cache

KEY = "gallery:seeding"


@dataclass(frozen=True, slots=True)
class Progress:
    drawn: int
    of: int


def tell(drawn: int, of: int) -> None:
    """Forgotten after ten minutes without news: whoever draws may have been stopped."""
    cache.set(KEY, [drawn, of], 600)


def finished() -> None:
    cache.delete(KEY)


def progress() -> Progress | None:
    """None while nobody draws."""
    found = cache.get(KEY)
    return Progress(*found) if found else None
