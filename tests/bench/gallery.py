"""Feed, theme and search pages at 1,000,000 creations beside 1,000 (other numbers as arguments), and their plans.

Both sizes lie in databases of their own, asked in turns. Rows are made by SQL from a recorded seed, nine of ten public.
Every page that is compared shows as many creations in both. A gallery of a thousand has three themes and one of a
million forty, so that a theme of either has pages at 90 % of its depth. Of the words that are searched for, `w0` is in
four of ten prompts, `w3` in one of ten, and a name in fifty prompts, at either size.
"""

import sys
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from tests.bench.harness import Figure, Measurement, percentile, with_database

if TYPE_CHECKING:
    from django.test import Client

    from gallery.models import CreationQuerySet, Theme

SEED = 0.20261122
SMALL, LARGE = 1_000, 1_000_000
ROUNDS, A_TURN = 12, 20
DEEP = 0.9
BOUND, QUERIES = 1.5, 6
LARGE_NAME = "seedbed_large"
NAME = "name7x"
WORDS = {"common": "w0", "frequent": "w3", "rare": NAME}

FILL = """
    SELECT setseed(%(seed)s);
    INSERT INTO studio_user (password, is_superuser, first_name, last_name, is_staff, is_active, date_joined, email)
    SELECT '!', false, 'Maker', n::text, false, true, now(), 'maker' || n || '@example.org'
    FROM generate_series(1, 200) n ON CONFLICT DO NOTHING;
    INSERT INTO gallery_profile (user_id, handle, name, about, followers)
    SELECT id, 'maker-' || id, 'Maker ' || id, '', 0 FROM studio_user ON CONFLICT DO NOTHING;
    INSERT INTO gallery_theme (slug, name, centre, size)
    SELECT 'theme-' || n, 'Theme ' || n, (SELECT ('[1' || repeat(',0', 383) || ']')::vector), %(size)s / %(themes)s
    FROM generate_series(1, %(themes)s) n;
    INSERT INTO gallery_creation (author_id, state, note, title, alt, tags, use, licence, mature, remix_allowed, shows,
        prompt_text, prompt_document, backend, model, width, height, aspect, thumbhash, credit, loves, loves_week,
        loves_month, collects, remixes, reports, rising, theme_id, heading, prose, published_at, checked_at)
    SELECT (SELECT min(id) FROM studio_user) + (random() * 199)::int,
        CASE WHEN random() < 0.9 THEN 'public' ELSE 'unpublished' END, '', 'Made ' || n, 'A made picture',
        ARRAY['tag' || (power(random(), 3) * 400)::int], 'illustration', 'cc-by', random() < 0.02, true, 'all',
        'a made prompt', '', 'engine', 'Local illustrator', 1024, 1024 + 256 * (n %% 3), '1:1', '', '',
        (power(random(), 6) * 900)::int, (power(random(), 9) * 90)::int, (power(random(), 8) * 200)::int, 0, 0, 0,
        random() * 9, (SELECT min(id) FROM gallery_theme) + (n %% %(themes)s), 'made ' || n,
        (SELECT string_agg('w' || (power(random(), 3) * 5000)::int, ' ') FROM generate_series(1, 12 + n * 0))
            || ' name' || (n %% (%(size)s / 50)) || 'x',
        now() - n * interval '31 seconds', now()
    FROM generate_series(1, %(size)s) n
"""


def measure(*arguments: str) -> Measurement:
    with_database()
    small, large = (int(each) for each in arguments) if len(arguments) == 2 else (SMALL, LARGE)
    from django.conf import settings
    from django.db import connection

    settings.STRANGERS_SEARCHES_PER_MINUTE = 10**6  # it asks from one address, and waits for nobody
    name = str(connection.settings_dict["NAME"])
    copy_database(name)
    for which, size in ((name, small), (LARGE_NAME, large)):
        use(which)
        started = time.perf_counter()
        fill(size)
        print(f"{size:,} creations in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    figures: list[Figure] = []
    times: dict[tuple[str, str], list[float]] = {}
    pages, numbers = {}, {}
    for which in (name, LARGE_NAME):
        use(which)
        pages[which] = addresses()
        numbers[which] = {page: shown(address) for page, address in pages[which].items()}
    assert numbers[name] == numbers[LARGE_NAME], f"not the same pages: {numbers}"
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
        cursor.execute(FILL, {"size": size, "seed": SEED, "themes": max(3, min(40, size // 333))})
    with connection.schema_editor() as schema:
        for index in late:
            schema.add_index(Creation, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE gallery_creation")
        cursor.execute("VACUUM ANALYZE gallery_theme")
    from gallery.explore.spelling import learn_words

    learn_words()


def addresses() -> dict[str, str]:
    """Name of a page to its address: the first page, and the last full one at nine tenths of the way."""
    from gallery.explore.search import search
    from gallery.models import Creation

    theme = a_theme()
    calm = Creation.objects.public().calm()
    found = {
        "feed_first": "/gallery/",
        "feed_deep": f"/gallery/?after={cursor_in(calm)}",
        "loved_first": "/gallery/?order=loved&period=ever",
        "theme_first": f"/gallery/?theme={theme.slug}",
        "theme_deep": f"/gallery/?theme={theme.slug}&after={cursor_in(calm.filter(theme=theme))}",
    }
    for name, word in WORDS.items():
        found[f"search_{name}_first"] = f"/gallery/?q={word}"
        found[f"search_{name}_deep"] = f"/gallery/?q={word}&after={deep(len(search(word).ids))}"
    return found


def a_theme() -> "Theme":
    from gallery.models import Theme

    return Theme.objects.order_by("pk")[2]


def deep(number: int) -> int:
    """Where nine tenths of so many rows lie behind, or where the last whole page begins, if that is before."""
    from gallery.explore.feed import PAGE

    return max(0, min(int(number * DEEP), number - PAGE))


def cursor_in(rows: "CreationQuerySet") -> str:
    """What leads to the page after `deep` rows. Offsets walk: this is done once, before anything is measured."""
    from gallery.explore.feed import EPOCH, MICROSECOND

    at = rows.order_by("-published_at", "-pk").only("published_at")[deep(rows.count()) - 1]
    assert at.published_at is not None
    return f"{(at.published_at - EPOCH) // MICROSECOND}~{at.pk}"


@cache
def stranger() -> "Client":
    """One for all pages, as one server answers them all."""
    from django.test import Client

    return Client(HTTP_HOST="127.0.0.1")


def asked(address: str) -> float:
    """Seconds of a page for a stranger, all of it."""
    client = stranger()
    started = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - started
    assert answer.status_code == 200, address
    return took


def shown(address: str) -> int:
    """How many creations a page shows."""
    return stranger().get(address).content.count(b'class="piece"')


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
    from gallery.models import Creation

    calm = Creation.objects.public().calm()
    theme = a_theme()
    cases: list[tuple[str, str, Callable[[], object]]] = [
        (
            "feed",
            "creation_newest",
            lambda: page(chosen(Wanted(), mature=False), Wanted(after=cursor_in(calm))),
        ),
        ("theme", "creation_theme", lambda: page(calm.filter(theme=theme), Wanted())),
        ("loved", "creation_loved", lambda: page(calm, Wanted(order="loved", period="ever"))),
        ("search", "creation_search", lambda: search(NAME)),
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
