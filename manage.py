#!/usr/bin/env python3
"""Sets itself up on a bare Python, then is Django's manage.py."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells the owner of an older Python
    sys.exit(f"Seedbed needs Python 3.11 or newer; {sys.executable} is Python {sys.version.split()[0]}.")
if os.name != "posix":
    sys.exit("Seedbed's own servers run on Linux and macOS; on Windows, use WSL.")


def main() -> None:
    from studio.stack import bootstrap

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    bootstrap.set_up(command)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    if command in bootstrap.STACK_COMMANDS:
        # They start the servers that Django needs, so they run without settings and stay small.
        from django.core.management import load_command_class

        load_command_class("studio", command).run_from_argv(sys.argv)
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
