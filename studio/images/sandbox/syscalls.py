"""What a decoding process may still ask the kernel for: memory, its three open files, the time, its own end.

A filter of the kernel (seccomp) refuses every other system call with EPERM, so that what the kernel does wrong
elsewhere is out of reach of a picture. By number, because that is how a filter sees them; a processor that is not
listed has the other walls (confine.py) and not this one.
"""

import ctypes
import platform
import struct
from itertools import chain

PR_SET_SECCOMP, FILTER = 22, 2
LOAD, JUMP_IF_EQUAL, ANSWER = 0x20, 0x15, 0x06
NUMBER_AT, ARCHITECTURE_AT = 0, 4  # in what the kernel shows to a filter
ALLOW, REFUSE, EPERM = 0x7FFF0000, 0x00050000, 1

# The kernel's name of an architecture, and the numbers of its calls, by what they are for.
KNOWN: dict[str, tuple[int, dict[str, tuple[int, ...]]]] = {
    "x86_64": (
        0xC000003E,
        {
            "read, write, close, lseek, pread64, pwrite64, writev": (0, 1, 3, 8, 17, 18, 20),
            "fstat, newfstatat, poll, select, pselect6, ppoll": (5, 262, 7, 23, 270, 271),
            "mmap, mprotect, munmap, brk, mremap, madvise": (9, 10, 11, 12, 25, 28),
            "rt_sigaction, rt_sigprocmask, rt_sigreturn, sigaltstack": (13, 14, 15, 131),
            "getpid, gettid, getuid, getgid, geteuid, getegid, getppid, getcwd": (
                *(39, 186, 102, 104, 107, 108, 110, 79),
            ),
            "futex, rseq, sched_yield, sched_getaffinity, sysinfo, getrusage": (202, 334, 24, 204, 99, 98),
            "clock_gettime, nanosleep, clock_nanosleep, restart_syscall, getrandom": (228, 35, 230, 219, 318),
            "exit, exit_group": (60, 231),
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "read, write, close, lseek, pread64, pwrite64, writev": (63, 64, 57, 62, 67, 68, 66),
            "fstat, newfstatat, pselect6, ppoll": (80, 79, 72, 73),
            "mmap, mprotect, munmap, brk, mremap, madvise": (222, 226, 215, 214, 216, 233),
            "rt_sigaction, rt_sigprocmask, rt_sigreturn, sigaltstack": (134, 135, 139, 132),
            "getpid, gettid, getuid, getgid, geteuid, getegid, getppid, getcwd": (
                *(172, 178, 174, 176, 175, 177, 173, 17),
            ),
            "futex, rseq, sched_yield, sched_getaffinity, sysinfo, getrusage": (98, 293, 124, 123, 179, 165),
            "clock_gettime, nanosleep, clock_nanosleep, restart_syscall, getrandom": (
                113,
                101,
                115,
                128,
                278,
            ),
            "exit, exit_group": (93, 94),
        },
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def allow_only_what_decoding_needs() -> None:
    """For good, and for whatever this process would become. Needs no_new_privs; does nothing where it cannot be had."""
    if platform.machine() not in KNOWN:
        return
    steps = _steps(*KNOWN[platform.machine()])
    program = _Program(len(steps), b"".join(steps))
    ctypes.CDLL(None).prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0)


def _steps(architecture: int, calls: dict[str, tuple[int, ...]]) -> list[bytes]:
    """The filter: the call's number is compared with one after the other."""
    numbers = list(chain.from_iterable(calls.values()))
    return [
        _step(LOAD, ARCHITECTURE_AT),
        _step(JUMP_IF_EQUAL, architecture, if_so=1),
        _step(ANSWER, REFUSE | EPERM),
        _step(LOAD, NUMBER_AT),
        *(_step(JUMP_IF_EQUAL, number, if_so=len(numbers) - place) for place, number in enumerate(numbers)),
        _step(ANSWER, REFUSE | EPERM),
        _step(ANSWER, ALLOW),
    ]


def _step(code: int, value: int, *, if_so: int = 0) -> bytes:
    """One instruction; `if_so` says how many of the next are left out."""
    return struct.pack("=HBBI", code, if_so, 0, value)
