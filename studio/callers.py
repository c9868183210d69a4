"""The threads that make calls: a part of Celery's worker that takes from their own queue."""

import logging
import threading
from types import TracebackType
from typing import Any

import redis
from celery import bootsteps
from django.db import Error, close_old_connections, connection

from studio.models.turns import Ready
from studio.pipeline import due
from studio.tasks import run_call

LOOK_UP_SECONDS = 0.5

log = logging.getLogger(__name__)


class Callers(bootsteps.StartStopStep):
    """As many threads as the worker has for tasks. One of them waits at the queue and makes the call that comes,
    and another one waits there meanwhile, so that nothing is handed over. They end with what they are at."""

    def __init__(self, worker: Any, **options: object) -> None:
        self._stopping = threading.Event()
        self._turn = Turn()
        self._threads: list[threading.Thread] = []
        super().__init__(worker, **options)

    def include_if(self, worker: Any) -> bool:
        return "calls" in worker.app.amqp.queues.consume_from

    def start(self, worker: Any) -> None:
        for _ in range(worker.concurrency):
            thread = threading.Thread(target=self._serve, name="caller", daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self, worker: Any) -> None:
        self._stopping.set()

    def stop(self, worker: Any) -> None:
        self.close(worker)
        for thread in self._threads:
            thread.join()

    def terminate(self, worker: Any) -> None:
        """At once: what they are at is found by its lease."""
        self.close(worker)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            with self._turn:
                call = self._next()
            if call is not None:
                _make(call)
        connection.close()

    def _next(self) -> Ready | None:
        while not self._stopping.is_set():
            try:
                _mind_the_connection()
                call = due.taken(seconds=LOOK_UP_SECONDS)
                if call is not None and self._stopping.is_set():
                    due.wake([call])  # somebody else's
                elif call is not None:
                    return call
            except (Error, redis.RedisError) as error:
                log.warning("no call can be made just now: %s", error)
                self._stopping.wait(LOOK_UP_SECONDS)
        return None


class Turn:
    """A lock that goes to the thread that asked last: the connection and the caches of that one are warm."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: list[threading.Event] = []

    def __enter__(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.pop().set()
            else:
                self._taken = False


def _mind_the_connection() -> None:
    """Have one to the database that is young and answers, before there is something to do with it."""
    close_old_connections()
    connection.close_if_health_check_failed()
    connection.ensure_connection()


def _make(call: Ready) -> None:
    try:
        run_call(*call)
    except Exception:  # the thread goes on; whatever became of the call is found by its row
        log.exception("call %s of %s", *call)
