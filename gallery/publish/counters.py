"""Counters are state that can be recomputed: here is how, for one creation and for all."""

from collections.abc import Sequence

from django.db import connection

from gallery.models import Creation

RISING = """
    log(greatest({loves} + 2 * remixes + {collects}, 1))
    + extract(epoch FROM coalesce(published_at, created_at) - timestamptz '2026-01-01') / 172800
"""  # ten times the loves weigh as much as being two days younger
RISING_AS_COUNTED = RISING.format(loves="loves", collects="collects")


def recount(creation_id: int) -> None:
    """Loves, collections and the rising figure of one creation, from the rows; one new version of its row."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH love AS (
                SELECT count(*) AS ever,
                       count(*) FILTER (WHERE created_at > now() - interval '7 days') AS week,
                       count(*) FILTER (WHERE created_at > now() - interval '30 days') AS month
                FROM gallery_love WHERE creation_id = %s),
            kept AS (SELECT count(*) AS ever FROM gallery_collected WHERE creation_id = %s)
            UPDATE gallery_creation SET loves = love.ever, loves_week = love.week, loves_month = love.month,
                collects = kept.ever, rising = {RISING.format(loves="love.ever", collects="kept.ever")}
            FROM love, kept WHERE id = %s
            """,  # noqa: S608 - the only text put in is the constant above
            [creation_id] * 3,
        )


def recount_remixes(origin_id: int | None) -> None:
    """How many public creations grew out of this one."""
    if origin_id is None:
        return
    remixes = Creation.objects.public().filter(remix_of=origin_id).count()
    Creation.objects.filter(pk=origin_id).update(remixes=remixes)
    recount(origin_id)


def age_loves() -> int:
    """Take loves that have grown too old out of the week's and the month's figure; how many creations changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH young AS (
                SELECT creation_id AS id,
                       count(*) FILTER (WHERE created_at > now() - interval '7 days') AS week, count(*) AS month
                FROM gallery_love WHERE created_at > now() - interval '30 days' GROUP BY creation_id),
            due AS (
                SELECT c.id, coalesce(young.week, 0) AS week, coalesce(young.month, 0) AS month
                FROM gallery_creation c LEFT JOIN young USING (id)
                WHERE c.loves_month > 0
                  AND (c.loves_week, c.loves_month) <> (coalesce(young.week, 0), coalesce(young.month, 0)))
            UPDATE gallery_creation SET loves_week = due.week, loves_month = due.month
            FROM due WHERE gallery_creation.id = due.id
            """
        )
        return int(cursor.rowcount)


EVERY_COUNTER = f"""
    UPDATE gallery_creation c SET
        loves = (SELECT count(*) FROM gallery_love l WHERE l.creation_id = c.id),
        loves_week = (SELECT count(*) FROM gallery_love l WHERE l.creation_id = c.id
                      AND l.created_at > now() - interval '7 days'),
        loves_month = (SELECT count(*) FROM gallery_love l WHERE l.creation_id = c.id
                       AND l.created_at > now() - interval '30 days'),
        collects = (SELECT count(*) FROM gallery_collected k WHERE k.creation_id = c.id),
        remixes = (SELECT count(*) FROM gallery_creation r WHERE r.remix_of_id = c.id AND r.state = 'public'),
        reports = (SELECT count(*) FROM gallery_report p
                   WHERE p.creation_id = c.id AND p.counts AND p.decided_at IS NULL)
    WHERE %(all)s OR c.id = ANY(%(creations)s);
    UPDATE gallery_creation SET rising = {RISING_AS_COUNTED} WHERE %(all)s OR id = ANY(%(creations)s);
    UPDATE gallery_profile p SET
        followers = (SELECT count(*) FROM gallery_follow f WHERE f.author_id = p.user_id)
    WHERE %(all)s OR p.user_id = ANY(%(authors)s)
"""  # noqa: S608 - the only text put in is the constant above


def recount_all() -> int:
    """Every counter from the rows; how many creations there are."""
    with connection.cursor() as cursor:
        cursor.execute(EVERY_COUNTER, {"all": True, "creations": [], "authors": []})
    return Creation.objects.count()


def recount_of(creations: Sequence[int], authors: Sequence[int]) -> None:
    """The counters of these creations, and the followers of these people."""
    with connection.cursor() as cursor:
        cursor.execute(EVERY_COUNTER, {"all": False, "creations": list(creations), "authors": list(authors)})
