"""`manage.py test [pytest's arguments]`: every test, on servers of its own."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator

from django.core.management import BaseCommand

from studio.stack.bootstrap import UNBUILT
from studio.stack.chromium import chromium_or_why_not
from studio.stack.errors import StackError
from studio.stack.home import ROOT
from studio.stack.processes import end_with_parent, watch
from studio.stack.throwaway import throwaway_stack


class Command(BaseCommand):
    help = "Runs pytest on a throwaway PostgreSQL and Valkey. All arguments are pytest's."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            with stops_by_signal(), throwaway_stack() as env:
                status = run_pytest(argv[2:], env)
        except StackError as error:
            sys.exit(f"seedbed: {error}")
        sys.exit(status)


def run_pytest(arguments: list[str], env: dict[str, str]) -> int:
    """Its exit status. A Ctrl-C reaches pytest itself, which ends with its summary."""
    chromium, reason = chromium_or_why_not()
    if chromium:
        env = env | {"CHROMIUM": chromium}
    else:
        print(f"seedbed: browser tests are skipped: {reason}.", flush=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:valkey", *arguments]
    if unbuilt := env.get(UNBUILT):
        print(f"seedbed: {unbuilt}", flush=True)
    child = subprocess.Popen(command, cwd=ROOT, env=env, preexec_fn=end_with_parent(signal.SIGKILL))
    watch(child.pid, signal.SIGKILL)
    while True:
        try:
            status = child.wait()
            break
        except KeyboardInterrupt:
            continue
        except SystemExit:
            child.terminate()
            raise
    if unbuilt and not status:
        print("seedbed: the tests passed, but the front end does not build, so this run failed.", flush=True)
        return 1
    return status


@contextlib.contextmanager
def stops_by_signal() -> Iterator[None]:
    """A SIGTERM or a closed terminal ends this process in order, servers included."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    yield
