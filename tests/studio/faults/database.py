"""The database's server of this test run, stopped as a crash would stop it, and started again."""

import atexit
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from studio.stack.home import Places, server_account
from studio.stack.postgres import start_postgres
from studio.stack.processes import Child, server_environment, stop
from studio.stack.programs import postgres_programs


class Server:
    def __init__(self) -> None:
        self._places = Places(Path(os.environ["SEEDBED_HOME"]))
        self._started: Child | None = None
        atexit.register(self._end)

    def stop_at_once(self) -> None:
        """`pg_ctl stop -m immediate`: no goodbye to anybody, nothing flushed; what is missing is recovered."""
        account = server_account()
        connection.close()
        command: list[str | Path] = [postgres_programs() / "pg_ctl", "-D", self._places.postgres / "data"]
        subprocess.run(
            [*command, "-m", "immediate", "-w", "stop"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env=server_environment(),
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
        self._end()

    def start(self) -> None:
        self._started = start_postgres(self._places, throwaway=True)

    @contextmanager
    def away(self) -> Iterator[None]:
        self.stop_at_once()
        try:
            yield
        finally:
            self.start()

    def _end(self) -> None:
        if self._started:
            stop([self._started], within=10)
            self._started = None
