"""References from their data URIs and addresses to bytes, with bounds on time, size and where it may connect.

Public addresses are read. This machine and private networks are not connected to, so that no answer tells what
listens there: only the origins that the operator named are. The engine's own results are read from the disk.
Each hop of a redirect is checked like the first, and the connection goes to the very address that was checked.
"""

import asyncio
import base64
import binascii
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from studio.engine.errors import ApiError, invalid
from studio.engine.files import Files
from studio.engine.limits import FETCH_REDIRECTS, FETCH_SECONDS, MB, REFERENCE_BYTES

if TYPE_CHECKING:
    import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_DATA_URI = re.compile(r"data:image/([a-z+.-]+);base64,")
_RESULT = re.compile(r"^https?://[^/]+/files/([A-Za-z0-9_.-]+)$")
_DECLARED = frozenset({"jpeg", "jpg", "png", "webp", "avif", "bmp", "tiff", "gif"})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SIMULTANEOUS = 4


@dataclass(frozen=True, slots=True)
class References:
    """Reads references; `origins` are those of this machine or a private network that may be asked."""

    files: Files
    origins: frozenset[str] = frozenset()

    async def read_all(
        self, sources: tuple[str, ...], param: str = "image", *, seconds: float = FETCH_SECONDS
    ) -> list[bytes]:
        """The bytes of each source in order; ApiError for the first that cannot be had in these seconds."""
        gate = asyncio.Semaphore(_SIMULTANEOUS)

        async def read_one(source: str, name: str) -> bytes:
            if not source.startswith(("http://", "https://")):
                return _data_uri(source, name)
            own = await asyncio.to_thread(self._own, source)
            if own is not None:
                return own
            async with gate:
                return await _download(source, name, seconds, self.origins)

        names = [f"{param}[{number}]" if len(sources) > 1 else param for number in range(len(sources))]
        tasks = [asyncio.create_task(read_one(*pair)) for pair in zip(sources, names, strict=True)]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()

    def _own(self, source: str) -> bytes | None:
        """A result of this engine, whatever host it was reached by: the name alone cannot be guessed."""
        found = _RESULT.search(source)
        path = self.files.find(found[1]) if found else None
        return None if path is None else path.read_bytes()


def origins_of(addresses: str) -> frozenset[str]:
    """`http://127.0.0.1:8000, http://pictures.lan` as origins. ValueError for what is no http(s) address."""
    return frozenset(_origin(address.strip()) for address in addresses.split(",") if address.strip())


def _origin(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"“{address}” is not an http(s) address")
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname}:{port}"


def _data_uri(source: str, name: str) -> bytes:
    head = _DATA_URI.match(source)
    if head is None or head[1] not in _DECLARED:
        formats = ", ".join(sorted(_DECLARED))
        raise ApiError(
            400,
            "InvalidImageURL.InvalidFormat",
            f"{name} must be an http(s) address or data:image/<format>;base64,<data> with the format in "
            f"lower case, one of {formats}.",
            param=name.split("[")[0],
        )
    if len(source) - head.end() > REFERENCE_BYTES * 4 / 3 + 4:
        _too_large(name)
    try:
        return base64.b64decode(source[head.end() :], validate=True)
    except binascii.Error:
        invalid(name, "its base64 cannot be decoded.")


def _too_large(name: str) -> NoReturn:
    invalid(name, f"it is larger than {REFERENCE_BYTES // MB} MB.")


async def _download(source: str, name: str, seconds: float, origins: Iterable[str]) -> bytes:
    import httpx  # 15 MB that only requests with an address need

    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(trust_env=False, timeout=seconds) as client,
        ):
            return await _follow(client, httpx.URL(source), name, origins)
    except TimeoutError:
        invalid(name, f"downloading it took longer than {seconds:g} s.")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        invalid(name, f"downloading it failed ({type(fault).__name__}).")


async def _follow(client: "httpx.AsyncClient", url: "httpx.URL", name: str, origins: Iterable[str]) -> bytes:
    for _ in range(FETCH_REDIRECTS + 1):
        if url.scheme not in ("http", "https"):
            invalid(name, f"it redirects to {url.scheme}, only http and https are followed.")
        address = await _resolve(url, name, trusted=_origin(str(url)) in origins)
        request = client.build_request(
            "GET",
            url.copy_with(host=str(address)),
            headers={
                "host": url.netloc.decode("ascii"),
                "accept": "image/*",
                "accept-encoding": "identity",  # what is measured below is then what arrives
                "user-agent": "seedbed-engine",
            },
            extensions={"sni_hostname": url.host},
        )
        answer = await client.send(request, stream=True)
        try:
            if not answer.has_redirect_location:
                return await _content(answer, name)
            url = url.join(answer.headers["location"])
        finally:
            await answer.aclose()
    invalid(name, f"it redirects more than {FETCH_REDIRECTS} times.")


async def _resolve(url: "httpx.URL", name: str, *, trusted: bool) -> Address:
    """One address of the host; refused when any of its addresses is not public, unless its origin is trusted."""
    if url.port is not None and not 0 < url.port < 65536:
        invalid(name, f"there is no port {url.port}.")
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(url.host, None, type=socket.SOCK_STREAM)
    except OSError:
        invalid(name, f"the host {url.host[:80]} is not known.")
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    for address in addresses:
        meant = _meant(address)
        if not trusted and (not meant.is_global or meant.is_multicast):
            invalid(
                name,
                "its host is this machine or on a private network, which this engine does not read from; "
                "send the picture itself as a data URI.",
            )
    return addresses[0]


def _meant(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that only wraps it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


async def _content(answer: "httpx.Response", name: str) -> bytes:
    if answer.status_code != 200:
        invalid(name, f"downloading it was answered with HTTP {answer.status_code}.")
    if answer.headers.get("content-type", "image/").startswith("text/"):
        invalid(name, f"its address gives {answer.headers['content-type'][:60]}, not a picture.")
    if "content-encoding" in answer.headers:
        invalid(name, "it is sent compressed although that was declined.")
    content = bytearray()
    async for part in answer.aiter_raw():
        content += part
        if len(content) > REFERENCE_BYTES:
            _too_large(name)
    return bytes(content)
