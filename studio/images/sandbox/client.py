"""Asking the sandbox: one question about one picture, answered by a process made for it.

The zygote (`__main__.py`) is started at the first question, from any thread. It is a fresh program with an empty
environment, not a fork of ours: no key, cookie or row of ours is in the memory of what decodes a stranger's bytes.
A fork of this process forgets its parent's zygote and starts one of its own.
"""

import atexit
import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

from studio.images.errors import ImageRefused
from studio.images.limits import ALLOWANCE, ANSWER_BYTES, CONCURRENT
from studio.images.sandbox import wire

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    # Each child touches its memory for the first time: huge pages spare it a third of the time for a 2K PNG.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
GRACE_SECONDS = 10  # a child ends itself by then; if not, the zygote is stuck

logger = logging.getLogger(__name__)


class SandboxBroken(OSError):
    """The sandbox itself does not run. It is not the picture's fault: try again later, and look at the log."""


class Answer(NamedTuple):
    head: dict[str, Any]
    blobs: list[bytes]
    peak_bytes: int  # resident, of the process that decoded


@dataclass(frozen=True, slots=True)
class Zygote:
    process: subprocess.Popen[bytes]
    control: socket.socket

    def kill(self) -> None:
        """It and every child of it."""
        self.control.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Sandbox:
    def __init__(self, program: str = "studio.images.sandbox", *, concurrent: int = CONCURRENT) -> None:
        self._program = program
        self._slots = threading.BoundedSemaphore(concurrent)
        self._lock = threading.Lock()
        self._zygote: Zygote | None = None

    def ask(self, question: Mapping[str, Any], content: bytes) -> Answer:
        """Raises ImageRefused if the process dies over the picture, SandboxBroken if none can be had."""
        with self._slots, self._asked(question, content) as answer:
            return answer()

    @contextlib.contextmanager
    def ahead(self, question: Mapping[str, Any], content: bytes) -> Iterator[Callable[[], Answer]]:
        """`ask` in two parts, for who has something else to do meanwhile: what is given waits for the answer.

        Where no place is free, all of it is left for then, so that nobody waits here.
        """
        if not self._slots.acquire(blocking=False):
            yield partial(self.ask, question, content)
            return
        with contextlib.ExitStack() as place:
            place.callback(self._slots.release)
            try:
                answer = partial(_last, place, place.enter_context(self._asked(question, content)))
            except OSError:  # no memory, or no process: there may be when the answer is wanted
                place.close()
                answer = partial(self.ask, question, content)
            yield answer

    def start(self) -> None:
        """So that the first picture does not wait for it."""
        with self._lock:
            self._running()

    def stop(self) -> None:
        with self._lock:
            zygote, self._zygote = self._zygote, None
        if zygote is not None:
            zygote.kill()

    @contextlib.contextmanager
    def _asked(self, question: Mapping[str, Any], content: bytes) -> Iterator[Callable[[], Answer]]:
        with _scratch() as asked, _scratch() as answered:
            wire.write(asked, question, [content])
            with _request(self._zygote_now(), asked, answered) as request:
                yield partial(self._answer, request, asked, answered)

    def _answer(self, request: "Request", asked: int, answered: int) -> Answer:
        status, peak = self._ended(request, asked, answered)
        if status != 0:
            _refuse(status)
        try:
            head, blobs = wire.read(answered, most=ANSWER_BYTES)
        except wire.Garbled as error:
            raise ImageRefused("crashed", _CRASHED) from error
        return Answer(head, blobs, peak)

    def _ended(self, request: "Request", asked: int, answered: int) -> tuple[int, int]:
        """How the process ended (a wait status), and its peak in bytes. A zygote found dead is replaced once."""
        if (ended := request.ended()) is not None:
            return ended
        self._drop(request.zygote)
        os.ftruncate(answered, 0)
        with _request(self._zygote_now(), asked, answered) as again:
            if (ended := again.ended()) is not None:
                return ended
        self._drop(again.zygote)
        raise SandboxBroken(
            f"The process that decodes pictures ended twice, the last time with {again.zygote.process.returncode}."
        )

    def _zygote_now(self) -> Zygote:
        with self._lock:
            return self._running()

    def _running(self) -> Zygote:
        if self._zygote is None:
            self._zygote = _started(self._program)
        return self._zygote

    def _drop(self, zygote: Zygote) -> None:
        with self._lock:
            if self._zygote is zygote:
                logger.warning(
                    "The picture sandbox (process %d) ended; starting another.", zygote.process.pid
                )
                self._zygote = None
                zygote.kill()


def _last(place: contextlib.ExitStack, answer: Callable[[], Answer]) -> Answer:
    """The answer, and its place is free: whoever has it may have more to ask before they are done."""
    with place:
        return answer()


def _started(program: str) -> Zygote:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-s", "-m", program],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,
        )
    return Zygote(process, ours)


@dataclass(frozen=True, slots=True)
class Request:
    """A question on its way to a child of this zygote."""

    zygote: Zygote
    told: FileIO

    def ended(self) -> tuple[int, int] | None:
        """None if the zygote is gone, or has not told in time how the child ended."""
        waiting = select.poll()
        waiting.register(self.told, select.POLLIN)
        if not waiting.poll((ALLOWANCE.wall_seconds + GRACE_SECONDS) * 1000):
            return None
        ended = self.told.read(wire.ENDED.size)
        if len(ended) != wire.ENDED.size:
            return None
        status, peak_kib = wire.ENDED.unpack(ended)
        return status, peak_kib * 1024


@contextlib.contextmanager
def _request(zygote: Zygote, asked: int, answered: int) -> Iterator[Request]:
    told, tell = os.pipe()
    with FileIO(told) as reading:
        try:
            # One byte and its descriptors are one message: threads need no lock here.
            socket.send_fds(zygote.control, [b"?"], [asked, answered, tell])
        except OSError:
            pass  # it is gone: nobody holds the other end of the pipe, and ended() sees that at once
        finally:
            os.close(tell)
        yield Request(zygote, reading)


_CRASHED = "This picture made its decoder fail. It is damaged, or made to do harm."


def _refuse(status: int) -> None:
    code = os.waitstatus_to_exitcode(status)
    logger.warning("A picture ended its decoder: %s.", signal.Signals(-code).name if code < 0 else code)
    if -code in (signal.SIGALRM, signal.SIGXCPU):
        raise ImageRefused("timed_out", "This picture takes too long to decode.")
    if code == wire.OUT_OF_MEMORY or -code == signal.SIGKILL:  # nobody kills it but a system without memory
        raise ImageRefused("out_of_memory", "This picture needs more memory than one picture may take here.")
    raise ImageRefused("crashed", _CRASHED)


@contextlib.contextmanager
def _scratch() -> Iterator[int]:
    """A file without a name, in memory where the system can."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("picture")
        try:
            yield descriptor
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryFile(buffering=0) as file:
            yield file.fileno()


shared = Sandbox()
_left_by_fork: list[Sandbox] = []


def _forget() -> None:
    """In a fork of ours: the zygote is our parent's, and so may be a lock that some thread of it held."""
    global shared
    _left_by_fork.append(shared)  # keeps Popen's finaliser from looking for a process that is not ours
    if shared._zygote is not None:
        shared._zygote.control.close()
    shared = Sandbox()


def _stop() -> None:
    shared.stop()


os.register_at_fork(after_in_child=_forget)
atexit.register(_stop)
