"""A command that has the terminal while this process keeps its servers: a test run, a bench."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studio.stack.home import ROOT
from studio.stack.processes import end_with_parent, watch


def run_in_foreground(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Its exit status. A Ctrl-C reaches the command itself, which ends as it sees fit."""
    child = start(command, env)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            child.terminate()
            raise


def start(command: Sequence[str], env: Mapping[str, str], **options: Any) -> subprocess.Popen[bytes]:
    """A child that ends with this process; `options` are Popen's."""
    child = subprocess.Popen(
        command, cwd=ROOT, env=dict(env), preexec_fn=end_with_parent(signal.SIGKILL), **options
    )
    watch(child.pid, signal.SIGKILL)
    return child


@contextlib.contextmanager
def signals_exit() -> Iterator[None]:
    """A SIGTERM or a closed terminal leaves the body in order, servers stopped and folders removed."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    yield
