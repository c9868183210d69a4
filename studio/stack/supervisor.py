"""The processes of `manage.py up`: started in order, watched, started again when they die, stopped in order."""

import contextlib
import os
import select
import signal
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from time import monotonic

from studio.stack.errors import StackError
from studio.stack.home import ROOT, Places
from studio.stack.processes import Child, reap, start, stop
from studio.stack.services import Service

RESTARTS = 5  # within
RESTART_WINDOW_SECONDS = 60.0
STOP_SECONDS = 30.0  # for the calls in flight, which may be paid for
SERVERS_STOP_SECONDS = 10.0


class Stopped(BaseException):
    """A signal asked this process to end. Not an Exception: nothing on the way may swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Supervisor:
    """Servers (PostgreSQL, Valkey) end the whole stack when they die; services are started again."""

    def __init__(self, places: Places, env: Mapping[str, str]) -> None:
        self.places = places
        self.env = dict(env)
        self._servers: list[Child] = []
        self._services: dict[str, Child] = {}
        self._commands: dict[str, list[str]] = {}
        self._niceness: dict[str, int] = {}
        self._deaths: dict[str, deque[float]] = {}

    def add_server(self, server: Child) -> None:
        self._servers.append(server)

    def start(self, service: Service, **address: object) -> Child:
        self._commands[service.name] = service.command(sys.executable, **address)
        self._niceness[service.name] = service.niceness
        self._deaths[service.name] = deque()
        return self._start(service.name)

    def check(self) -> None:
        """Notice the dead; raise StackError when the stack cannot go on."""
        for server in self._servers:
            if not server.is_alive:
                raise StackError(f"{server.name} ended by itself. {_last_words(server)}")
        for name, child in self._services.items():
            if not child.is_alive:
                self._services[name] = self._start_again(child)

    def watch(self) -> None:
        """Until a signal ends it, or the stack cannot go on."""
        with _wake_up_pipe() as pipe:
            while True:
                self.check()
                select.select([pipe], [], [])  # a child's death or a signal
                os.read(pipe, 4096)

    def stop(self) -> None:
        """Services first, the engine after its callers, then the servers that keep the data."""
        engine = [child for name, child in self._services.items() if name == "engine"]
        others = [child for name, child in self._services.items() if name != "engine"]
        stop(others, within=STOP_SECONDS)
        stop(engine, within=2)
        stop(self._servers, within=SERVERS_STOP_SECONDS)

    def _start(self, name: str) -> Child:
        log = self.places.logs / f"{name}.log"
        child = start(name, self._commands[name], log=log, env=self.env, cwd=ROOT)
        if more := self._niceness[name]:
            ours = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, child.popen.pid, ours + more)
        self._services[name] = child
        return child

    def _start_again(self, child: Child) -> Child:
        status, deaths, now = reap(child), self._deaths[child.name], monotonic()
        deaths.append(now)
        while deaths[0] < now - RESTART_WINDOW_SECONDS:
            deaths.popleft()
        how = f"was killed by signal {-status}" if status < 0 else f"ended by itself with status {status}"
        if len(deaths) > RESTARTS:
            raise StackError(
                f"{child.name} {how}, for the {len(deaths)}th time in a minute. {_last_words(child)}"
            )
        print(
            f"seedbed: {child.name} {how}; starting it again. {_last_words(child)}",
            file=sys.stderr,
            flush=True,
        )
        return self._start(child.name)


@contextlib.contextmanager
def signals_stop() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal raise Stopped once; a second one kills at once what still runs."""

    def first(number: int, _frame: object) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, second)
        raise Stopped(number)

    def second(_number: int, _frame: object) -> None:
        os._exit(130)  # the children are killed with this process

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, first)
    yield


@contextlib.contextmanager
def _wake_up_pipe() -> Iterator[int]:
    """A file descriptor that is readable after a signal, SIGCHLD among them."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # the default would not wake us
    before = signal.set_wakeup_fd(writing)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(before)
        os.close(reading)
        os.close(writing)


def _last_words(child: Child) -> str:
    return f"Its last words (all in {child.log}):\n{child.last_words()}"
