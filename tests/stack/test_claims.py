import os
import socket
from collections.abc import Iterator

import pytest

from studio.stack.claims import check_port_is_free, engine_port, the_only_one
from studio.stack.errors import StackError
from studio.stack.home import Places


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(taken_port: int) -> None:
    with pytest.raises(StackError, match=f"Port {taken_port} is taken by another program: .*--port"):
        check_port_is_free("127.0.0.1", taken_port)


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", 70000, "70000 is not a port"),
        ("192.0.2.1", 8000, "not an address of this machine"),
        ("no.such.host.invalid", 8000, "not a host that this machine knows"),
    ],
)
def test_an_impossible_address_is_named(host: str, port: int, words: str) -> None:
    with pytest.raises(StackError, match=words):
        check_port_is_free(host, port)


def test_a_second_one_in_the_same_home_is_told_where_the_first_is(empty_places: Places) -> None:
    with the_only_one(empty_places, "http://127.0.0.1:8000"):
        with (
            pytest.raises(StackError) as refusal,
            the_only_one(empty_places, "http://127.0.0.1:9000"),
        ):
            pass
        assert "already runs" in str(refusal.value)
        assert f"http://127.0.0.1:8000/ (process {os.getpid()})" in str(refusal.value)
    with the_only_one(empty_places, "http://127.0.0.1:9000"):
        pass


def test_the_engine_keeps_its_port_while_it_is_free(empty_places: Places) -> None:
    port = engine_port(empty_places)
    assert engine_port(empty_places) == port
    with socket.create_server(("127.0.0.1", port)):
        assert engine_port(empty_places) != port


def test_a_spoilt_note_of_the_engines_port_does_no_harm(empty_places: Places) -> None:
    (empty_places.home / "engine-port").write_text("soon\n")
    assert 0 < engine_port(empty_places) < 65536
