"""What slow, silent and greedy clients cannot do: hold up a thread, or make the process keep what they send."""

import contextlib
import io
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from studio.models import Token, User
from studio.models.token import make_secret
from studio.wire.pages import Pages
from tests.wire.serving import Impatient, connected, everything, served

HEAD = "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n"
BIG = 16 * 1024 * 1024


def request(way: str, path: str, *headers: str) -> bytes:
    return HEAD.format(way, path, "".join(f"{each}\r\n" for each in headers)).encode()


def big_file(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/small":
        start_response("200 OK", [("Content-Length", "2"), ("Connection", "close")])
        return [b"ok"]
    start_response("200 OK", [("Content-Length", str(BIG)), ("Connection", "close")])
    return environ["wsgi.file_wrapper"](io.BytesIO(b"x" * BIG), 4096)  # type: ignore[no-any-return]


async def nothing_read(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % BIG)]})
    await send({"type": "http.response.body", "body": b"x" * BIG})


@pytest.fixture
def application() -> Any:
    """The studio's own. Imported late: Django reads its static files when it is made."""
    from studio.asgi import application

    return application


@pytest.fixture
def one_thread() -> Any:
    pages = Pages(big_file, threads=1)

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        await pages.answer(scope, io.BytesIO(), receive, send)

    return serve


@pytest.mark.django_db(transaction=True)
def test_bodies_that_never_come_hold_no_thread(application: Any) -> None:
    late = request("POST", "/accounts/login/", "Content-Length: 1000", "Content-Type: text/plain")
    with served(application) as address, contextlib.ExitStack() as open_ones:
        for _ in range(20):
            open_ones.enter_context(connected(address, late + b"a="))
        with connected(address, request("GET", "/robots.txt", "Connection: close")) as client:
            assert everything(client).startswith(b"HTTP/1.1 200")


def test_a_file_that_nobody_takes_holds_no_thread(one_thread: Any) -> None:
    with served(one_thread) as address, contextlib.ExitStack() as open_ones:
        for _ in range(3):
            open_ones.enter_context(connected(address, request("GET", "/big"), window=4096))
        with connected(address, request("GET", "/small")) as client:
            assert everything(client).endswith(b"\r\n\r\nok")


def test_a_file_comes_whole_and_only_its_headers_for_head(one_thread: Any) -> None:
    with served(one_thread) as address:
        with connected(address, request("GET", "/big")) as client:
            assert len(everything(client).partition(b"\r\n\r\n")[2]) == BIG
        with connected(address, request("HEAD", "/big")) as client:
            head, _, body = everything(client).partition(b"\r\n\r\n")
            assert (b"content-length: %d" % BIG in head, body) == (True, b"")


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX: ", b"\r\n"])
def test_a_request_that_does_not_begin_in_time_is_closed(begun: bytes) -> None:
    with served(nothing_read, Impatient) as address, connected(address, begun) as client:
        assert everything(client).startswith(b"HTTP/1.1 408")


def test_headers_without_end_are_not_kept() -> None:
    with (
        served(nothing_read) as address,
        connected(address, b"GET / HTTP/1.1\r\nX: ") as client,
        pytest.raises(ConnectionError),
    ):
        for _ in range(10_000):
            client.sendall(b"a" * 65_536)


def test_a_large_body_is_no_large_head() -> None:
    answered = request("POST", "/", f"Content-Length: {BIG}")
    with served(nothing_read) as address, connected(address, answered) as client:
        client.sendall(b"a" * 1_000_000)
        assert client.recv(12) == b"HTTP/1.1 200"


def test_an_answer_that_nobody_takes_is_given_up() -> None:
    with (
        served(nothing_read, Impatient) as address,
        connected(address, request("GET", "/"), window=4096) as client,
        pytest.raises(ConnectionError),
    ):
        while True:  # reset long before all of it came
            client.sendall(b"\r\n")


@pytest.mark.django_db(transaction=True)
def test_a_stranger_may_not_send_much_and_somebody_known_may(application: Any, alice: User) -> None:
    secret = make_secret()
    Token.objects.create(user=alice, name="t", scopes=["write"], digest=Token.digest_of(secret), hint="x")
    much = ["Content-Length: 1000000", "Content-Type: application/json", "Connection: close"]
    with served(application) as address:
        for path in ("/api/v1/projects/1/references", "/v1/images/edits", "/accounts/login/"):
            with connected(address, request("POST", path, *much)) as client:
                assert everything(client).startswith(b"HTTP/1.1 401")
        known = request("POST", "/api/v1/projects", f"Authorization: Bearer {secret}", *much)
        with connected(address, known + b" " * 1_000_000) as client:
            assert everything(client).startswith(b"HTTP/1.1 400")
