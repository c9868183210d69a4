"""Search over titles, tags, alternative texts and public prompts: full text or spelling, fused with meaning.

However many creations match, only the newest six hundred are ranked, so a page of a million costs about what a page
of a thousand costs. A word in a title counts for more, by its weight in the rank.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from gallery.explore.meaning import near
from gallery.explore.spelling import corrected
from gallery.ranking import fused
from gallery.words import fold
from studio.lines import clean

MOST_CHARACTERS, MOST_WORDS = 300, 12
RANKED = 600
_WORD = re.compile(r"\w+")

BEST = """
    SELECT id FROM (
        SELECT id, search, rising FROM gallery_creation
        WHERE state = 'public' AND (%(mature)s OR NOT mature) AND search @@ to_tsquery('english', %(words)s)
        ORDER BY published_at DESC, id DESC LIMIT %(ranked)s
    ) found ORDER BY ts_rank(search, to_tsquery('english', %(words)s)) DESC, rising DESC, id DESC
"""
ALIKE = """
    SELECT id FROM gallery_creation
    WHERE state = 'public' AND (%(mature)s OR NOT mature) AND heading %%> %(typed)s
    ORDER BY word_similarity(%(typed)s, heading) DESC, id DESC LIMIT 60
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Ids, best first; `instead` is the query that was answered where the one typed found nothing; `partly` where
    they say only some of the words, and nothing says or means them all."""

    ids: Sequence[int]
    instead: str = ""
    partly: bool = False


def words_of(query: str) -> list[str]:
    """What is searched for: the first dozen words. Operators, quotes and signs are only signs."""
    return _WORD.findall(fold(clean(query[:MOST_CHARACTERS])))[:MOST_WORDS]


def search(query: str, *, mature: bool = False) -> Found:
    words = words_of(query)
    if not words:
        return Found(())
    ids = _full_text(words, mature=mature)
    better, instead, partly = words, "", False
    if not ids:
        better = corrected(words)
        if better != words:
            ids = _full_text(better, mature=mature)
            instead = " ".join(better) if ids else ""
    if not ids:
        ids = _rows(ALIKE, typed=" ".join(words), mature=mature)
    meant = near(query[:MOST_CHARACTERS], mature=mature)
    if not ids and not meant:
        ids = _full_text(better, joined=" | ", mature=mature)
        partly = bool(ids)
    return Found(fused(ids, meant)[:RANKED], instead, partly)


def _full_text(words: Sequence[str], *, mature: bool, joined: str = " & ") -> list[int]:
    said = joined.join(f"{word}:*" if len(word) > 2 else word for word in words)
    return _rows(BEST, words=said, ranked=RANKED, mature=mature)


def _rows(query: str, **parameters: str | int | bool) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [int(row[0]) for row in cursor.fetchall()]
