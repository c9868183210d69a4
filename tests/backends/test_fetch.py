"""The guarded fetcher: what it reaches, and all the ways in which it must not be led inside."""

import time
from collections.abc import Iterable

import httpcore
import httpx
import pytest

from studio.backends.fetch import (
    Fetcher,
    GuardedNetwork,
    Unfetchable,
    fetcher,
    is_public,
    ssl_context,
)
from studio.backends.transport import make_client

from .provider import Provider, picture
from .wire import Wire, tarpit

PUBLIC = "93.184.215.14"


class Recorded(httpcore.NetworkBackend):
    """Records where connections go, and answers each with the same bytes."""

    def __init__(self, *answers: bytes) -> None:
        self.went_to: list[str] = []
        self._answers = list(answers) or [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.went_to.append(f"{host}:{port}")
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return httpcore.MockStream([answer])


def guarded(network: Recorded, *names: list[str], allowed: frozenset[str] = frozenset()) -> Fetcher:
    """A fetcher whose resolver answers with `names`, one after the other, then the last for ever."""
    answers = list(names)

    def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return Fetcher(
        make_client(GuardedNetwork(allowed, resolve, network), ssl_context()), allowed=allowed, seconds=2
    )


def redirect(target: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "not an address",
        "",
    ],
)
def test_no_inner_or_special_address_counts_as_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::1"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    network = Recorded()
    assert guarded(network, [PUBLIC]).fetch("https://pictures.example/a.png").content == b"ok"
    assert network.went_to == [f"{PUBLIC}:443"]


def test_the_certificate_is_asked_for_the_name_and_not_for_the_address() -> None:
    names: list[str | None] = []

    class Stream(httpcore.MockStream):
        def start_tls(
            self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
        ) -> httpcore.NetworkStream:
            names.append(server_hostname)
            return self

    class Network(Recorded):
        def connect_tcp(self, *args: object, **options: object) -> httpcore.NetworkStream:
            return Stream([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"])

    guarded(Network(), [PUBLIC]).fetch("https://pictures.example/a.png")
    assert names == ["pictures.example"]


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "169.254.169.254"])
def test_a_name_that_leads_inside_is_not_connected_to(inner: str) -> None:
    network = Recorded()
    with pytest.raises(Unfetchable):
        guarded(network, [inner]).fetch("https://pictures.example/a.png")
    assert network.went_to == []


def test_one_inner_address_among_public_ones_refuses_them_all() -> None:
    network = Recorded()
    with pytest.raises(Unfetchable):
        guarded(network, [PUBLIC, "10.0.0.1"]).fetch("https://pictures.example/a.png")
    assert network.went_to == []


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    network = Recorded(redirect("https://pictures.example/b.png"))
    with pytest.raises(Unfetchable):
        guarded(network, [PUBLIC], ["127.0.0.1"]).fetch("https://pictures.example/a.png")
    assert all(place == f"{PUBLIC}:443" for place in network.went_to)


@pytest.mark.parametrize(
    "target",
    [
        "http://pictures.example/plain",
        "https://pictures.example:8443/port",
        "https://user:secret@pictures.example/",
        "file:///etc/passwd",
        "gopher://pictures.example/",
    ],
)
def test_a_redirect_is_checked_like_the_first_address(target: str) -> None:
    network = Recorded(redirect(target))
    with pytest.raises(Unfetchable):
        guarded(network, [PUBLIC]).fetch("https://pictures.example/a.png")
    assert len(network.went_to) == 1


def test_a_redirect_inside_is_not_followed() -> None:
    network = Recorded(redirect("https://inside.example/"))
    with pytest.raises(Unfetchable):
        guarded(network, [PUBLIC], ["192.168.0.1"]).fetch("https://pictures.example/a.png")
    assert network.went_to == [f"{PUBLIC}:443"]


def test_redirects_come_to_an_end() -> None:
    network = Recorded(redirect("/again"))
    with pytest.raises(Unfetchable):
        guarded(network, [PUBLIC]).fetch("https://pictures.example/a.png")
    assert len(network.went_to) == 4


@pytest.mark.parametrize(
    "address",
    [
        "http://pictures.example/a.png",
        "https://pictures.example:444/a.png",
        "https://me:pw@pictures.example/a.png",
        "ftp://pictures.example/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "pictures.example/a.png",
        "https://",
        "https://[::1",
        "https://pictures.example\\@inside/",
        "",
        "\x00",
    ],
)
def test_addresses_of_another_kind_are_refused_without_a_connection(address: str) -> None:
    network = Recorded()
    with pytest.raises(Unfetchable):
        guarded(network, ["127.0.0.1"]).fetch(address)
    assert network.went_to == []


@pytest.mark.parametrize("host", ["0177.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost", "[::1]"])
def test_loopback_by_another_spelling_is_still_loopback(host: str) -> None:
    with pytest.raises(Unfetchable):
        fetcher().fetch(f"https://{host}/")


def test_every_cause_reads_the_same_to_a_stranger() -> None:
    told = set()
    for addresses in (["10.0.0.1"], ["::1"]):
        with pytest.raises(Unfetchable) as caught:
            guarded(Recorded(), addresses).fetch("https://pictures.example/a.png")
        told.add(str(caught.value))
    with pytest.raises(Unfetchable) as caught:
        guarded(Recorded(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"), [PUBLIC]).fetch(
            "https://a.example"
        )
    told.add(str(caught.value))
    assert told == {"The address could not be fetched."}


def test_an_allowed_origin_may_be_plain_and_on_loopback() -> None:
    with Provider() as provider:
        address = provider.keep(picture())
        allowed = fetcher(frozenset({provider.origin.removeprefix("http://")}))
        assert allowed.fetch(address).content == picture()
        with pytest.raises(Unfetchable):
            fetcher().fetch(address)


def test_a_body_without_end_is_cut_at_its_limit() -> None:
    with tarpit(b"HTTP/1.1 200 OK\r\n\r\n", drop=b"x" * 60_000, every=0.0) as origin:
        allowed = frozenset({origin.removeprefix("http://")})
        client = make_client(GuardedNetwork(allowed), ssl_context())
        with pytest.raises(Unfetchable, match="larger than 1 MB"):
            Fetcher(client, allowed=allowed, max_bytes=1024 * 1024).fetch(f"{origin}/")


def test_a_body_that_is_too_large_by_its_own_word_is_not_read() -> None:
    wire = Wire(lambda request: httpx.Response(200, headers={"Content-Length": "99999999999"}, content=b""))
    with pytest.raises(Unfetchable, match="larger than"):
        Fetcher(wire.client).fetch("https://pictures.example/a.png")


@pytest.mark.parametrize("opening", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_slow_address_ends_in_time(opening: bytes) -> None:
    with tarpit(opening) as origin:
        allowed = frozenset({origin.removeprefix("http://")})
        began = time.monotonic()
        with pytest.raises(Unfetchable) as caught:
            fetcher(allowed).fetch(f"{origin}/", seconds=0.3)
        assert time.monotonic() - began <= 1.5
        assert caught.value.again


def test_a_compressed_answer_is_refused() -> None:
    wire = Wire(lambda request: httpx.Response(200, headers={"Content-Encoding": "br"}, content=b""))
    with pytest.raises(Unfetchable):
        Fetcher(wire.client).fetch("https://pictures.example/a.png")


def test_cookies_are_neither_kept_nor_sent() -> None:
    head = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok"
    client = make_client(
        GuardedNetwork(frozenset(), lambda host, port: [PUBLIC], Recorded(head)), ssl_context()
    )
    Fetcher(client).fetch("https://pictures.example/a.png")
    assert list(client.cookies.jar) == []


def test_addresses_do_not_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    wire = Wire(lambda request: httpx.Response(200, content=b"ok"))
    Fetcher(wire.client).fetch("https://pictures.example/a.png?signature=canary")
    assert "canary" not in caplog.text
