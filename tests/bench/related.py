"""Related prompts: recall and time of the index beside the exact answer (100000 1000000), and their quality (a TSV).

Arguments are numbers of creations to generate, and the path of a TSV with the columns Prompt and Category. Without
numbers, 100,000. One creation in ten is public. Vectors are drawn around centres, from a recorded seed. The TSV's
quality needs the engine's text weights (`requirements/weights.txt`): the engine is started for it.
"""

import csv
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pgvector import Vector
from psycopg.errors import Diagnostic

from tests.bench.harness import Figure, Measurement, median, pairs, with_database

SEED = 20261122
CENTRES, FREEDOM, SPREAD, GRAIN = 1000, 32, 0.5, 0.1
PUBLIC_SHARE = 10
QUESTIONS, ROUNDS = 60, 4
ROWS = 10
DIMENSIONS = 384
CHUNK = 20_000

DURATION = re.compile(r"duration: (\S+) ms\s+plan:(.*)", re.DOTALL)
Answer = Callable[[NDArray[np.float32]], list[int]]


def measure(*arguments: str) -> Measurement:
    with_database()
    sizes = [int(each) for each in arguments if each.isdigit()] or [100_000]
    files = [Path(each) for each in arguments if not each.isdigit()]
    figures: list[Figure] = []
    for file in files:
        figures += quality(file)
    for size in sizes:
        figures += recall(size)
    return Measurement(figures, runs=QUESTIONS * ROUNDS)


def recall(size: int) -> list[Figure]:
    """The index beside the exact answer: the same questions, filter and connection.

    All questions to the one, then all to the other: an exact answer reads every public vector, and a look right after
    it finds nothing of its index in the processor's caches (told by itself). Bound is the time of the server, which
    has all the work; what Python and the journey add is the same for both and told beside it.
    """
    started = time.perf_counter()
    generate(size)
    print(f"{size:,} creations and their index in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    asked = list(questions())
    found, true = [by_index(question) for question in asked], [exact(question) for question in asked]
    hits = [len(set(ours) & set(theirs)) / ROWS for ours, theirs in zip(found, true, strict=True)]

    def all_of(answer: Answer) -> Callable[[], list[float]]:
        return lambda: [timed(answer, question) for question in asked]

    looks, exacts = map(flat, pairs(all_of(by_index), all_of(exact), ROUNDS))
    emptied = [timed(by_index, question) for question in asked if exact(question)]
    with told_by_the_server() as told:
        pairs(all_of(by_index), all_of(exact), ROUNDS)
    look = [each.milliseconds for each in told if "neighbour_meaning" in each.plan]
    whole = [each.milliseconds for each in told if "neighbour_meaning" not in each.plan]
    name = f"{size // 1000}k"
    return [
        Figure(f"recall_at_10_{name}", sum(hits) / len(hits), "share", 0.95, "higher"),
        Figure(f"fewest_rows_{name}", min(map(len, found)), "rows", ROWS, "higher"),
        Figure(f"times_faster_than_exact_{name}", median(whole) / median(look), "times", 50, "higher"),
        Figure(f"plans_with_the_index_{name}", len(look), "looks", QUESTIONS * ROUNDS, "higher"),
        Figure(f"median_{name}", median(look), "ms"),
        Figure(f"exact_median_{name}", median(whole), "ms"),
        Figure(f"times_faster_from_python_{name}", median(exacts) / median(looks), "times"),
        Figure(f"median_from_python_{name}", 1000 * median(looks), "ms"),
        Figure(f"exact_median_from_python_{name}", 1000 * median(exacts), "ms"),
        Figure(f"median_from_python_right_after_an_exact_one_{name}", 1000 * median(emptied), "ms"),
    ]


def by_index(question: NDArray[np.float32]) -> list[int]:
    from gallery.near import near

    return [each.pk for each in near(question, most=ROWS)]


def quality(file: Path) -> list[Figure]:
    """Precision of ten neighbours by category, through the very functions that the pages use."""
    from gallery.models import Creation, Survey
    from gallery.related import candidates
    from gallery.themes.refresh import refresh

    with file.open(newline="", encoding="utf-8") as source:
        table = list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = [row["Prompt"] for row in table]
    vectors = embedded(texts)
    author = an_author()
    Creation.objects.bulk_create(
        Creation(
            **plain_fields(author), state="public", title=f"Prompt {number}", prompt_text=text,
            text_vector=vector,
        )
        for number, (text, vector) in enumerate(zip(texts, vectors, strict=True))
    )  # fmt: skip
    refresh(always=True)
    category = dict(
        zip(
            Creation.objects.order_by("pk").values_list("pk", flat=True),
            (row["Category"] for row in table),
            strict=True,
        )
    )
    precisions = []
    for pk, text, vector in zip(category, texts, vectors, strict=True):
        found = [each.creation.pk for each in candidates(text, vector, without=pk)[:ROWS]]
        same = sum(category[other] == category[pk] for other in found)
        precisions.append(same / ROWS)
    Creation.objects.all().delete()
    Survey.objects.all().delete()
    return [Figure("precision_at_10", sum(precisions) / len(precisions), "share", 0.60, "higher")]


def embedded(texts: Sequence[str]) -> list[list[float]]:
    """Vectors of the real engine, started for this."""
    from django.conf import settings

    from gallery.vectors import of_texts
    from studio.stack.services import ENGINE
    from tests.bench.browser import free_port, serving

    port = free_port()
    with serving(ENGINE.command(sys.executable, host="127.0.0.1", port=port), port):
        settings.ENGINE_URL = f"http://127.0.0.1:{port}"
        return of_texts(texts)


def generate(size: int) -> None:
    """Creations with vectors around centres, one in ten public; the index is built when they are there."""
    from django.db import connection

    from gallery.models import Neighbour

    author = an_author()
    late = [each for each in Neighbour._meta.indexes if each.name.startswith("neighbour_meaning")]
    with connection.schema_editor() as schema:
        for index in late:
            schema.remove_index(Neighbour, index)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE gallery_creation CASCADE")
        cursor.execute("DROP TABLE IF EXISTS bench_vectors")
        cursor.execute(f"CREATE UNLOGGED TABLE bench_vectors (id bigint, told vector({DIMENSIONS}))")
        with cursor.copy("COPY bench_vectors FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for chunk in binary(size):
                copy.write(chunk)
            copy.write(b"\xff\xff")
        cursor.execute(
            """
            INSERT INTO gallery_creation (author_id, state, note, title, alt, tags, use, licence, mature,
                remix_allowed, shows, prompt_text, prompt_document, backend, model, width, height, aspect,
                thumbhash, credit, loves, loves_week, loves_month, collects, remixes, reports, rising, text_vector,
                heading, prose, published_at, checked_at)
            SELECT %s, CASE WHEN id %% %s = 0 THEN 'public' ELSE 'unpublished' END, '', 'Made ' || id, 'Made', '{}',
                'illustration', 'cc-by', id %% 50 = 0, true, 'all', 'a made prompt ' || id, '', 'engine', '',
                1024, 1024, '1:1', '', '', 0, 0, 0, 0, 0, 0, 0, told, '', '', now(), now()
            FROM bench_vectors ORDER BY id
            """,
            [author, PUBLIC_SHARE],
        )
        cursor.execute("DROP TABLE bench_vectors")
        cursor.execute("SET maintenance_work_mem = '1GB'")
    with connection.schema_editor() as schema:
        for index in late:
            schema.add_index(Neighbour, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE gallery_creation, gallery_neighbour")


def binary(size: int) -> Iterator[bytes]:
    """Rows for a binary COPY: a number, and a vector as pgvector sends it."""
    for start in range(0, size, CHUNK):
        number = min(CHUNK, size - start)
        vectors = drawn(np.random.default_rng([SEED, start]), number).astype(">f4")
        rows = np.zeros(number, dtype=np.dtype([
            ("fields", ">i2"), ("id_size", ">i4"), ("id", ">i8"), ("size", ">i4"), ("dimensions", ">i2"),
            ("unused", ">i2"), ("vector", ">f4", DIMENSIONS),
        ]))  # fmt: skip
        rows["fields"], rows["id_size"], rows["size"] = 2, 8, 4 + 4 * DIMENSIONS
        rows["id"] = np.arange(start + 1, start + number + 1)
        rows["dimensions"], rows["vector"] = DIMENSIONS, vectors
        yield rows.tobytes()


def drawn(random: np.random.Generator, number: int) -> NDArray[np.float32]:
    """Unit vectors as texts have them: around topics, in few of the many dimensions, with a little grain in all."""
    fixed = np.random.default_rng(SEED)
    centres = fixed.standard_normal((CENTRES, FREEDOM), np.float32)
    spread_out = fixed.standard_normal((FREEDOM, DIMENSIONS), np.float32) / np.float32(FREEDOM**0.5)
    inner = centres[random.integers(CENTRES, size=number)]
    inner = inner + SPREAD * random.standard_normal((number, FREEDOM), np.float32)
    vectors = inner @ spread_out + GRAIN * random.standard_normal((number, DIMENSIONS), np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def questions() -> Iterator[NDArray[np.float32]]:
    yield from drawn(np.random.default_rng([SEED, 1]), QUESTIONS)


EXACT = """
    SELECT id FROM gallery_creation WHERE state = 'public' AND text_vector IS NOT NULL AND NOT mature
    ORDER BY text_vector <=> %s::vector LIMIT %s
"""


def exact(question: NDArray[np.float32]) -> list[int]:
    """The true ten: every public vector is compared, read the cheapest way that PostgreSQL knows for that."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(EXACT, [Vector(question).to_text(), ROWS])
        return [int(pk) for (pk,) in cursor.fetchall()]


@dataclass(frozen=True)
class Told:
    """What the server says of a statement: how long it took to execute, and by which plan."""

    milliseconds: float
    plan: str


@contextmanager
def told_by_the_server() -> Iterator[list[Told]]:
    """Every statement of this connection, from PostgreSQL's auto_explain."""
    from django.db import connection

    told: list[Told] = []

    def hear(notice: Diagnostic) -> None:
        if found := DURATION.match(notice.message_primary or ""):
            told.append(Told(float(found[1]), found[2]))

    with connection.cursor() as cursor:
        cursor.execute("LOAD 'auto_explain'")
        connection.connection.add_notice_handler(hear)
        cursor.execute("SET auto_explain.log_level = notice; SET auto_explain.log_min_duration = 0")
        yield told
        cursor.execute("SET auto_explain.log_min_duration = -1")
        connection.connection.remove_notice_handler(hear)


def flat(blocks: Iterable[list[float]]) -> list[float]:
    return list(chain.from_iterable(blocks))


def timed(answer: Answer, question: NDArray[np.float32]) -> float:
    before = time.perf_counter()
    answer(question)
    return time.perf_counter() - before


def an_author() -> int:
    """The id of the one who publishes all this."""
    from studio.models import User

    return User.objects.get_or_create(email="author@example.org")[0].pk


def plain_fields(author: int) -> dict[str, object]:
    from django.utils.timezone import now

    return {"author_id": author, "alt": "", "backend": "engine", "width": 1024, "height": 1024, "aspect": "1:1",
            "published_at": now(), "checked_at": now()}  # fmt: skip
