"""Forgiving what was misspelt: words of public creations that look like the one that was typed."""

from django.db import connection, transaction

from gallery.models import Word

NEAR = 0.34
MOST = 60_000
# The newest fifty thousand say every word that is in use.
SAID = """
    SELECT to_tsvector('simple', heading || ' ' || prose) FROM gallery_creation
    WHERE state = 'public' ORDER BY published_at DESC, id DESC LIMIT 50000
"""


def learn_words() -> int:
    """Make the list of words anew from what is public now; how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM gallery_word")
        cursor.execute(
            """
            INSERT INTO gallery_word (word, uses)
            SELECT left(word, 40), max(ndoc) FROM ts_stat(%s)
            WHERE length(word) >= 3 AND word !~ '^[0-9]+$'
            GROUP BY left(word, 40) ORDER BY max(ndoc) DESC LIMIT %s
            """,
            [SAID, MOST],
        )
        return int(cursor.rowcount)


def corrected(words: list[str]) -> list[str]:
    """Each word that no public creation says, as the most used one that looks like it; the others as they are."""
    unknown = set(words) - set(Word.objects.filter(word__in=words).values_list("word", flat=True))
    if not unknown:
        return words
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT typed, near.word FROM unnest(%s::text[]) AS typed
            CROSS JOIN LATERAL (
                SELECT word FROM gallery_word
                WHERE word %% typed AND similarity(word, typed) >= %s
                ORDER BY similarity(word, typed) DESC, uses DESC LIMIT 1) near
            """,
            [[each for each in unknown if len(each) >= 4], NEAR],
        )
        found = dict(cursor.fetchall())
    return [found.get(word, word) for word in words]
