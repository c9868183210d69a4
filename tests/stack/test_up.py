"""The whole of `manage.py up`, as a person starts it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from studio.stack.home import ROOT, Places
from tests.stack.launchers import family, line_with, survivors, without_own_settings

READY = "http://127.0.0.1"


class Up:
    """`manage.py up` in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = without_own_settings() | {"SEEDBED_HOME": str(home), "SEEDBED_SETUP": "never"}
        self.command = [sys.executable, "manage.py", "up", "--port", str(self.port)]
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> "subprocess.Popen[bytes]":
        launcher = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
        )
        self.running.append(launcher)
        return launcher

    def fails(self) -> str:
        """What a run says that ends at once."""
        done = subprocess.run(
            self.command, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 1
        return done.stderr


@pytest.fixture
def up(empty_places: Places) -> Iterator[Up]:
    made = Up(empty_places.home)
    yield made
    for launcher in made.running:
        launcher.kill()
        launcher.communicate()


def test_one_command_starts_the_studio_and_nothing_survives_its_end(up: Up) -> None:
    launcher = up.start()
    address = line_with(READY, launcher.stdout, 120).strip()
    assert address.startswith(f"http://127.0.0.1:{up.port}/welcome/")
    assert signs_in(address)
    assert not signs_in(address), "the link worked twice"

    refusal = up.fails()
    assert f"Seedbed already runs from {up.home}, at http://127.0.0.1:{up.port}/" in refusal
    assert len(refusal.splitlines()) == 1

    everyone = family(launcher.pid)
    launcher.kill()
    assert survivors(everyone, within=20) == []

    again = up.start()
    assert signs_in(line_with(READY, again.stdout, 120).strip())
    everyone = family(again.pid)
    again.send_signal(signal.SIGINT)
    again.communicate(timeout=30)
    assert again.returncode == 0
    assert survivors(everyone, within=1) == []


def signs_in(address: str) -> bool:
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        browser.get(address)
        return "session" in browser.cookies


def test_a_taken_port_is_one_sentence(up: Up) -> None:
    with socket.create_server(("127.0.0.1", up.port)):
        assert up.fails() == (
            f"seedbed: Port {up.port} is taken by another program: "
            f"end that one, or choose another port with --port.\n"
        )
