"""Whose turn it is at a backend: the caps of all workers together, counted and kept in single statements.

In SQL, because every call's way to its backend leads through here. The time is the database's.
"""

from datetime import datetime

from django.db import connection

AWAY_AFTER = 5
AWAY_FOR_SECONDS = 60

READY = "state = 'waiting' AND not_before <= statement_timestamp()"
LATELY = "sent_at > statement_timestamp() - interval '1 minute'"
# The last few answers of a backend, all of them recent, said that it cannot be had.
AWAY = """(
    SELECT count(*) = %(away_after)s AND every(error_kind = 'Unavailable')
    FROM (
        SELECT error_kind FROM studio_call
        WHERE backend = %(alias)s AND state IN ('stored', 'failed')
          AND ended_at > statement_timestamp() - %(away_for)s * interval '1 second'
        ORDER BY ended_at DESC LIMIT %(away_after)s
    ) AS answers
)"""
# How many more calls may go now. While the backend is away, one at a time finds out whether it is back.
ROOM = f"""(
    SELECT greatest(0, least(
        %(concurrency)s - there, %(per_minute)s - asked, CASE WHEN {AWAY} THEN 1 - there END
    ))
    FROM (
        SELECT count(*) FILTER (WHERE state IN ('claimed', 'sent')) AS there,
               coalesce(sum(wanted) FILTER (WHERE {LATELY}), 0) AS asked
        FROM studio_call
        WHERE backend = %(alias)s AND (state IN ('claimed', 'sent') OR {LATELY})
    ) AS busy
)"""  # noqa: S608  # put together of constants
DUE = f"""
    SELECT id FROM studio_call WHERE {READY} AND backend = %(alias)s ORDER BY id LIMIT {ROOM}
"""  # noqa: S608  # put together of constants
# Two statements on one journey, which is one transaction. Counting and taking must not interleave between
# workers, or the caps would leak; and a statement counts what was there when it began, so the lock is had before.
TAKE = f"""
    SELECT pg_advisory_xact_lock(hashtext('calls:' || %(alias)s));
    UPDATE studio_call
    SET state = 'claimed', worker = %(worker)s, claimed_at = statement_timestamp(),
        lease_until = statement_timestamp() + %(lease)s * interval '1 second'
    WHERE id = %(id)s AND {READY} AND {ROOM} > 0
    RETURNING ref, sent_at
"""  # noqa: S608  # put together of constants


def due(alias: str, *, concurrency: int, per_minute: int | None) -> list[int]:
    """Ids of the waiting calls whose turn it is, as many as there is room for."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, _told(alias, concurrency=concurrency, per_minute=per_minute))
        return [pk for (pk,) in cursor.fetchall()]


def take(
    pk: int, alias: str, *, worker: str, lease: float, concurrency: int, per_minute: int | None
) -> tuple[str, datetime | None] | None:
    """The ref and the first sending of a waiting call that is now this worker's; None if it is not to be had."""
    told = _told(alias, concurrency=concurrency, per_minute=per_minute)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {**told, "id": pk, "worker": worker, "lease": lease})
        cursor.nextset()
        taken: tuple[str, datetime | None] | None = cursor.fetchone()
        return taken


def is_away(alias: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {AWAY}", _told(alias))
        return bool(cursor.fetchone()[0])


def _told(alias: str, **caps: int | None) -> dict[str, str | int | None]:
    return {"alias": alias, "away_after": AWAY_AFTER, "away_for": AWAY_FOR_SECONDS, **caps}
