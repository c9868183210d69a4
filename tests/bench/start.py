"""From a fresh clone to the first page, a warm start, and what everything takes up when idle."""

import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic

import httpx
import psutil

from studio.stack.home import ROOT
from tests.bench.harness import Figure, Measurement, median
from tests.stack.launchers import line_with, without_own_settings

WARM_STARTS = 3
MEGABYTE = 1024 * 1024


def measure() -> Measurement:
    with tempfile.TemporaryDirectory(prefix="seedbed-clone-") as folder:
        Path(folder).chmod(0o711)
        clone = Path(folder) / "seedbed"
        began = monotonic()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        with studio(clone) as first:
            fresh = first.first_page_at - began
        warm, stops = [], []
        for number in range(WARM_STARTS):
            began = monotonic()
            with studio(clone) as again:
                warm.append(again.first_page_at - began)
                if number == WARM_STARTS - 1:
                    rss, pss = again.resident_when_idle(clone)
                began_to_stop = monotonic()
            stops.append(monotonic() - began_to_stop)
    return Measurement(
        [
            Figure("fresh clone to first page", fresh, "s", 90),
            Figure("warm start to first page", median(warm), "s", 5),
            Figure("stop", median(stops), "s"),
            Figure("idle, shared pages counted once (PSS)", pss, "MB", 700),
            Figure("idle, shared pages counted in every process (RSS)", rss, "MB", 700),
        ],
        runs=WARM_STARTS,
    )


class Studio:
    """A running `manage.py up`."""

    def __init__(self, launcher: "subprocess.Popen[bytes]", address: str) -> None:
        with httpx.Client(follow_redirects=True, timeout=30) as client:
            client.get(address).raise_for_status()
        self.first_page_at = monotonic()
        self._launcher = psutil.Process(launcher.pid)

    def resident_when_idle(self, clone: Path) -> tuple[float, float]:
        """(RSS, PSS) of all processes in MB, once both workers wait for tasks and nothing computes."""
        for log in ("worker.log", "image-worker.log"):
            self._until(partial(_says_ready, clone / "var" / "logs" / log), within=60)
        self._until(self._is_idle, within=60)
        info = [process.memory_full_info() for process in self._everyone()]
        rss = sum(one.rss for one in info) / MEGABYTE
        return rss, sum(getattr(one, "pss", one.uss) for one in info) / MEGABYTE

    def _is_idle(self) -> bool:
        before = {process.pid: sum(process.cpu_times()[:2]) for process in self._everyone()}
        with contextlib.suppress(psutil.TimeoutExpired):
            self._launcher.wait(2)
        after = {process.pid: sum(process.cpu_times()[:2]) for process in self._everyone()}
        return before.keys() == after.keys() and sum(after.values()) - sum(before.values()) < 0.2

    def _until(self, condition: Callable[[], bool], *, within: float) -> None:
        deadline = monotonic() + within
        while not condition():
            if monotonic() > deadline:
                raise TimeoutError(f"not within {within} s")
            with contextlib.suppress(psutil.TimeoutExpired):
                self._launcher.wait(0.1)

    def _everyone(self) -> list[psutil.Process]:
        return [self._launcher, *self._launcher.children(recursive=True)]


def _says_ready(log: Path) -> bool:
    return "ready." in log.read_text()


@contextlib.contextmanager
def studio(clone: Path) -> Iterator[Studio]:
    """`manage.py up` of a clone, by the Python below this environment, stopped by Ctrl-C in the end."""
    python = getattr(sys, "_base_executable", sys.executable)
    env = {name: value for name, value in without_own_settings().items() if name != "VIRTUAL_ENV"}
    env["SEEDBED_DEBUGGABLE"] = "1"  # or only root could read how much memory they hold
    launcher = subprocess.Popen(
        [python, "manage.py", "up", "--port", str(free_port())],
        cwd=clone,
        env=env,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    with launcher:
        try:
            yield Studio(launcher, line_with("http://127.0.0.1", launcher.stdout, 600).strip())
        finally:
            launcher.send_signal(signal.SIGINT)
            launcher.communicate(timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
