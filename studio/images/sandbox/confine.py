"""What a decoding process gives up before it looks at a stranger's bytes.

It keeps three open files: the question, the answer, and the pipe on which it tells that it is done. It can open no other file and no socket, start no process or
thread, and take neither more memory nor more time than it was given. Where we are root it becomes nobody.
"""

import contextlib
import fcntl
import os
import resource
import signal
from pathlib import Path

from studio.images.limits import ANSWER_BYTES, Allowance

QUESTION, ANSWER, TELL = 3, 4, 5
NOBODY = 65_534


def confine(question: int, answer: int, tell: int, allowance: Allowance) -> None:
    """Afterwards these are descriptors QUESTION, ANSWER and TELL."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, allowance.wall_seconds)
    _keep_only(question, answer, tell)
    with contextlib.suppress(OSError):  # only Linux has it: when memory runs out, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, ANSWER_BYTES)
    # A second apart: at the first the process ends as one that took too long, at the second it ends at once.
    _limit(resource.RLIMIT_CPU, allowance.cpu_seconds, allowance.cpu_seconds + 1)
    baseline = _address_space()
    if baseline is not None:
        _limit(resource.RLIMIT_AS, baseline + allowance.address_space)
    _become_nobody()
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, 0)  # last: what is open stays open, nothing new can be opened


def _keep_only(*descriptors: int) -> None:
    # Through high numbers first, so that none is overwritten by another's move.
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10) for descriptor in descriptors]
    for place, descriptor in enumerate(high, start=QUESTION):
        os.dup2(descriptor, place)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(TELL + 1, max(1024, *high, nothing) + 1)


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
