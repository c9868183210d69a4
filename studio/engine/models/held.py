"""A network that is opened at first use and let go when nobody has used it for a while."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from studio.engine.memory import give_back
from studio.engine.models.weights import locate

if TYPE_CHECKING:
    import onnxruntime

T = TypeVar("T")

IDLE_SECONDS = 60.0


class Held(Generic[T]):
    """One lazily opened thing. `with held.use() as thing:` keeps it open for the block.

    When the last user has left, a timer of `idle` seconds begins; if it ends before the next use, the thing
    is dropped and its memory handed back to the system.
    """

    def __init__(self, opener: Callable[[], T], idle: float = IDLE_SECONDS) -> None:
        self._opener = opener
        self._idle = idle
        self._thing: T | None = None
        self._users = 0
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        return self._thing is not None

    @contextmanager
    def use(self) -> Iterator[T]:
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._thing is None:
                self._thing = self._opener()
            thing = self._thing
            self._users += 1
        try:
            yield thing
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._timer = threading.Timer(self._idle, self.release)
                    self._timer.daemon = True
                    self._timer.start()

    def release(self) -> None:
        """Drop the thing unless somebody is using it."""
        with self._lock:
            if self._users or self._thing is None:
                return
            self._thing = None
        give_back()


def threads() -> int:
    """How many threads one network may use: the cores this process may run on, at most four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 4)


def onnx(
    name: str, adapt: Callable[[bytes], bytes] = lambda model: model
) -> "Held[onnxruntime.InferenceSession]":
    """An ONNX network by the name of its weights; `adapt` may change the file's bytes before they are read."""

    def open_session() -> "onnxruntime.InferenceSession":
        import onnxruntime  # slow to load and 20 MB: only those who use a network pay for it

        options = onnxruntime.SessionOptions()
        options.enable_cpu_mem_arena = False
        options.intra_op_num_threads = threads()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            adapt(locate(name).read_bytes()), sess_options=options, providers=["CPUExecutionProvider"]
        )

    return Held(open_session)
