"""The queue of calls, and the threads that take from it."""

from collections.abc import Callable
from functools import partial
from threading import Thread
from types import SimpleNamespace

import pytest

from studio.callers import Callers, Turn
from studio.live.publish import sync_client
from studio.models import Job
from studio.models.turns import Ready
from studio.pipeline import due
from tests.backends.provider import Provider, Reply
from tests.workers import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    sync_client().delete(due.QUEUE)


def test_a_call_is_in_the_queue_once_and_the_oldest_comes_first() -> None:
    assert due.wake([Ready(12, "paid"), Ready(7, "a backend")]) == 2
    due.wake([Ready(7, "a backend")])
    assert [due.taken(seconds=0.01) for _ in range(3)] == [(7, "a backend"), (12, "paid"), None]


def test_those_at_work_finish_when_the_worker_stops_and_take_nothing_new(
    make_job: Callable[..., Job], provider: Provider
) -> None:
    provider.always(Reply(delay=0.3))
    callers = Callers(None)
    callers.start(SimpleNamespace(concurrency=2))
    first = make_job()
    until(lambda: provider.under_way == 1, seconds=10)
    callers.close(None)
    second = make_job()
    callers.stop(None)
    assert [job.calls.get().state for job in (first, second)] == ["stored", "waiting"]


def test_a_call_that_cannot_be_made_at_all_takes_no_thread_with_it(
    make_job: Callable[..., Job], provider: Provider
) -> None:
    callers = Callers(None)
    callers.start(SimpleNamespace(concurrency=1))
    due.wake([Ready(10**30, "paid")])  # no number of a row
    job = make_job()
    until(lambda: job.calls.get().state == "stored", seconds=10)
    callers.stop(None)
    assert len(provider.requests) == 1


def test_a_turn_goes_to_whoever_asked_last() -> None:
    turn, order = Turn(), list[int]()

    def ask(number: int) -> None:
        with turn:
            order.append(number)

    threads = [Thread(target=ask, args=(number,)) for number in range(3)]
    with turn:
        for thread in threads:
            thread.start()
            until(partial(_have_asked, turn, threads.index(thread) + 1), seconds=5)
    for thread in threads:
        thread.join()
    assert order == [2, 1, 0]


def _have_asked(turn: Turn, number: int) -> bool:
    return len(turn._waiting) == number
