"""The way out of the process: an httpx transport in which a request's wall-clock limit holds everywhere.

httpx counts each read and write for itself, so a server that sends one byte a second is never late. Here
every socket operation also gets no more than what is left of the request's `Deadline`, which travels in
`request.extensions["deadline"]`. Proxies from the environment, redirects and cookies are never used.
"""

import logging
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

# It logs every address at INFO, and a result's address is as good as the result for whoever reads it.
logging.getLogger("httpx").setLevel(logging.WARNING)

CONNECT_SECONDS = 10.0
WRITE_PIECE = 64 * 1024
# Shorter than the five seconds of common servers, so that a connection is not reused while it is closed.
IDLE_SECONDS = 4.0


class Deadline:
    """A point in time, counted in seconds from when it is made."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends_at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain, 0 when it is over."""
        return max(0.0, self._ends_at - time.monotonic())

    def over(self) -> bool:
        return self.left() <= 0

    def shorten(self, seconds: float) -> None:
        """Brings the end forward to `seconds` from now, if it is later than that."""
        self._ends_at = min(self._ends_at, time.monotonic() + seconds)


_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def _under(deadline: Deadline | None) -> Iterator[None]:
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


def _within(timeout: float | None, late: type[Exception]) -> float | None:
    """The shorter of `timeout` and what the deadline leaves; raises `late` when that is nothing."""
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = deadline.left()
    if left <= 0:
        raise late("the time for this request is over")
    return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _within(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), WRITE_PIECE):
            piece = buffer[start : start + WRITE_PIECE]
            self._stream.write(piece, _within(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _within(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _TimedNetwork(httpcore.NetworkBackend):
    def __init__(self, network: httpcore.NetworkBackend) -> None:
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = _within(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._network.connect_tcp(host, port, left, local_address, socket_options))


@contextmanager
def _faults_of_httpx() -> Iterator[None]:
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
    ) as error:
        # Both libraries use the same names on purpose; an error of ours is what it is made from.
        names = [each.__name__ for each in type(error).__mro__]
        raise next(getattr(httpx, name) for name in names if hasattr(httpx, name))(str(error)) from error


class _TimedBody(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes], deadline: Deadline | None) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        pieces = iter(self._stream)
        while True:
            with _faults_of_httpx(), _under(self._deadline):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class Transport(httpx.BaseTransport):
    """A pool of connections over `network`, which decides where a host name leads. At most `idle` of them
    stay open after their answer, for a moment."""

    def __init__(self, network: httpcore.NetworkBackend, ssl_context: ssl.SSLContext, idle: int) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context,
            max_connections=200,
            max_keepalive_connections=idle,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=_TimedNetwork(network),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        deadline = request.extensions.get("deadline")
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _faults_of_httpx(), _under(deadline):
            answer = self._pool.handle_request(asked)
        stream = answer.stream
        assert isinstance(stream, Iterable)  # a synchronous pool gives a synchronous stream
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_TimedBody(stream, deadline),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


def make_client(
    network: httpcore.NetworkBackend, ssl_context: ssl.SSLContext, *, idle: int = 20
) -> httpx.Client:
    """A client that keeps no cookies, follows no redirect and asks no environment for a proxy."""
    return httpx.Client(
        transport=Transport(network, ssl_context, idle),
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        timeout=httpx.Timeout(30.0, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS),
        # Compressed answers could grow without bound while they are unpacked.
        headers={"User-Agent": "Seedbed", "Accept-Encoding": "identity"},
    )
