"""How fast a backend is here: from the calls that this instance made, not from what is claimed."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

DAYS = 30
KEPT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of a picture at the backend, the median of `calls`; and the median of what we added to it."""

    tier: str
    calls: int
    median: float
    ours: float


def speeds(alias: str) -> list[Speed]:
    """By tier, the most used first; only of single pictures, at most the newest two thousand. Remembered two minutes."""
    key = f"gallery:speed:{alias}"
    found = cache.get(key)
    if found is None:
        found = _measured(alias)
        cache.set(key, found, KEPT_SECONDS)
    return [Speed(*each) for each in found]


def _measured(alias: str) -> list[tuple[str, int, float, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH lately AS (
                SELECT c.id, c.job_id, c.claimed_at, c.sent_at, c.answered_at FROM studio_call c
                WHERE c.backend = %s AND c.state = 'stored' AND c.wanted = 1
                  AND c.ended_at > now() - make_interval(days => %s) AND c.answered_at > c.sent_at
                ORDER BY c.ended_at DESC LIMIT 2000)
            SELECT coalesce(nullif(j.parameters->>'tier', ''), 'other sizes') AS tier, count(*),
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - sent_at)),
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY
                       extract(epoch FROM sent_at - claimed_at)
                       + greatest(extract(epoch FROM v.ready_at - answered_at), 0))
            FROM lately JOIN studio_job j ON j.id = job_id JOIN studio_variant v ON v.call_id = lately.id
            WHERE v.ready_at IS NOT NULL
            GROUP BY 1 ORDER BY 2 DESC LIMIT 4
            """,
            [alias, DAYS],
        )
        return [(str(tier), int(n), float(a), float(b)) for tier, n, a, b in cursor.fetchall()]
