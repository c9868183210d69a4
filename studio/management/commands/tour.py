"""`manage.py tour`: the README's pictures, taken anew of a studio of its own."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from studio.stack.errors import StackError
from studio.stack.foreground import run_in_foreground, signals_exit
from studio.stack.home import ROOT
from studio.stack.throwaway import throwaway_stack


class Command(BaseCommand):
    help = "Lets a small team draw for some minutes, and photographs every page of theirs with Chromium."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img", help="default: docs/img")
        parser.add_argument("names", nargs="*", help="only these; without any, all")

    def handle(self, *args: Any, **options: Any) -> None:
        out = options["out"].resolve()
        try:
            with signals_exit(), throwaway_stack() as env:
                status = run_in_foreground(
                    [sys.executable, "-m", "tests.tour.take", str(out), *options["names"]], env
                )
        except StackError as error:
            sys.exit(f"seedbed: {error}")
        sys.exit(status)
