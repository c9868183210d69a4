"""How much memory a process has, and giving back what it no longer needs."""

import ctypes
import gc
import os
from pathlib import Path


def resident_bytes(pid: int) -> int:
    """The process' resident size; 0 when it is gone or the system has no /proc."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def give_back() -> None:
    """Return freed memory to the system; glibc keeps it otherwise."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
