"""A sandbox whose children do what a decoder under attack might do. Run as a program by test_sandbox.py."""

import ctypes
import errno
import os
import resource
import select
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from studio.images.decoding.work import answer
from studio.images.limits import MEGABYTE, Allowance
from studio.images.sandbox.__main__ import main
from studio.images.sandbox.confine import ANSWER

ALLOWANCE = Allowance(address_space=96 * MEGABYTE, cpu_seconds=1, wall_seconds=3)


def misbehave(question: Mapping[str, Any], content: bytes) -> tuple[Mapping[str, Any], Sequence[bytes]]:
    ways: dict[str, Callable[[], object]] = {
        "segfault": lambda: ctypes.string_at(0),
        "abort": os.abort,
        "spin": _spin,
        "wait": lambda: select.select([], [], [], 60),
        "hoard": lambda: bytearray(2**31),
        "garble": lambda: os.write(ANSWER, b"\xff" * 100),
        "flood": lambda: os.pwrite(ANSWER, b"!", 600 * MEGABYTE),
    }
    task = question["task"]
    if task in ways:
        ways[task]()
    if task == "escape":
        return {"possible": _escapes()}, []
    if task == "overlap":
        began = time.monotonic()
        select.select([], [], [], 0.05)
        return {"span": [began, time.monotonic()]}, []
    if task == "tell":
        return {"environment": sorted(os.environ), "user": os.geteuid(), "pid": os.getpid()}, []
    return answer(question, content)


def _spin() -> None:
    while True:
        pass


def _escapes() -> list[str]:
    """The names of those ways out that are open."""
    ways: dict[str, Callable[[], object]] = {
        "read a file": lambda: Path("/etc/hostname").read_bytes(),
        "write a file": lambda: Path("/tmp/escaped").write_bytes(b""),
        "open a socket": socket.socket,
        "reuse a descriptor": _reuse,
        "start a program": lambda: subprocess.run(["true"], check=False),
        "fork": _fork,
        "start a thread": lambda: threading.Thread(target=int).start(),
        "raise the memory limit": lambda: resource.setrlimit(resource.RLIMIT_AS, (2**40, 2**40)),
        "raise the file limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
        "kill the zygote": lambda: os.kill(os.getppid(), 0),
        "read another's memory": lambda: read_memory(os.getppid()),
        "ask the kernel for what no decoder needs": lambda: os.chdir("/tmp"),
        "see other descriptors": lambda: [os.fstat(number) for number in range(6, 64)],
    }
    return [name for name, way in ways.items() if succeeds(way)]


def read_memory(process: int) -> None:
    """A byte of another process, where the kernel lets us."""
    into, address = ctypes.create_string_buffer(1), ctypes.addressof(ctypes.create_string_buffer(b"!"))
    ours, theirs = (ctypes.c_size_t * 2)(ctypes.addressof(into), 1), (ctypes.c_size_t * 2)(address, 1)
    call = ctypes.CDLL(None, use_errno=True).process_vm_readv
    if call(process, ours, ctypes.c_ulong(1), theirs, ctypes.c_ulong(1), ctypes.c_ulong(0)) < 0:
        number = ctypes.get_errno()
        if number == errno.EPERM:
            raise OSError(number, os.strerror(number))


def _reuse() -> None:
    os.close(0)
    socket.socket()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def succeeds(way: Callable[[], object]) -> bool:
    try:
        way()
    except (OSError, RuntimeError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main(misbehave, ALLOWANCE)
