"""Feeds and search: complete, in order, in few questions, by their indexes."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from gallery.explore.feed import PAGE, Wanted, chosen, page
from gallery.explore.spelling import learn_words
from gallery.models import Creation, Love
from gallery.people import love
from gallery.publish.counters import age_loves, recount, recount_all
from gallery.words import fold, heading_of
from studio.models import User
from tests.conftest import make_user

MakeCreation = Callable[..., Creation]
QUERIES = 6


@pytest.fixture
def many(make_creation: MakeCreation) -> list[Creation]:
    """More than two pages; many share a moment or a number, so that only their ids tell them apart."""
    now = timezone.now()
    return [
        make_creation(
            title=f"Kite {n}",
            published_at=now - timedelta(minutes=n // 3),
            rising=n // 4,
            loves=n // 5,
            loves_week=n // 5,
            use="product" if n % 2 else "concept",
            tags=["kite"] if n % 3 else ["dune"],
        )
        for n in range(2 * PAGE + 9)
    ]


def walked(wanted: Wanted) -> list[int]:
    """Every page to the end."""
    found: list[int] = []
    after = ""
    for _ in range(9):
        shown = page(chosen(wanted, mature=False), replace(wanted, after=after))
        found += [each.pk for each in shown.creations]
        after = shown.after
        if not after:
            return found
    raise AssertionError("the feed does not end")


@pytest.mark.parametrize(
    ("wanted", "column"),
    [
        (Wanted(), "published_at"),
        (Wanted(order="rising"), "rising"),
        (Wanted(order="loved", period="ever"), "loves"),
        (Wanted(order="loved", period="week"), "loves_week"),
        (Wanted(use="product"), "published_at"),
        (Wanted(tag="kite"), "published_at"),
    ],
)
def test_pages_give_every_creation_once_and_in_order(
    wanted: Wanted, column: str, many: list[Creation]
) -> None:
    expected = [
        each.pk
        for each in sorted(many, key=lambda each: (getattr(each, column), each.pk), reverse=True)
        if (not wanted.use or each.use == wanted.use)
        and (not wanted.tag or wanted.tag in each.tags)
        and (column != "loves_week" or each.loves_week)
    ]
    assert walked(wanted) == expected


def test_a_page_asks_at_most_six_questions_however_much_there_is(many: list[Creation], charlie: User) -> None:
    client = Client()
    client.force_login(charlie)
    client.get("/gallery/")
    for path in ("/gallery/", "/gallery/?order=loved&period=ever", "/gallery/?use=product"):
        with CaptureQueriesContext(connection, ) as asked:  # fmt: skip
            assert client.get(path).status_code == 200
        assert len(asked) <= QUERIES, [each["sql"][:200] for each in asked]


def test_deep_pages_are_read_from_their_index(many: list[Creation]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE gallery_creation; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"
        )
    for wanted, index in [
        (Wanted(after=f"{10**15 * 2}~5"), "creation_newest"),
        (Wanted(order="rising", after="7.0~5"), "creation_rising"),
        (Wanted(order="loved", period="week", after="7~5"), "creation_loved_week"),
        (Wanted(use="campaign", after=f"{10**15 * 2}~5"), "creation_use"),
    ]:
        with CaptureQueriesContext(connection) as asked:
            page(chosen(wanted, mature=False), wanted)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {asked[0]['sql']}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert index in plan and "Index Cond" in plan and "Sort" not in plan, plan


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "~",
        "1~",
        "~1",
        "9" * 400 + "~1",
        "1e999~1",
        "nan~1",
        "-1~1",
        "1~99999999999999999999",
        "٣~٣",
        "\x00~1",
    ],
)
def test_an_address_that_makes_no_sense_begins_at_the_beginning(after: str, many: list[Creation]) -> None:
    for order in ("newest", "rising", "loved"):
        answer = Client().get("/gallery/", {"after": after, "order": order, "period": "ever"})
        assert answer.status_code == 200


def searchable(make: MakeCreation, title: str, prompt: str = "", **fields: object) -> Creation:
    heading = heading_of(title, fields.get("tags") or [])  # type: ignore[arg-type]  # a list of words
    return make(title=title, heading=heading, prose=fold(prompt), prompt_text=prompt, **fields)


def found(query: str) -> list[int]:
    page = Client().get("/gallery/", {"q": query}).content.decode()
    return [int(pk) for pk in dict.fromkeys(re.findall(r'class="frame" href="/gallery/(\d+)/"', page))]


def test_search_finds_words_and_their_forms_and_forgives_spelling_and_accents(
    make_creation: MakeCreation,
) -> None:
    lantern = searchable(make_creation, "Lanterns", "a red fox between lanterns in the snow")
    cafe = searchable(make_creation, "Café at night", "a small café in the rain")
    searchable(make_creation, "Dunes", "sand and sun")
    learn_words()
    assert found("lantern") == [lantern.pk]
    assert found("foxes snow") == [lantern.pk]
    assert found("CAFE") == [cafe.pk]
    assert found("lantrens") == [lantern.pk]
    assert found("nothing of the kind zzzz") == []
    assert found("a lantern and a zeppelin") == [lantern.pk], (
        "what says a part of it, where nothing says it all"
    )


def test_a_title_counts_for_more_than_a_prompt(make_creation: MakeCreation) -> None:
    said = searchable(make_creation, "Evening", "a kite over the sea")
    named = searchable(make_creation, "Kite", "over the sea")
    assert found("kite") == [named.pk, said.pk]


@pytest.mark.parametrize(
    "query",
    ["a" * 5000, "kite " * 1000, "'; DROP TABLE gallery_creation; --", "a & | ! ( ) <-> :* 'x", '"unclosed', "🪁🦊",
     "\u202ekite\u200b", "%_\\", "{}", "kite:*A", "&" * 300, "\x00", "。、", "ａｂｃ", "<script>alert(1)</script>"],
)  # fmt: skip
def test_any_search_is_answered(query: str, make_creation: MakeCreation) -> None:
    make_creation()
    answer = Client().get("/gallery/", {"q": query})
    assert answer.status_code == 200 and b"<script>alert" not in answer.content


def test_counters_can_be_made_anew(make_creation: MakeCreation) -> None:
    creation = make_creation()
    people = [make_user(f"l{n}@example.org") for n in range(3)]
    for person in people:
        love(person, creation, on=True)
        love(person, creation, on=True)
    love(people[0], creation, on=False)
    creation.refresh_from_db()
    assert (creation.loves, creation.loves_week) == (2, 2)
    Love.objects.filter(user=people[1]).update(created_at=timezone.now() - timedelta(days=8))
    assert age_loves() == 1
    creation.refresh_from_db()
    assert (creation.loves, creation.loves_week, creation.loves_month) == (2, 1, 2)
    rising = creation.rising
    Creation.objects.update(loves=99, loves_week=99, rising=-5)
    assert recount_all() == 1
    creation.refresh_from_db()
    assert (creation.loves, creation.loves_week, creation.rising) == (2, 1, rising)
    recount(creation.pk)


@pytest.mark.parametrize(
    "name", ["q", "theme", "tag", "use", "aspect", "backend", "after", "order", "period"]
)
def test_a_wish_with_a_null_character_is_no_error_of_ours(name: str, db: None) -> None:
    assert Client().get("/gallery/", {name: "a\x00"}).status_code in (200, 404)


def test_a_stranger_searches_so_often_and_whoever_is_signed_in_as_they_like(
    make_creation: Callable[..., Creation], alice: User, settings: Settings
) -> None:
    settings.STRANGERS_SEARCHES_PER_MINUTE = 2
    make_creation()
    stranger, member = Client(REMOTE_ADDR="2001:db8:7::1"), Client(REMOTE_ADDR="2001:db8:7::1")
    member.force_login(alice)
    assert [stranger.get("/gallery/?q=kite").status_code for _ in range(2)] == [200, 200]
    neighbour = stranger.get("/gallery/?q=kite", REMOTE_ADDR="2001:db8:7::2")
    assert (neighbour.status_code, int(neighbour.headers["Retry-After"]) > 0) == (429, True)
    assert "That was too often" in neighbour.content.decode()
    assert stranger.get("/gallery/?q=kite", REMOTE_ADDR="2001:db8:8::1").status_code == 200
    assert stranger.get("/gallery/").status_code == 200
    assert member.get("/gallery/?q=kite").status_code == 200
