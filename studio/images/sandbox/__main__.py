"""The zygote: has everything loaded, and forks one confined process per picture.

Started by client.py with a socket as standard input. Each message there is one byte with three descriptors: the
question, the answer, and a pipe on which is told how it went (`wire.ENDED`): by the child itself as soon as the
answer is complete, so that nobody waits while it is taken down, or by the zygote if the child died over it. When the
socket closes, because the process that asked is gone in whatever way, so are we and every child.
"""

import contextlib
import gc
import os
import resource
import selectors
import signal
import socket
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

from studio.images.decoding.warm import warm
from studio.images.decoding.work import answer
from studio.images.limits import ALLOWANCE, MEGABYTE, RESULT, Allowance
from studio.images.sandbox import wire
from studio.images.sandbox.confine import ANSWER, QUESTION, TELL, confine

LOOK_AROUND_SECONDS = 5.0


Work = Callable[[Mapping[str, Any], bytes], tuple[Mapping[str, Any], Sequence[bytes]]]


def main(work: Work = answer, allowance: Allowance = ALLOWANCE) -> None:
    """Serves until the socket closes. `work` is what each child does with its question."""
    if os.getpgrp() != os.getpid():
        sys.exit("This process is started by studio.images.sandbox.client.")
    warnings.simplefilter("ignore")
    warm()
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every page
    control = socket.socket(fileno=0)
    parent = os.getppid()
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, _noted)
    signal.set_wakeup_fd(wake)
    running: dict[int, int] = {}  # process → the pipe on which to tell
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while os.getppid() == parent:
            for key, _ in selector.select(LOOK_AROUND_SECONDS):
                if key.fileobj is control:
                    if not _take(control, running, work, allowance):
                        _end()
                else:
                    os.read(woken, 512)
                    _reap(running)
    _end()


def _take(control: socket.socket, running: dict[int, int], work: Work, allowance: Allowance) -> bool:
    """Fork for one request; False once nobody is there to ask."""
    message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
    if not message:
        return False
    question, answered, tell = descriptors
    process = os.fork()
    if process == 0:
        _child(question, answered, tell, work, allowance)
    os.close(question)
    os.close(answered)
    running[process] = tell
    return True


def _child(question: int, answered: int, tell: int, work: Work, allowance: Allowance) -> None:
    """Never returns."""
    status = 1
    try:
        confine(question, answered, tell, allowance)
        head, (content,) = wire.read(QUESTION, most=RESULT.bytes + MEGABYTE)
        wire.write(ANSWER, *work(head, content))
        os.write(TELL, wire.ENDED.pack(0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
        status = 0
    except MemoryError:
        status = wire.OUT_OF_MEMORY
    finally:
        os._exit(status)


def _reap(running: dict[int, int]) -> None:
    while running:
        process, status = os.waitpid(-1, os.WNOHANG)
        if process == 0:
            return
        tell = running.pop(process)
        if status != 0:
            with contextlib.suppress(BrokenPipeError):  # nobody waits any longer
                os.write(tell, wire.ENDED.pack(status, 0))
        os.close(tell)


def _noted(signum: int, frame: FrameType | None) -> None:
    """SIGCHLD only has to wake the selector, which the wakeup descriptor does."""


def _end() -> None:
    """We lead a process group of our own: ourselves and the children."""
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
