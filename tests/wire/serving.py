"""A real uvicorn on loopback, in a thread, with the protocol of the web process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from studio.wire.heads import Bounded

SECONDS = 10


class Impatient(Bounded):
    head_seconds = 0.2
    taken_seconds = 0.2


@contextmanager
def served(application: Any, protocol: type[Bounded] = Bounded) -> Iterator[tuple[str, int]]:
    """The address at which it answers."""
    config = uvicorn.Config(application, http=protocol, ws="none", lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.force_exit = server.should_exit = True
            thread.join(SECONDS)


def connected(address: tuple[str, int], said: bytes, *, window: int = 0) -> socket.socket:
    """A connection that has said this; with a `window`, it takes hardly anything that it does not read."""
    client = socket.socket()
    client.settimeout(SECONDS)
    if window:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    client.connect(address)
    client.sendall(said)
    return client


def everything(client: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    came = b""
    while piece := client.recv(65_536):
        came += piece
    return came
