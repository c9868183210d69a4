"""What a decoding process gives up before it looks at a stranger's bytes.

It keeps three open files: the question, the answer, and the pipe on which it tells that it is done. It can open no
other file and no socket, start no process or thread, and take neither more memory nor more time than it was given.
Where we are root it becomes nobody. Where the kernel has Landlock, it can neither signal nor look into any process
but itself, although others may be of the same user. Of the kernel it can ask no more than decoding needs (syscalls.py).
"""

import contextlib
import ctypes
import fcntl
import os
import resource
import signal
import sys
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

from studio.images.limits import ANSWER_BYTES, Allowance
from studio.images.sandbox.syscalls import allow_only_what_decoding_needs

QUESTION, ANSWER, TELL = 3, 4, 5
NOBODY = 65_534

PR_SET_NO_NEW_PRIVS = 38
CREATE_RULESET, RESTRICT_SELF = 444, 446  # Landlock's system calls, the same on every processor
TELL_VERSION = 1
# By the version of Landlock: how large its struct is, and what it can forbid about files, the network and processes.
WALLS = (
    (1, 8, (1 << 13) - 1, 0, 0),
    (2, 8, (1 << 14) - 1, 0, 0),
    (3, 8, (1 << 15) - 1, 0, 0),
    (4, 16, (1 << 15) - 1, 0b11, 0),
    (5, 16, (1 << 16) - 1, 0b11, 0),
    (6, 24, (1 << 16) - 1, 0b11, 0b11),
)


def prepare(allowance: Allowance, *, keeping: Collection[int]) -> None:
    """What can be given up before there is a question: all but these descriptors, privileges, memory."""
    signal.set_wakeup_fd(-1)
    for ours in (signal.SIGCHLD, signal.SIGALRM):
        signal.signal(ours, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        if number not in keeping:
            os.dup2(nothing, number)
    _close_all_but({0, 1, 2, *keeping})
    with contextlib.suppress(OSError):  # only Linux has it: when memory runs out, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, ANSWER_BYTES)
    baseline = _address_space()
    if baseline is not None:
        _limit(resource.RLIMIT_AS, baseline + allowance.address_space)
    _become_nobody()
    _limit(resource.RLIMIT_NPROC, 0)


def confine(question: int, answer: int, tell: int, allowance: Allowance) -> None:
    """After `prepare`, with a question at hand: from here on nothing is open but QUESTION, ANSWER and TELL."""
    signal.setitimer(signal.ITIMER_REAL, allowance.wall_seconds)
    # A second apart: at the first the process ends as one that took too long, at the second it ends at once.
    _limit(resource.RLIMIT_CPU, allowance.cpu_seconds, allowance.cpu_seconds + 1)
    # Through high numbers first, so that none is overwritten by another's move.
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 32) for descriptor in (question, answer, tell)]
    for place, descriptor in zip((QUESTION, ANSWER, TELL), high, strict=True):
        os.dup2(descriptor, place)
    _close_all_but((1, 2, QUESTION, ANSWER, TELL))
    wall_off()
    _limit(resource.RLIMIT_NOFILE, 0)  # what is open stays open, nothing new can be opened
    if sys.platform.startswith("linux"):
        allow_only_what_decoding_needs()


def wall_off() -> None:
    """From here on: no privilege to be had from a program that is started, and, as far as the kernel knows Landlock, no
    file, no connection, no other process's memory (version 1 and later), no signal to one (6)."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    version = libc.syscall(CREATE_RULESET, None, 0, TELL_VERSION)
    known = [each for each in WALLS if each[0] <= version]
    if not known:  # an older kernel, or one that was told to leave it out
        return
    _, size, *forbidden = known[-1]
    rules = libc.syscall(CREATE_RULESET, (ctypes.c_uint64 * 3)(*forbidden), size, 0)
    libc.syscall(RESTRICT_SELF, rules, 0)
    os.close(rules)


def _close_all_but(kept: Collection[int]) -> None:
    for before, after in pairwise([-1, *sorted(kept), 1024]):
        if before + 1 < after:  # of an empty range that begins at 0, closerange closes everything
            os.closerange(before + 1, after)


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Both limits the same where one is given, and never above what there is."""
    _, given = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if given != resource.RLIM_INFINITY:
        soft, hard = min(soft, given), min(hard, given)
    resource.setrlimit(kind, (soft, hard))


def _address_space() -> int | None:
    """Bytes mapped now; None where the system does not say, and would not keep the limit either (macOS)."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[0]
    except FileNotFoundError:
        return None
    return int(pages) * resource.getpagesize()


def _become_nobody() -> None:
    if os.geteuid() != 0:
        return
    with contextlib.suppress(OSError):  # a container may map no second user
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
