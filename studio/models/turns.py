"""Whose turn it is at a backend: the caps of all workers together, counted and kept in single statements.

Caps are a key's: what is under way with the same key counts, whatever alias it was asked for by (`capped_as`).
In SQL, because every call's way to its backend leads through here. The time is the database's.
"""

from dataclasses import asdict, dataclass
from typing import NamedTuple

from django.db import connection

from studio.models.journeys import journey

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
# How many more calls may go now. While the backend is away, one of its own at a time finds out whether it is back.
ROOM = f"""(
    SELECT greatest(0, least(
        %(concurrency)s - there, %(per_minute)s - asked, CASE WHEN {AWAY} THEN 1 - here END
    ))
    FROM (
        SELECT count(*) FILTER (WHERE state IN ('claimed', 'sent')) AS there,
               count(*) FILTER (WHERE state IN ('claimed', 'sent') AND backend = %(alias)s) AS here,
               coalesce(sum(wanted) FILTER (WHERE {LATELY}), 0) AS asked
        FROM studio_call
        WHERE capped_as = %(capped_as)s AND (state IN ('claimed', 'sent') OR {LATELY})
    ) AS busy
)"""  # noqa: S608  # put together of constants
BESIDE = f"""
    (SELECT id, backend FROM studio_call
     WHERE {READY} AND capped_as = %(capped_as)s AND backend {{}} %(alias)s ORDER BY backend LIMIT 1)
"""  # noqa: S608  # put together of constants
# A place that is free at a key may be taken by the other aliases that draw with it as well.
DUE = f"""
    (SELECT id, backend FROM studio_call WHERE {READY} AND backend = %(alias)s ORDER BY id LIMIT {ROOM})
    UNION ALL {BESIDE.format("<")} UNION ALL {BESIDE.format(">")}
"""  # noqa: S608  # put together of constants
# Counting and taking must not interleave between workers, or the caps would leak; and a statement counts what was there
# when it began, so the lock is had before, on the same journey.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('calls:' || %(capped_as)s))"
# A call that sends no picture along has nothing to wait for any more: it is written down as sent at once.
READS = "EXISTS (SELECT FROM studio_jobinput AS input WHERE input.job_id = studio_call.job_id)"
# What is told of the call that was taken is selected from `call`.
TAKE = f"""
    WITH call AS (
        UPDATE studio_call
        SET state = CASE WHEN {READS} THEN 'claimed' ELSE 'sent' END, worker = %(worker)s, capped_as = %(capped_as)s,
            claimed_at = statement_timestamp(),
            sent_at = CASE WHEN {READS} THEN sent_at ELSE coalesce(sent_at, statement_timestamp()) END,
            lease_until = statement_timestamp() + %(lease)s * interval '1 second'
        WHERE id = %(id)s AND backend = %(alias)s AND {READY} AND {ROOM} > 0
        RETURNING *
    )
"""  # noqa: S608  # put together of constants
# Before the first byte leaves; it was sent before if it is asked after once more.
SENT = """
    UPDATE studio_call
    SET state = 'sent', sent_at = coalesce(sent_at, statement_timestamp()),
        lease_until = statement_timestamp() + %(lease)s * interval '1 second'
    WHERE id = %(id)s AND worker = %(worker)s AND state IN ('claimed', 'sent', 'answered')
    RETURNING id
"""


class Ready(NamedTuple):
    """A call that waits, and the alias of its backend."""

    call: int
    alias: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for the calls of one alias, together with all others that are `capped_as` they are."""

    alias: str
    capped_as: str
    concurrency: int
    per_minute: int | None = None

    def told(self, **more: float | str) -> dict[str, float | str | None]:
        return {**asdict(self), "away_after": AWAY_AFTER, "away_for": AWAY_FOR_SECONDS, **more}


def due(limits: Limits) -> list[Ready]:
    """The waiting calls whose turn it is: of this alias as many as there is room for, and one of those beside it,
    where there are some."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, limits.told())
        return [Ready(*row) for row in cursor.fetchall()]


def take(pk: int, limits: Limits, *, worker: str, lease: float, told: str) -> tuple[object, ...] | None:
    """What is to be `told` of a waiting call that is now this worker's, *claimed* or, where no picture has to be read
    before, *sent*; None if it is not to be had."""
    _, taken = journey(limits.told(id=pk, worker=worker, lease=lease), LOCK, TAKE + told)
    return taken[0] if taken else None


def send(pk: int, *, worker: str, lease: float) -> bool:
    """Write down that it leaves now; False when it has been taken away from this worker."""
    [sent] = journey({"id": pk, "worker": worker, "lease": lease}, SENT)
    return bool(sent)


def is_away(alias: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {AWAY}", {"alias": alias, "away_after": AWAY_AFTER, "away_for": AWAY_FOR_SECONDS}
        )
        return bool(cursor.fetchone()[0])
