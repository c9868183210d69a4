"""Child processes that do not outlive this one, however it ends."""

import contextlib
import ctypes
import os
import platform
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

from studio.stack.home import server_account
from studio.stack.watcher import Watcher

PR_SET_PDEATHSIG = 1
ON_LINUX = platform.system() == "Linux"


@dataclass
class Child:
    """A started process, its log, and the signal that asks it to end well."""

    name: str
    popen: "subprocess.Popen[bytes]"
    log: Path
    stop_signal: signal.Signals

    @property
    def is_alive(self) -> bool:
        return self.popen.poll() is None

    def ask_to_stop(self) -> None:
        if self.is_alive:
            self.popen.send_signal(self.stop_signal)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log; at most the last 8 kB."""
        with contextlib.suppress(OSError), self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 8192))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
        return ""


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path = Path("/"),
    as_server: bool = False,
    stop_signal: signal.Signals = signal.SIGTERM,
    death_signal: signal.Signals = signal.SIGKILL,
) -> Child:
    """Start `command` in a process group of its own, its output appended to `log`.

    `as_server` runs it as the unprivileged account when this process is root. `death_signal` is what it gets
    when this process is gone, kill -9 included. Call it from the main thread: Linux sends that signal when
    the thread that started the child ends.
    """
    account = server_account() if as_server else None
    with log.open("ab") as output:
        popen = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=cwd,
            env=dict(env),
            process_group=0,  # a Ctrl-C at the terminal reaches this process alone, which stops them in order
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=end_with_parent(death_signal),
        )
    watch(popen.pid, death_signal)
    return Child(name, popen, log, stop_signal)


def end_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """For Popen's preexec_fn: the kernel's way, on Linux. Call `watch` after it for the other systems."""
    if not ON_LINUX:
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return bind


def watch(pid: int, death_signal: signal.Signals) -> None:
    """Have the child ended when this process is gone, where the kernel does not do it."""
    if not ON_LINUX:
        _watcher().watch(pid, death_signal)


def reap(child: Child) -> int:
    """End what is left of the child's group; its exit status."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.popen.pid, signal.SIGKILL)
    status = child.popen.wait()
    if not ON_LINUX:
        _watcher().forget(child.popen.pid)
    return status


@cache
def _watcher() -> Watcher:
    return Watcher()


def stop(children: Sequence[Child], *, within: float) -> None:
    """Ask all of them to end, wait `within` seconds together, then kill what is left of their groups."""
    for child in children:
        child.ask_to_stop()
    deadline = monotonic() + within
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.popen.wait(max(0.0, deadline - monotonic()))
    for child in children:
        reap(child)


def until(child: Child, *, within: float, every: float = 0.02) -> Iterator[None]:
    """Turns of a loop that waits for something of `child`'s: ends when it died or the time is over."""
    deadline = monotonic() + within
    while child.is_alive and monotonic() < deadline:
        yield
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.popen.wait(every)


def server_environment() -> dict[str, str]:
    """Ours, without what would steer PostgreSQL's programs elsewhere."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C", "TZ": "UTC"}


def command_of(pid: str) -> str:
    """The command line of a process; "" when there is none."""
    if ON_LINUX:
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    found = subprocess.run(["ps", "-o", "command=", "-p", pid], check=False, capture_output=True, text=True)
    return found.stdout
