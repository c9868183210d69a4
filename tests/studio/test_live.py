"""Events reach the pages: live, replayed after a gap, or as a reset when the gap cannot be closed."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

import pytest
from django.db import connection, transaction

from studio.live.events import Event, stream_of
from studio.live.publish import KEPT_EVENTS, publish, sync_client
from studio.live.stream import latest_id, stream

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT = 4711
SECONDS = 10


def in_a_loop(test: Callable[[], Coroutine[None, None, None]]) -> Callable[[], None]:
    """Run an async test in a loop of its own, in a thread: Playwright keeps one running in the main thread."""

    @wraps(test)
    def run() -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, test()).result()

    return run


@pytest.fixture(autouse=True)
def _empty_stream() -> None:
    sync_client().delete(stream_of(PROJECT))


async def always() -> bool:
    return True


async def next_event(page: AsyncGenerator[bytes]) -> tuple[str, str, dict[str, int]]:
    """(id, name, ids) of the next event; comments are passed over."""
    async with asyncio.timeout(SECONDS):
        async for chunk in page:
            lines = dict(
                line.split(": ", 1) for line in chunk.decode().splitlines() if ": " in line and line[0] != ":"
            )
            if "event" in lines:
                return lines.get("id", ""), lines["event"], json.loads(lines["data"])
    raise AssertionError("the stream ended")


async def listen(
    last_id: str | None = None, allowed: Callable[[], Awaitable[bool]] = always
) -> AsyncGenerator[bytes]:
    page = stream(PROJECT, last_id, allowed)
    first = await anext(page)
    assert b"listening" in first
    return page


def tell(variant: int) -> None:
    publish(Event(PROJECT, "variant.ready", job=1, variant=variant))


async def atell(variant: int) -> None:
    def tell_and_hang_up() -> None:
        tell(variant)
        connection.close()

    await asyncio.to_thread(tell_and_hang_up)


@in_a_loop
async def test_a_page_hears_what_happens_while_it_listens() -> None:
    page = await listen()
    await atell(1)
    assert (await next_event(page))[1:] == ("variant.ready", {"job": 1, "variant": 1})


@in_a_loop
async def test_a_page_that_comes_back_hears_what_it_missed_in_order_and_once() -> None:
    page = await listen()
    await atell(1)
    seen, _, _ = await next_event(page)
    await page.aclose()
    await atell(2)
    await atell(3)
    page = await listen(seen)
    await atell(4)
    assert [(await next_event(page))[2]["variant"] for _ in range(3)] == [2, 3, 4]


@in_a_loop
async def test_a_page_hears_what_happened_between_its_rendering_and_its_listening() -> None:
    await atell(1)
    rendered = await asyncio.to_thread(latest_id, PROJECT)
    await atell(2)
    page = await listen(rendered)
    assert (await next_event(page))[2]["variant"] == 2


@in_a_loop
async def test_a_page_whose_place_is_gone_is_told_to_read_everything_again_and_then_goes_on() -> None:
    await atell(1)
    await asyncio.to_thread(sync_client().delete, stream_of(PROJECT))
    await atell(2)
    page = await listen("5-0")
    id_, name, _ = await next_event(page)
    assert name == "reset"
    assert id_ == await asyncio.to_thread(latest_id, PROJECT)
    await atell(3)
    assert (await next_event(page))[2]["variant"] == 3


@in_a_loop
async def test_who_may_hear_no_more_is_cut_off_although_much_happens() -> None:
    asked = 0

    async def once() -> bool:
        nonlocal asked
        asked += 1
        return asked < 2

    page = stream(PROJECT, None, once, every=0.05)
    await anext(page)
    heard = 0
    async with asyncio.timeout(SECONDS):
        await atell(1)
        async for _ in page:  # there is always something to hear
            heard += 1
            await atell(heard)
    assert asked == 2


@in_a_loop
async def test_nonsense_as_last_event_id_does_no_harm() -> None:
    await atell(1)
    page = await listen("'; DROP TABLE")
    assert (await next_event(page))[2]["variant"] == 1


@in_a_loop
async def test_one_subscription_serves_every_page_of_the_process() -> None:
    pages = [await listen() for _ in range(20)]
    await atell(1)
    assert {(await next_event(page))[2]["variant"] for page in pages} == {1}
    channels = await asyncio.to_thread(sync_client().pubsub_numsub, stream_of(PROJECT))
    assert channels == [(stream_of(PROJECT).encode(), 1)]
    for page in pages:
        await page.aclose()
    channels = await asyncio.to_thread(sync_client().pubsub_numsub, stream_of(PROJECT))
    assert channels == [(stream_of(PROJECT).encode(), 0)]


def test_nothing_is_told_of_what_was_rolled_back() -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        tell(1)
        raise Undone
    assert latest_id(PROJECT) == "0-0"


def test_a_stream_does_not_grow_without_bound() -> None:
    for number in range(KEPT_EVENTS + 400):
        tell(number)
    assert sync_client().xlen(stream_of(PROJECT)) <= KEPT_EVENTS + 200
