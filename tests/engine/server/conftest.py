from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from tests.engine.server.process import Engine, running
from tests.pictures import TEXT, encode, png, quadrants


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, shelf: str) -> Iterator[Engine]:
    """The real engine with its real illustrator; it may read from the shelf."""
    home = tmp_path_factory.mktemp("engine")
    with running("studio.engine", home, ENGINE_REFERENCES_FROM=shelf) as engine:
        yield engine


@pytest.fixture(scope="session")
def sketching(tmp_path_factory: pytest.TempPathFactory, shelf: str) -> Iterator[Engine]:
    """The real engine with the tests' illustrator, which draws at once and misbehaves on demand; it may read
    from the shelf."""
    home = tmp_path_factory.mktemp("sketching")
    with running("tests.engine.server.sketches", home, ENGINE_REFERENCES_FROM=shelf) as engine:
        yield engine


@pytest.fixture(scope="session")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """As `sketching`, with one worker, room for one request to wait, and two seconds for each picture."""
    home = tmp_path_factory.mktemp("narrow")
    options = ("--workers", "1", "--queue", "1")
    with running("tests.engine.server.sketches", home, *options, SKETCH_SECONDS="2") as engine:
        yield engine


class _Shelf(BaseHTTPRequestHandler):
    """Pictures and traps for those who fetch references."""

    released = Event()

    def do_GET(self) -> None:
        kind, content, location = "image/png", b"", ""
        match self.path:
            case "/picture.png":
                content = encode(quadrants((160, 90)), "PNG")
            case "/page.html":
                kind, content = "text/html", b"<p>no picture</p>"
            case "/liar.png":
                content = TEXT
            case "/large.png":
                content = png() + bytes(11 * 1024 * 1024)
            case "/moved":
                location = "/picture.png"
            case "/circle":
                location = "/circle"
            case "/inside":
                location = "http://10.0.0.1/secret.png"
            case "/file":
                location = "file:///etc/passwd"
            case "/slow.png":
                self.released.wait(30)
            case _:
                self.send_error(404)
                return
        self.send_response(302 if location else 200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        if location:
            self.send_header("location", location)
        self.end_headers()
        try:
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def shelf() -> Iterator[str]:
    """The address of a small loopback web server with pictures and traps."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shelf)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    _Shelf.released.set()
    server.shutdown()
    server.server_close()
