import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from studio.stack.errors import StackError
from studio.stack.home import Places
from studio.stack.processes import start, stop, until
from studio.stack.services import Service
from studio.stack.supervisor import RESTARTS, Supervisor
from tests.stack.launchers import survivors

WAITS = "import signal; signal.pause()"


def service(name: str, script: str) -> Service:
    return Service(name, ("-c", script))


@pytest.fixture
def supervisor(empty_places: Places) -> Iterator[Supervisor]:
    made = Supervisor(empty_places, os.environ)
    yield made
    made.stop()


def test_a_dead_service_is_named_with_its_last_words_and_started_again(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    child = supervisor.start(service("web", f"import os; print('what a day', flush=True); {WAITS}"))
    child.popen.kill()
    child.popen.wait()
    supervisor.check()
    assert "web was killed by signal 9; starting it again." in capsys.readouterr().err
    supervisor.check()


def test_a_service_that_keeps_dying_ends_the_stack(supervisor: Supervisor) -> None:
    supervisor.start(service("relay", "print('no, thanks'); raise SystemExit(3)"))
    with pytest.raises(
        StackError, match=r"(?s)relay ended by itself with status 3, for the 6th time.*no, thanks"
    ):
        supervisor.watch()
    assert RESTARTS == 5


def test_a_dead_server_ends_the_stack(supervisor: Supervisor, empty_places: Places) -> None:
    log = empty_places.logs / "database.log"
    supervisor.add_server(
        start("The database", [sys.executable, "-c", "print('out of pages')"], log=log, env={})
    )
    with pytest.raises(StackError, match=r"(?s)The database ended by itself.*database\.log.*out of pages"):
        supervisor.watch()


def test_services_stop_before_the_engine_and_the_engine_before_the_servers(
    supervisor: Supervisor, empty_places: Places
) -> None:
    order = empty_places.home / "order"
    waits = (
        "import signal, sys\n"
        "def end(*_):\n"
        f"    open({str(order)!r}, 'a').write(sys.argv[1] + '\\n')\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"open({str(order)!r} + '.begun', 'a').write('x')\n"
        "while True: signal.pause()"
    )
    begun = Path(f"{order}.begun")
    server = start(
        "server",
        [sys.executable, "-c", waits, "server"],
        log=empty_places.logs / "s.log",
        env=dict(os.environ),
    )
    supervisor.add_server(server)
    for name in ("engine", "web"):
        supervisor.start(Service(name, ("-c", waits, name)))
    while not begun.exists() or len(begun.read_text()) < 3:
        with pytest.raises(subprocess.TimeoutExpired):
            server.popen.wait(0.02)
    supervisor.stop()
    assert order.read_text().split() == ["web", "engine", "server"]


def test_what_does_not_listen_is_killed_with_its_children(empty_places: Places) -> None:
    script = (
        "import os, signal\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = os.fork()\n"
        "if child: print(child, flush=True)\n"
        "while True: signal.pause()"
    )
    log = empty_places.logs / "stubborn.log"
    child = start("stubborn", [sys.executable, "-c", script], log=log, env=dict(os.environ))
    for _ in until(child, within=10):
        if child.last_words():
            break
    grandchild = psutil.Process(int(child.last_words()))
    stop([child], within=0.2)
    assert child.popen.returncode == -signal.SIGKILL
    assert survivors([grandchild], within=5) == []


def test_what_nobody_waits_for_lets_the_others_go_first(supervisor: Supervisor) -> None:
    eager = supervisor.start(Service("web", ("-c", WAITS)))
    patient = supervisor.start(Service("relay", ("-c", WAITS), niceness=5))
    ours = psutil.Process().nice()
    assert psutil.Process(eager.popen.pid).nice() == ours
    assert psutil.Process(patient.popen.pid).nice() == min(19, ours + 5)
