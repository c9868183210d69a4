"""`manage.py up`: the whole studio on this machine."""

import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser

from studio.stack.errors import StackError
from studio.stack.services import WEB_PORT
from studio.stack.up import up


class Command(BaseCommand):
    help = "Starts the database, the queue, the engine, the workers and the web server, until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=WEB_PORT, help=f"default: {WEB_PORT}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            up(options["host"], options["port"])
        except StackError as error:
            sys.exit(f"seedbed: {error}")
