"""The studio's real processes for tests and benches: started on the test's own database, ended with it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from studio.stack.processes import end_with_parent
from studio.stack.services import SERVICES

ROOT = Path(__file__).resolve().parent.parent


class Workers:
    """Processes of the named services, which can be killed and started again."""

    def __init__(self, names: tuple[str, ...], env: Mapping[str, str], logs: Path, code: Path = ROOT) -> None:
        self._names, self._env, self._logs, self._code = names, dict(env), logs, code
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, **address: object) -> None:
        for name in self._names:
            log = (self._logs / f"{name}.log").open("ab")
            with log:
                self.running.append(
                    subprocess.Popen(
                        SERVICES[name].command(sys.executable, **address),
                        cwd=self._code,
                        env=self._env,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                        preexec_fn=end_with_parent(signal.SIGKILL),
                    )
                )

    def kill(self) -> None:
        """kill -9 of every process and its children, as a power cut would."""
        for process in self.running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()

    def stop(self, *, grace: float) -> None:
        """SIGTERM to each process; those that are not gone after `grace` seconds fail the test."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(grace)
        self.running.clear()

    def log(self) -> str:
        """Who still runs, and what each said last."""
        ended = [name for name, process in zip(self._names, self.running, strict=False) if process.poll()]
        told = [f"{path.name}\n{path.read_text()[-4000:]}" for path in sorted(self._logs.glob("*.log"))]
        return "\n== ".join([f"ended by themselves: {', '.join(ended) or 'none'}", *told])


@contextmanager
def workers(*names: str, code: str | Path = ROOT, **env: str) -> Iterator[Workers]:
    """Run e.g. workers("worker", "image-worker", "relay", SEEDBED_CALL_LEASE_SECONDS="3"), of the `code` there."""
    with tempfile.TemporaryDirectory() as logs:
        group = Workers(names, child_env(**env), Path(logs), Path(code))
        group.start()
        try:
            yield group
        finally:
            group.kill()


def child_env(**extra: str) -> dict[str, str]:
    """The environment in which a child sees this test's database."""
    address = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
    return {**os.environ, "DATABASE_URL": database, "SEEDBED_EMBEDDED": "1", **extra}


def until(condition: Callable[[], bool], *, seconds: float, why: Callable[[], str] = str) -> None:
    """Look again and again until the condition holds; fail with `why()` when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen within {seconds} s. {why()}")
        time.sleep(0.05)  # another process does the work: its rows are all there is to look at
