"""`manage.py bench [NAME]`: lists the benches, or runs one on servers of its own."""

import ast
import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser

from studio.stack.errors import StackError
from studio.stack.foreground import run_in_foreground, signals_exit
from studio.stack.home import ROOT
from studio.stack.throwaway import throwaway_stack


class Command(BaseCommand):
    help = "Measures; prints one JSON line last. Without a name, lists what can be measured."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="one of the list")
        parser.add_argument("arguments", nargs="*", help="what this bench takes: its first lines tell")

    def handle(self, *args: Any, **options: Any) -> None:
        name, known = options["name"], benches()
        if name is None:
            for bench, about in known.items():
                print(f"{bench:<14}{about}")
            return
        if name not in known:
            sys.exit(f"seedbed: there is no bench {name}; there are {', '.join(known)}.")
        try:
            with signals_exit(), throwaway_stack() as env:
                status = run_in_foreground(
                    [sys.executable, "-m", "tests.bench.harness", name, *options["arguments"]], env
                )
        except StackError as error:
            sys.exit(f"seedbed: {error}")
        sys.exit(status)


def benches() -> dict[str, str]:
    """Names and the first lines of the docstrings of all modules that measure, read without importing them."""
    found = {}
    for file in sorted((ROOT / "tests" / "bench").glob("*.py")):
        module = ast.parse(file.read_text())
        if any(isinstance(part, ast.FunctionDef) and part.name == "measure" for part in module.body):
            found[file.stem] = (ast.get_docstring(module) or "").partition("\n")[0]
    return found
