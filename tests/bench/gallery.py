"""Feed, theme and search pages at 1,000,000 creations beside 1,000 (other numbers as arguments), and their plans.

Both sizes lie in databases of their own, asked in turns. Rows are made by SQL from a recorded seed, nine of ten public.
"""

import sys
import time
from collections.abc import Callable

from tests.bench.harness import Figure, Measurement, percentile, with_database

SEED = 0.20261122
SMALL, LARGE = 1_000, 1_000_000
ROUNDS, A_TURN = 12, 20
DEEP = 0.9
BOUND, QUERIES = 1.5, 6
LARGE_NAME = "seedbed_large"

FILL = """
    SELECT setseed(%(seed)s);
    INSERT INTO studio_user (password, is_superuser, first_name, last_name, is_staff, is_active, date_joined, email)
    SELECT '!', false, 'Maker', n::text, false, true, now(), 'maker' || n || '@example.org'
    FROM generate_series(1, 200) n ON CONFLICT DO NOTHING;
    INSERT INTO gallery_profile (user_id, handle, name, about, followers)
    SELECT id, 'maker-' || id, 'Maker ' || id, '', 0 FROM studio_user ON CONFLICT DO NOTHING;
    INSERT INTO gallery_theme (slug, name, centre, size)
    SELECT 'theme-' || n, 'Theme ' || n, (SELECT ('[1' || repeat(',0', 383) || ']')::vector), %(size)s / 40
    FROM generate_series(1, 40) n;
    INSERT INTO gallery_creation (author_id, state, note, title, alt, tags, use, licence, mature, remix_allowed, shows,
        prompt_text, prompt_document, backend, model, width, height, aspect, thumbhash, credit, loves, loves_week,
        loves_month, collects, remixes, reports, rising, theme_id, heading, prose, published_at, checked_at)
    SELECT (SELECT min(id) FROM studio_user) + (random() * 199)::int,
        CASE WHEN random() < 0.9 THEN 'public' ELSE 'unpublished' END, '', 'Made ' || n, 'A made picture',
        ARRAY['tag' || (power(random(), 3) * 400)::int], 'illustration', 'cc-by', random() < 0.02, true, 'all',
        'a made prompt', '', 'engine', 'Local illustrator', 1024, 1024 + 256 * (n %% 3), '1:1', '', '',
        (power(random(), 6) * 900)::int, (power(random(), 9) * 90)::int, (power(random(), 8) * 200)::int, 0, 0, 0,
        random() * 9, (SELECT min(id) FROM gallery_theme) + (n %% 40), 'made ' || n,
        (SELECT string_agg('w' || (power(random(), 3) * 5000)::int, ' ') FROM generate_series(1, 12 + n * 0)),
        now() - n * interval '31 seconds', now()
    FROM generate_series(1, %(size)s) n
"""


def measure(*arguments: str) -> Measurement:
    with_database()
    small, large = (int(each) for each in arguments) if len(arguments) == 2 else (SMALL, LARGE)
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    copy_database(name)
    for which, size in ((name, small), (LARGE_NAME, large)):
        use(which)
        started = time.perf_counter()
        fill(size)
        print(f"{size:,} creations in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    figures: list[Figure] = []
    times: dict[tuple[str, str], list[float]] = {}
    pages = {}
    for which in (name, LARGE_NAME):
        use(which)
        pages[which] = addresses()
        for address in pages[which].values():
            asked(address)
    for _ in range(ROUNDS):
        for which in (name, LARGE_NAME):
            use(which)
            asked("/gallery/models/")
            for page, address in pages[which].items():
                times.setdefault((which, page), []).extend(asked(address) for _ in range(A_TURN))
    for page in pages[name]:
        few, many = (1000 * percentile(times[which, page], 95) for which in (name, LARGE_NAME))
        figures += [
            Figure(f"{page}_p95_ratio", many / few, "times", BOUND),
            Figure(f"{page}_p95", many, "ms"),
        ]
    use(LARGE_NAME)
    figures += plans()
    figures.append(
        Figure("queries", max(queries(each) for each in pages[LARGE_NAME].values()), "queries", QUERIES)
    )
    return Measurement(figures, runs=ROUNDS * A_TURN)


def copy_database(name: str) -> None:
    """A second one with the same tables; the server copies only where nobody is connected."""
    import psycopg
    from django.db import connection

    told = connection.get_connection_params()
    connection.close()
    address = {key: told[key] for key in ("host", "port", "user", "password") if told.get(key)}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
        server.execute(f'CREATE DATABASE {LARGE_NAME} TEMPLATE "{name}"'.encode())


def use(name: str) -> None:
    from django.db import connection

    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name


def fill(size: int) -> None:
    """Indexes that cost most to keep while rows come are built when they are there."""
    from django.contrib.postgres.indexes import GinIndex
    from django.db import connection

    from gallery.models import Creation

    late = [index for index in Creation._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor() as schema:
        for index in late:
            schema.remove_index(Creation, index)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(FILL, {"size": size, "seed": SEED})
    with connection.schema_editor() as schema:
        for index in late:
            schema.add_index(Creation, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE gallery_creation")
        cursor.execute("VACUUM ANALYZE gallery_theme")
    from gallery.explore.spelling import learn_words

    learn_words()


def addresses() -> dict[str, str]:
    """Name of a page to its address: the first page, and the one at nine tenths of the way."""
    from gallery.explore.search import search
    from gallery.models import Creation, Theme

    theme = Theme.objects.order_by("pk")[7]
    calm = Creation.objects.public().calm()
    found = {
        "feed_first": "/gallery/",
        "feed_deep": f"/gallery/?after={cursor_in(calm)}",
        "loved_first": "/gallery/?order=loved&period=ever",
        "theme_first": f"/gallery/?theme={theme.slug}",
        "theme_deep": f"/gallery/?theme={theme.slug}&after={cursor_in(calm.filter(theme=theme))}",
    }
    for name, word in (("common", "w3"), ("rare", "w4711")):
        several = len(search(word).ids)
        found[f"search_{name}_first"] = f"/gallery/?q={word}"
        if several > 40:
            found[f"search_{name}_deep"] = f"/gallery/?q={word}&after={int(several * DEEP) // 30 * 30}"
    return found


def cursor_in(rows: object) -> str:
    """Where the page at nine tenths begins. Offsets walk: this is done once, before anything is measured."""
    from gallery.explore.feed import EPOCH, MICROSECOND
    from gallery.models import CreationQuerySet

    assert isinstance(rows, CreationQuerySet)
    at = rows.order_by("-published_at", "-pk").only("published_at")[int(rows.count() * DEEP)]
    assert at.published_at is not None
    return f"{(at.published_at - EPOCH) // MICROSECOND}~{at.pk}"


def asked(address: str) -> float:
    """Seconds of a page for a stranger, all of it."""
    from django.test import Client

    started = time.perf_counter()
    answer = Client(HTTP_HOST="127.0.0.1").get(address)
    took = time.perf_counter() - started
    assert answer.status_code == 200, address
    return took


def queries(address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        asked(address)
    return len(captured)


def plans() -> list[Figure]:
    """1 where the deep page of a feed is read from its index without sorting."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gallery.explore.feed import Wanted, chosen, page
    from gallery.explore.search import search
    from gallery.models import Creation, Theme

    calm = Creation.objects.public().calm()
    theme = Theme.objects.order_by("pk")[7]
    cases: list[tuple[str, str, Callable[[], object]]] = [
        (
            "feed",
            "creation_newest",
            lambda: page(chosen(Wanted(), mature=False), Wanted(after=cursor_in(calm))),
        ),
        ("theme", "creation_theme", lambda: page(calm.filter(theme=theme), Wanted())),
        ("loved", "creation_loved", lambda: page(calm, Wanted(order="loved", period="ever"))),
        ("search", "creation_search", lambda: search("w4711")),
    ]
    figures = []
    for name, index, ask in cases:
        with CaptureQueriesContext(connection) as captured:
            ask()
        with connection.cursor() as cursor:
            statement = next(each["sql"] for each in reversed(captured) if "gallery_creation" in each["sql"])
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        if index not in plan:
            print(plan, file=sys.stderr)
        figures.append(Figure(f"{name}_plan_uses_{index}", float(index in plan), "yes", 1, "higher"))
    return figures
