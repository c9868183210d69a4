"""Who may ask, and how much they may send."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from studio.engine.errors import ApiError
from studio.engine.intake import Intake
from studio.engine.wire import BoundedHttp
from tests.engine.server.process import BODY, Engine, running

MB = 1024 * 1024


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home: Path = tmp_path_factory.mktemp("locked")
    with running("tests.engine.server.sketches", home, ENGINE_KEY="s3cret") as engine:
        yield engine


@pytest.mark.parametrize("token", ["", "Bearer", "Basic dGVzdA==", "test"])
def test_without_a_bearer_token_nothing_is_drawn(sketching: Engine, token: str) -> None:
    status, error = sketching.refused(BODY, authorization=token)
    assert (status, error["code"], error["type"]) == (401, "AuthenticationError", "Unauthorized")


def test_with_a_key_only_its_bearers_may_draw(locked: Engine) -> None:
    assert locked.refused(BODY)[0] == 401
    assert locked.refused(BODY, authorization="Bearer s3cret2")[0] == 401
    odd = [(b"authorization", b"Bearer \xd0\xba\xff")]
    assert locked.http.post("/api/v3/images/generations", json=BODY, headers=odd).status_code == 401
    assert locked.drawn(BODY, authorization="Bearer s3cret")["data"]
    assert locked.http.get("/api/v3/models").status_code == 401
    assert locked.health()["status"] == "ok"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1"])
def test_without_a_key_a_foreign_host_name_is_turned_away(sketching: Engine, host: str) -> None:
    status, error = sketching.refused(BODY, host=host)
    assert (status, error["code"], error["type"]) == (403, "AccessDenied", "Forbidden")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1234", "[::1]:80"])
def test_this_machines_names_are_taken(sketching: Engine, host: str) -> None:
    assert sketching.drawn(BODY, host=host)["data"]


@pytest.mark.parametrize("host", ["[", "a b", "", "x:y:z", "127.0.0.1:999999"])
def test_a_broken_host_name_is_no_crash(sketching: Engine, host: str) -> None:
    assert sketching.post(BODY, host=host).status_code in (200, 400, 403)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_read(sketching: Engine, kind: str) -> None:
    answer = sketching.http.post("/api/v3/images/generations", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 400
    assert "application/json" in answer.json()["error"]["message"]


def test_a_body_that_is_too_large_is_refused_before_and_while_it_arrives(sketching: Engine) -> None:
    headers = {"content-type": "application/json"}
    declared = sketching.http.post("/api/v3/images/generations", content=bytes(65 * MB), headers=headers)
    chunks = (bytes(MB) for _ in range(66))
    undeclared = sketching.http.post("/api/v3/images/generations", content=chunks, headers=headers)
    for answer in (declared, undeclared):
        assert answer.status_code == 413
        assert "larger than 64 MB" in answer.json()["error"]["message"]


def test_all_callers_together_hold_a_bounded_amount() -> None:
    intake = Intake(100)
    with intake.hold() as first:
        intake.take(60)
        first.bytes = 60
        with pytest.raises(ApiError) as refusal, intake.hold():
            intake.take(50)
        assert (refusal.value.status, refusal.value.retry_after) == (429, 2)
    intake.take(100)


def test_endless_headers_close_the_connection(sketching: Engine) -> None:
    with socket.create_connection(sketching.address, timeout=20) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")
        with pytest.raises(ConnectionError):
            for _ in range(10_000):
                connection.sendall(b"X-More: " + b"a" * 4000 + b"\r\n")


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n"])
def test_headers_that_do_not_end_in_time_close_the_connection(sent: bytes) -> None:
    assert asyncio.run(_answer_to(sent)) == b""


def test_headers_that_end_in_time_are_answered_and_the_next_ones_as_well() -> None:
    whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    assert asyncio.run(_answer_to(whole + whole)).count(b"204 No Content") == 2


class _Impatient(BoundedHttp):
    head_seconds = 0.2


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _answer_to(sent: bytes) -> bytes:
    """All that the server says to these bytes until it closes the connection."""
    config = uvicorn.Config(
        _nothing, http=_Impatient, lifespan="off", log_level="error", timeout_keep_alive=1
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(sent)
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        await writer.wait_closed()
        server.should_exit = True
        await serving
    return answer


def test_the_host_header_is_what_result_addresses_begin_with(locked: Engine) -> None:
    told = locked.drawn(BODY, authorization="Bearer s3cret", host="engine:8100")
    assert httpx.URL(told["data"][0]["url"]).netloc == b"engine:8100"
