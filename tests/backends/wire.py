"""Two seams for backend tests: a client whose other side is a function, and a socket that never ends."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import httpx
from PIL import Image

from studio.backends.base import ImageRequest, InputImage

Answer = Callable[[httpx.Request], httpx.Response]


class Wire:
    """Answers requests by a function and remembers them."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.requests: list[httpx.Request] = []
        self.client = httpx.Client(transport=httpx.MockTransport(self._handle))

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answer(request)
        if not answer.is_closed:
            return answer
        # A response made from content counts as read already; off a wire it would not be.
        return httpx.Response(answer.status_code, headers=answer.headers, stream=_Bytes(answer.content))

    def sent(self) -> bytes:
        """All bodies together, for looking up words."""
        return b"\n".join(request.content for request in self.requests)


def _never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"nothing should be sent, yet {request.url} is asked for")


UNUSED = httpx.Client(transport=httpx.MockTransport(_never))
"""For backends that are built and never sent to: a client of its own would read all certificates."""


class _Bytes(httpx.SyncByteStream):
    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._content), 1000):
            yield self._content[start : start + 1000]


def png(width: int = 32, height: int = 32, colour: str = "white") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def input_image(width: int = 32, height: int = 32, role: str = "reference") -> InputImage:
    return InputImage(png(width, height), "image/png", width, height, role)


def wish(**changes: object) -> ImageRequest:
    """A request for one 2048×2048 picture, with changes."""
    fields: dict[str, object] = {
        "key": "5f0d9c0e-8a4e-4d62-a3a5-6f8f8f6f2c11",
        "prompt": "a red kite over the dunes",
        "width": 2048,
        "height": 2048,
        **changes,
    }
    return ImageRequest(**fields)  # type: ignore[arg-type]  # names and types are the caller's


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """The origin of a real server on loopback that answers by the same kind of function as a Wire."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            address = f"http://{self.headers['Host']}{self.path}"
            told = answer(httpx.Request(self.command, address, headers=self.headers.items(), content=content))
            self.send_response(told.status_code)
            self.send_header("Content-Type", told.headers.get("content-type", "application/octet-stream"))
            self.send_header("Content-Length", str(len(told.content)))
            # Not every client lets its connections be closed.
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(told.content)

        do_GET = do_POST = do_PUT = reply

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def tarpit(opening: bytes, drop: bytes = b"x", every: float = 0.05) -> Iterator[str]:
    """The origin of a server that reads nothing to its end, sends `opening`, then `drop` for ever."""
    stopping = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(opening)
                while not stopping.wait(every):
                    connection.sendall(drop)
            except OSError:
                return  # the client hung up, as it should

    def accept() -> None:
        while not stopping.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            threads.append(threading.Thread(target=serve, args=(connection,)))
            threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        stopping.set()
        accepting.join()
        for thread in threads:
            thread.join()
        server.close()
