"""The memory of a process that holds keys is its own: no core file of it, and no other process of the same user looks
into it. Only root may, or everybody where SEEDBED_DEBUGGABLE is set, for debuggers and profilers."""

import ctypes
import os
import sys

PR_SET_DUMPABLE = 4


def keep_private() -> None:
    """Forks inherit it; a program that is started does not. Systems other than Linux leave it to their own rules."""
    if sys.platform.startswith("linux") and not os.environ.get("SEEDBED_DEBUGGABLE"):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
