"""What only one process at a time may have: the home, and the ports."""

import contextlib
import errno
import fcntl
import os
import socket
from collections.abc import Iterator

from studio.stack.errors import StackError
from studio.stack.home import Places


@contextlib.contextmanager
def the_only_one(places: Places, address: str) -> Iterator[None]:
    """Hold the home while the body runs. The lock is the kernel's: it ends with this process, however it ends."""
    with (places.home / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid, _, other = file.read().strip().partition(" ")
            raise StackError(
                f"Seedbed already runs from {places.home}, at {other} (process {pid}): use that, stop it, "
                f"or set SEEDBED_HOME to another folder for a second one."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {address}/")
        file.flush()
        yield


def check_port_is_free(host: str, port: int) -> None:
    if not 1 <= port <= 65535:
        raise StackError(f"{port} is not a port: ports go from 1 to 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise StackError(f"{host} is not a host that this machine knows: try --host 127.0.0.1.") from None
    except OSError as error:
        raise StackError(_why_not(error, host, port)) from None


def engine_port(places: Places) -> int:
    """A free port on loopback: the one of the last time where it still is free."""
    file = places.home / "engine-port"
    with contextlib.suppress(OSError, ValueError, StackError):
        kept = int(file.read_text())
        check_port_is_free("127.0.0.1", kept)
        return kept
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    file.write_text(f"{port}\n")
    return port


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: end that one, or choose another port with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for root: choose one from 1024 on with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine: try --host 127.0.0.1."
    return f"{host}:{port} cannot be used: {error.strerror}."
