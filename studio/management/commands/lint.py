"""`manage.py lint`: every check of the sources, front end and containers included."""

import sys
from typing import Any

from django.core.management import BaseCommand

from studio.stack.bootstrap import VENV
from studio.stack.checks import checks, run, table


class Command(BaseCommand):
    help = "Runs ruff, mypy, the import floors, the templates', the front end's and the containers' checks."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = []
        for check in checks(VENV):
            outcome = run(check)
            outcomes.append(outcome)
            if not outcome.passed:
                print(f"--- {check.name}\n{outcome.output.rstrip()}\n", flush=True)
        print(table(outcomes))
        if not all(outcome.passed for outcome in outcomes):
            sys.exit(1)
