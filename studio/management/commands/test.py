"""`manage.py test [pytest's arguments]`: every test, on servers of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.management import BaseCommand

from studio.stack.bootstrap import UNBUILT
from studio.stack.chromium import chromium_or_why_not
from studio.stack.errors import StackError
from studio.stack.foreground import run_in_foreground, signals_exit, start
from studio.stack.throwaway import throwaway_stack

PYTEST = (sys.executable, "-m", "pytest", "-p", "no:valkey", "-p", "tests.isolation")
# The whole run is two, beside each other, with databases of their own. The tests that need a browser wait most
# of their time; Playwright keeps an event loop in their thread, and their workers take whatever is laid out.
APART = "tests/journeys"
REST = ("-n", "3", "--dist", "loadfile", "-p", "no:playwright", f"--ignore={APART}")


class Command(BaseCommand):
    help = "Runs pytest on a throwaway PostgreSQL and Valkey. All arguments are pytest's."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            with signals_exit():
                status = run_pytest(argv[2:])
        except StackError as error:
            sys.exit(f"seedbed: {error}")
        sys.exit(status)


def run_pytest(arguments: list[str]) -> int:
    chromium, reason = chromium_or_why_not()
    if not chromium:
        print(f"seedbed: browser tests are skipped: {reason}.", flush=True)
    if unbuilt := os.environ.get(UNBUILT):
        print(f"seedbed: {unbuilt}", flush=True)
    extra = {"CHROMIUM": chromium} if chromium else {}
    with throwaway_stack() as env:
        if arguments:
            status = run_in_foreground([*PYTEST, *arguments], env | extra)
        else:
            with _beside([*PYTEST, APART], env | extra) as journeys:
                status = run_in_foreground([*PYTEST, *REST], env | extra)
                status = journeys() or status
    if unbuilt and not status:
        print("seedbed: the tests passed, but the front end does not build, so this run failed.", flush=True)
        return 1
    return status


@contextmanager
def _beside(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Callable[[], int]]:
    """Run `command` meanwhile. What is given waits for its end, prints what it said, and tells its exit status."""
    with tempfile.TemporaryFile() as said:
        child = start(command, env, stdout=said, stderr=subprocess.STDOUT)

        def ended() -> int:
            status = child.wait()
            said.seek(0)
            shutil.copyfileobj(said, sys.stdout.buffer)
            sys.stdout.flush()
            return status

        try:
            yield ended
        finally:
            child.terminate()
            child.wait()
