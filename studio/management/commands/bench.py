"""`manage.py bench [NAME]`: lists the benches, or runs one on servers of its own."""

import ast
import subprocess
import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser

from studio.stack.errors import StackError
from studio.stack.home import ROOT
from studio.stack.throwaway import throwaway_stack

FOLDER = ROOT / "tests" / "bench"
NO_BENCHES = frozenset({"__init__", "harness"})


class Command(BaseCommand):
    help = "Measures; prints one JSON line last. Without a name, lists what can be measured."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="one of the list")

    def handle(self, *args: Any, **options: Any) -> None:
        name, known = options["name"], benches()
        if name is None:
            for bench, about in known.items():
                print(f"{bench:<14}{about}")
            return
        if name not in known:
            sys.exit(f"seedbed: there is no bench {name}; there are {', '.join(known)}.")
        try:
            with throwaway_stack() as env:
                command = [sys.executable, "-m", "tests.bench.harness", name]
                measured = subprocess.run(command, check=False, cwd=ROOT, env=env)
        except StackError as error:
            sys.exit(f"seedbed: {error}")
        sys.exit(measured.returncode)


def benches() -> dict[str, str]:
    """Names and the first lines of their docstrings, read without importing anything."""
    files = sorted(file for file in FOLDER.glob("*.py") if file.stem not in NO_BENCHES)
    return {
        file.stem: (ast.get_docstring(ast.parse(file.read_text())) or "").partition("\n")[0] for file in files
    }
