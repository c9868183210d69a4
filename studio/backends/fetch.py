"""The one way to read an address that somebody else gave us: a provider's result, a person's reference.

https on port 443 only, public addresses only, a few redirects, and caps on bytes and time. The guard sits
where the connection is made: the name is resolved once, every answer is checked, and the connection goes
to a checked address, so neither a redirect nor a name that changes its mind reaches the inside. Origins
that the owner configured himself (`allowed`, as "host:port") may be private and speak plain http.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import httpcore
import httpx

from .transport import Deadline, make_client

MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[[str, int], Iterable[str]]

_NOT_PUBLIC_4 = [ipaddress.ip_network(n) for n in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24")]
# Outside 2000::/3 lie loopback, private, NAT64 and IPv4-mapped forms; inside it, these lead elsewhere.
_UNICAST_6 = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC_6 = [ipaddress.ip_network(n) for n in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


class Unfetchable(Exception):
    """The address gave no bytes. The message is the same for every cause that could tell a stranger about
    our network; `reason` is for the owner's log. `again` is True when a later attempt may succeed."""

    def __init__(self, reason: str, *, message: str = "", again: bool = False) -> None:
        super().__init__(message or "The address could not be fetched.")
        self.reason = reason
        self.again = again


@dataclass(frozen=True, slots=True)
class Fetched:
    content: bytes = field(repr=False)
    media_type: str


def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        return ip in _UNICAST_6 and not any(ip in network for network in _NOT_PUBLIC_6)
    return not any(ip in network for network in _NOT_PUBLIC_4)


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system's resolver tells them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class NoPublicAddress(httpcore.ConnectError):
    """A guarded connection was not made: its name leads nowhere, or into our own network."""


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses, and to `allowed` origins wherever they are."""

    def __init__(
        self,
        allowed: frozenset[str],
        resolve: Resolve = resolve,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._network = network or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if origin(host, port) in self._allowed:
            return self._network.connect_tcp(host, port, timeout, local_address, socket_options)
        try:
            addresses = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise NoPublicAddress("the name has no address") from error
        if not addresses or not all(map(is_public, addresses)):
            raise NoPublicAddress("the name does not lead to the public internet")
        for address in addresses[:-1]:
            try:
                return self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._network.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)


class Fetcher:
    """Reads addresses through `client`, whose network must be guarded. `allowed` origins may be http."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        allowed: frozenset[str] = frozenset(),
        max_bytes: int = 64 * 1024 * 1024,
        seconds: float = 60.0,
    ) -> None:
        self._client = client
        self._allowed = allowed
        self._max_bytes = max_bytes
        self._seconds = seconds

    def fetch(self, address: str, *, seconds: float | None = None) -> Fetched:
        """The bytes at `address`, within `seconds` altogether. Raises Unfetchable."""
        deadline = Deadline(min(seconds, self._seconds) if seconds is not None else self._seconds)
        url = checked_url(address, self._allowed)
        try:
            for _ in range(MAX_REDIRECTS + 1):
                found = self._get(url, deadline)
                if isinstance(found, Fetched):
                    return found
                url = checked_url(found, self._allowed)
        except httpx.TransportError as error:
            raise Unfetchable(f"{type(error).__name__}: {error}", again=True) from error
        raise Unfetchable(f"more than {MAX_REDIRECTS} redirects")

    def _get(self, url: httpx.URL, deadline: Deadline) -> Fetched | str:
        """One request: the bytes, or the address that it redirects to."""
        with self._client.stream("GET", url, extensions={"deadline": deadline}) as answer:
            if answer.status_code in REDIRECTS and "location" in answer.headers:
                try:
                    return str(url.join(answer.headers["location"]))
                except (httpx.InvalidURL, UnicodeError) as error:
                    raise Unfetchable("redirected to something that is not an address") from error
            if answer.status_code != 200:
                again = answer.status_code in (408, 425, 429) or answer.status_code >= 500
                raise Unfetchable(f"status {answer.status_code}", again=again)
            if answer.headers.get("content-encoding", "identity").lower() != "identity":
                raise Unfetchable("the answer is compressed although that was declined")
            return Fetched(self._body(answer, deadline), answer.headers.get("content-type", ""))

    def _body(self, answer: httpx.Response, deadline: Deadline) -> bytes:
        limit = self._max_bytes
        too_large = f"The file at that address is larger than {limit // (1024 * 1024)} MB."
        length = answer.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > limit:
            raise Unfetchable("too large by its own word", message=too_large)
        content = bytearray()
        for piece in answer.iter_raw():
            content += piece
            if len(content) > limit:
                raise Unfetchable("too large", message=too_large)
            if deadline.over():
                raise httpx.ReadTimeout("the time for this request is over")
        return bytes(content)


def checked_url(address: str, allowed: frozenset[str] = frozenset()) -> httpx.URL:
    """The address, if it is one that may be asked: https on port 443, or an allowed origin. Raises Unfetchable."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError, TypeError) as error:
        raise Unfetchable("not an address") from error
    if not url.host or url.userinfo:
        raise Unfetchable("an address without a host, or with a user in it")
    port = url.port or {"https": 443, "http": 80}.get(url.scheme, 0)
    if origin(url.host, port) in allowed and url.scheme in ("http", "https"):
        return url
    if url.scheme != "https" or port != 443:
        raise Unfetchable("neither https on port 443 nor an allowed origin")
    return url


def origin(host: str, port: int) -> str:
    """How an allowed origin is written: "host:port" in lower case, IPv6 without brackets."""
    return f"{host.strip('[]').lower()}:{port}"


@lru_cache(maxsize=256)
def origin_of(address: str) -> str:
    """The origin of a configured address such as "http://127.0.0.1:8188/api"."""
    url = httpx.URL(address)
    return origin(url.host, url.port or (443 if url.scheme == "https" else 80))


@lru_cache
def ssl_context() -> ssl.SSLContext:
    """Shared by all clients of the process: reading the certificates takes tens of milliseconds."""
    return httpx.create_ssl_context()


@lru_cache(maxsize=64)
def fetcher(allowed: frozenset[str] = frozenset()) -> Fetcher:
    """The process's guarded fetcher for one set of allowed origins. Sets never share connections, and keep
    none, so that a set which is forgotten leaves nothing open."""
    return Fetcher(make_client(GuardedNetwork(allowed), ssl_context(), idle=0), allowed=allowed)
