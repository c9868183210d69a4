"""Ends the children of a launcher that was killed, on systems where the kernel does not (all but Linux).

One small process beside the launcher reads from a pipe which child is to get which signal. The pipe closes
when the launcher is gone, however it went; then each child gets its signal, and after a while SIGKILL.
"""

import contextlib
import os
import signal
import subprocess
import sys
from time import monotonic, sleep

from studio.stack.home import ROOT

GRACE_SECONDS = 10.0


class Watcher:
    """The launcher's end of the pipe."""

    def __init__(self) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "studio.stack.watcher"],
            stdin=subprocess.PIPE,
            cwd=ROOT,
            process_group=0,
        )

    def watch(self, pid: int, death_signal: signal.Signals) -> None:
        self._write(f"{pid} {death_signal.value}\n")

    def forget(self, pid: int) -> None:
        """It has ended; its number may soon be another's."""
        self._write(f"{pid} 0\n")

    def _write(self, line: str) -> None:
        assert self._popen.stdin is not None
        self._popen.stdin.write(line.encode())
        self._popen.stdin.flush()


def main() -> None:
    watched: dict[int, int] = {}
    for line in sys.stdin:
        pid, number = map(int, line.split())
        if number:
            watched[pid] = number
        else:
            watched.pop(pid, None)
    for pid, number in watched.items():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
    deadline = monotonic() + GRACE_SECONDS
    while any(map(_is_alive, watched)) and monotonic() < deadline:
        sleep(0.05)  # they are not this process's children, so there is nothing to wait on
    for pid in watched:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


if __name__ == "__main__":
    main()
