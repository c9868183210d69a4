"""`manage.py test [pytest's arguments]`: every test, on servers of its own."""

import sys

from django.core.management import BaseCommand

from studio.stack.bootstrap import UNBUILT
from studio.stack.chromium import chromium_or_why_not
from studio.stack.errors import StackError
from studio.stack.foreground import run_in_foreground, signals_exit
from studio.stack.throwaway import throwaway_stack

# The whole run is two: files side by side; then those that need a browser, whose Playwright keeps an event
# loop in the test's thread, and whose workers would take what other tests lay out.
APART = "tests/journeys"
WHOLE_RUN = (("-n", "2", "--dist", "loadfile", f"--ignore={APART}"), (APART,))


class Command(BaseCommand):
    help = "Runs pytest on a throwaway PostgreSQL and Valkey. All arguments are pytest's."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            with signals_exit(), throwaway_stack() as env:
                status = run_pytest(argv[2:], env)
        except StackError as error:
            sys.exit(f"seedbed: {error}")
        sys.exit(status)


def run_pytest(arguments: list[str], env: dict[str, str]) -> int:
    chromium, reason = chromium_or_why_not()
    if chromium:
        env = env | {"CHROMIUM": chromium}
    else:
        print(f"seedbed: browser tests are skipped: {reason}.", flush=True)
    if unbuilt := env.get(UNBUILT):
        print(f"seedbed: {unbuilt}", flush=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:valkey", "-p", "tests.isolation"]
    status = 0
    for chosen in (arguments,) if arguments else WHOLE_RUN:
        status = run_in_foreground([*command, *chosen], env) or status
    if unbuilt and not status:
        print("seedbed: the tests passed, but the front end does not build, so this run failed.", flush=True)
        return 1
    return status
