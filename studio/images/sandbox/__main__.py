"""The zygote: has everything loaded, and forks one confined process per picture, one ahead of need.

Started by client.py with a socket as standard input. Each message there is one byte with three descriptors: the
question, the answer, and a pipe on which is told how it went (`wire.ENDED`): by the child itself as soon as the
answer is complete, so that nobody waits while it is taken down, or by the zygote if the child died over it. When the
socket closes, because the process that asked is gone in whatever way, so are we and every child.

A child waits on that same socket, so that a question reaches it without us; it tells us that it took one, and hands
over the pipe, on a second socket. Then we fork the next.
"""

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import struct
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, NoReturn

from studio.images.decoding.warm import rehearse, warm
from studio.images.decoding.work import answer
from studio.images.limits import ALLOWANCE, MEGABYTE, RESULT, Allowance
from studio.images.sandbox import wire
from studio.images.sandbox.confine import ANSWER, QUESTION, TELL, confine, prepare

LOOK_AROUND_MS = 5000
PROCESS = struct.Struct("=i")

Work = Callable[[Mapping[str, Any], bytes], tuple[Mapping[str, Any], Sequence[bytes]]]


def main(work: Work = answer, allowance: Allowance = ALLOWANCE) -> None:
    """Serves until the socket closes. `work` is what each child does with its question."""
    if os.getpgrp() != os.getpid():
        sys.exit("This process is started by studio.images.sandbox.client.")
    warnings.simplefilter("ignore")
    warm()
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every page
    Zygote(work, allowance).serve()


@dataclass
class Zygote:
    work: Work
    allowance: Allowance
    control: socket.socket = field(default_factory=lambda: socket.socket(fileno=0))
    spare: int | None = None  # the child that waits for a question
    running: dict[int, int] = field(default_factory=dict)  # child → the pipe on which to tell of its death

    def serve(self) -> None:
        parent = os.getppid()
        woken = _waking_on_children()
        self.taken, self.take = socket.socketpair()
        self.taken.setblocking(False)
        events = select.poll()
        events.register(self.control, 0)  # only whether it closed: what is said there is for the spare
        events.register(self.taken, select.POLLIN)
        events.register(woken, select.POLLIN)
        while os.getppid() == parent:
            if self.spare is None:
                self.fork()
            ready = dict(events.poll(LOOK_AROUND_MS))
            if self.control.fileno() in ready:
                break
            if woken in ready:
                os.read(woken, 512)
            self.note_taken()
            self.reap()
        os.killpg(0, signal.SIGKILL)  # we lead a process group of our own: ourselves and the children

    def fork(self) -> None:
        zygote = os.getpid()
        process = os.fork()
        if process == 0:
            _child(self.control, self.take, self.work, self.allowance, zygote)
        self.spare = process

    def note_taken(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                message, (tell,), _, _ = socket.recv_fds(self.taken, PROCESS.size, 1)
                (process,) = PROCESS.unpack(message)
                self.running[process] = tell
                self.spare = None

    def reap(self) -> None:
        """Tell of those that died. After note_taken: a child says that it took a question before it can die over it."""
        while self.running or self.spare is not None:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            if process == self.spare:
                sys.exit(f"A child of the picture sandbox ended before it began, with wait status {status}.")
            tell = self.running.pop(process)
            if status != 0:
                with contextlib.suppress(BrokenPipeError):  # nobody waits any longer
                    os.write(tell, wire.ENDED.pack(status, 0))
            os.close(tell)


def _child(
    control: socket.socket, take: socket.socket, work: Work, allowance: Allowance, zygote: int
) -> NoReturn:
    status = 1
    try:
        prepare(allowance, keeping=(control.fileno(), take.fileno()))
        rehearse()
        message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
        if not message or os.getppid() != zygote:
            os._exit(0)
        question, answered, tell = descriptors
        socket.send_fds(take, [PROCESS.pack(os.getpid())], [tell])
        confine(question, answered, tell, allowance)
        head, (content,) = wire.read(QUESTION, most=RESULT.bytes + MEGABYTE)
        wire.write(ANSWER, *work(head, content))
        os.write(TELL, wire.ENDED.pack(0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
        status = 0
    except MemoryError:
        status = wire.OUT_OF_MEMORY
    finally:
        os._exit(status)


def _waking_on_children() -> int:
    """A descriptor that becomes readable when a child ends."""
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, _noted)
    signal.set_wakeup_fd(wake)
    return woken


def _noted(signum: int, frame: FrameType | None) -> None:
    """SIGCHLD only has to wake the poll, which the wakeup descriptor does."""


if __name__ == "__main__":
    main()
