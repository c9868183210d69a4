"""What every backend behind HTTP shares: one call's deadline, its faults by meaning, its secrets kept.

A fault before the request could have reached the provider is not charged; one after it is "unknown",
unless the provider answered with its own words.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

import httpx

from .base import Backend
from .errors import (
    BackendError,
    BadAnswer,
    Charged,
    Exhausted,
    Misconfigured,
    Refused,
    Unavailable,
    Unsupported,
)
from .fetch import Fetcher, Unfetchable, fetcher, origin_of
from .payload import as_list, as_object, as_text, checked_picture, clean_text, decoded, parsed, seconds_of
from .transport import CONNECT_SECONDS, Deadline
from .unreached import why_unreached

MAX_ANSWER_BYTES = 256 * 1024 * 1024
MAX_ERROR_BYTES = 64 * 1024
ERROR_BODY_SECONDS = 10.0
MAX_WORDS = 600
SHORTEST_SECRET = 4
FETCH_PAUSES = (0.5, 2.0, 5.0)

FilePart = tuple[str, tuple[str, bytes, str]]
"""(field name, (file name, content, media type)) of a multipart form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: httpx.Headers
    content: bytes = field(repr=False)

    def json(self) -> object:
        """Its JSON value. Raises BadAnswer."""
        return parsed(self.content)


class KeyHeader(httpx.Auth):
    """Puts a secret into a header at the last moment, so that no request or log carries it before."""

    def __init__(self, value: str, header: str = "Authorization") -> None:
        self._header = header
        self._value = value

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers[self._header] = self._value
        yield request


class HttpBackend(Backend):
    """A backend over a handed-in `httpx.Client`.

    Options of all of them: `base_url`; `api_key`; `label`; `deadline` in seconds; `concurrency`;
    `pictures_per_minute`; `price`, US$ per picture; `result_hosts`, "host:port" origins from which results
    may be read although they are private or plain http (the origin of `base_url` is always one);
    `max_answer_bytes`.
    """

    default_base_url = ""
    key_scheme = "Bearer"

    def __init__(
        self,
        *,
        client: httpx.Client,
        base_url: str = "",
        api_key: str = "",
        label: str = "",
        deadline: float | None = None,
        concurrency: int | None = None,
        pictures_per_minute: int | None = None,
        price: str | float | Decimal | None = None,
        result_hosts: Iterable[str] = (),
        max_answer_bytes: int = MAX_ANSWER_BYTES,
        fetch_from: Fetcher | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = checked_base_url(base_url or self.default_base_url)
        self.label = label or self.label
        self.deadline = self.deadline if deadline is None else deadline
        self.concurrency = concurrency or self.concurrency
        self.pictures_per_minute = pictures_per_minute or self.pictures_per_minute
        self.price = None if price is None else Decimal(str(price))
        self.pause = pause
        self._client = client
        self._max_answer_bytes = max_answer_bytes
        allowed = frozenset({origin_of(self.base_url), *(host.lower() for host in result_hosts)})
        self._fetcher = fetch_from or fetcher(allowed)
        self._key = api_key
        self._secrets: list[str] = []
        self.keep_secret(api_key)
        if not (api_key.isascii() and api_key.isprintable()):
            raise Misconfigured(f"{self.label}: the key has characters that no key has.")
        self._auth = KeyHeader(f"{self.key_scheme} {api_key}") if api_key else None

    def account(self, secret: str) -> str:
        named = f"{origin_of(self.base_url)}\0{self._key}"
        return hmac.new(secret.encode(), named.encode(), hashlib.sha256).hexdigest()[:32]

    def ask(
        self,
        method: str,
        path: str,
        until: Deadline,
        *,
        json: object = None,
        data: Mapping[str, object] | None = None,
        files: Sequence[FilePart] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request and its whole answer of status 2xx. Raises BackendError for everything else."""
        with self.stream(method, path, until, json=json, data=data, files=files, headers=headers) as answer:
            content = b"".join(self.pieces(answer, until))
            return Answer(answer.status_code, answer.headers, content)

    @contextmanager
    def stream(
        self,
        method: str,
        path: str,
        until: Deadline,
        *,
        json: object = None,
        data: Mapping[str, object] | None = None,
        files: Sequence[FilePart] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[httpx.Response]:
        """One request; the answer of status 2xx with its body still to come through `pieces`."""
        left = until.left()
        try:
            request = self._client.build_request(
                method,
                path if "://" in path else f"{self.base_url}{path}",
                json=json,
                data=dict(data) if data else None,
                files=files,
                headers={"Accept": "*/*", **(headers or {})},
                timeout=httpx.Timeout(
                    left, connect=min(left, CONNECT_SECONDS), pool=min(left, CONNECT_SECONDS)
                ),
                extensions={"deadline": until},
            )
        except ValueError as error:  # half a surrogate pair, a number that JSON does not have
            raise Unsupported(f"{self.label}: the request has characters that cannot be sent.") from error
        try:
            answer = self._client.send(request, auth=self._auth, stream=True)
        except httpx.TransportError as error:
            raise self._fault_of_transport(error, until) from error
        try:
            if not answer.is_success:
                raise self._fault_of_answer(answer, until)
            yield answer
        finally:
            answer.close()

    def pieces(self, answer: httpx.Response, until: Deadline) -> Iterator[bytes]:
        """The body as it comes, within the deadline and the size limit."""
        if answer.headers.get("content-encoding", "identity").lower() != "identity":
            raise BadAnswer(f"{self.label} sent a compressed answer although that was declined.")
        size = 0
        try:
            for piece in answer.iter_raw():
                size += len(piece)
                if size > self._max_answer_bytes:
                    raise BadAnswer(f"{self.label} sent more than {self._max_answer_bytes:,} bytes.")
                if until.over():
                    raise self.too_late(until)
                yield piece
        except httpx.TimeoutException as error:
            raise self.too_late(until) from error
        except httpx.TransportError as error:
            raise BadAnswer(f"{self.label} broke off in the middle of its answer.") from error

    def picture_at(self, address: str, until: Deadline) -> tuple[bytes, str]:
        """(content, media type) of a result by its address, with a few attempts: it is made and paid for."""
        for pause in (*FETCH_PAUSES, None):
            try:
                return checked_picture(self._fetcher.fetch(address, seconds=until.left()).content)
            except Unfetchable as error:
                if pause is None or not error.again or until.left() <= pause:
                    raise BadAnswer(
                        f"{self.label} made the picture, but it could not be read from its address.",
                        code="result_unreachable",
                    ) from error
                self.pause(pause)
        raise AssertionError("unreachable")

    def picture_in(self, item: Mapping[str, object], until: Deadline) -> tuple[bytes, str]:
        """(content, media type) of an item with `b64_json` or `url`. Raises BadAnswer."""
        if url := as_text(item.get("url")):
            return self.picture_at(url, until)
        return checked_picture(decoded(item.get("b64_json")))

    def words(self, text: str) -> str:
        """A provider's text as it may be shown: no secret, one line, not endless."""
        for secret in self._secrets:
            text = text.replace(secret, "…")
        text = clean_text(" ".join(text.split()))
        return text if len(text) <= MAX_WORDS else f"{text[:MAX_WORDS]}…"

    def keep_secret(self, *secrets: str) -> None:
        """More texts that must not be shown, beside the key. What is as short as a syllable would be told by its
        holes in other words, so it stands."""
        self._secrets += [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]

    def error_in(self, body: object) -> tuple[str, str] | None:
        """(code, message) of an error envelope in a JSON body; None when there is none. Reads the common
        shapes: `error` as an object or as text, and `detail` as text or as a list of complaints."""
        fields = as_object(body)
        error, detail = fields.get("error"), fields.get("detail")
        if isinstance(error, str) and error:
            return "", as_text(fields.get("message")) or error
        inner = as_object(error)
        code = as_text(inner.get("code")) or as_text(inner.get("type"))
        message = as_text(inner.get("message"))
        if code or message:
            return code, message
        complaints = [as_object(each) for each in as_list(detail)]
        message = as_text(detail) or "; ".join(as_text(each.get("msg")) for each in complaints)
        code = as_text(complaints[0].get("type")) if complaints else as_text(fields.get("error_type"))
        return (code, message) if message else None

    def raise_error_in(self, body: object) -> None:
        """Raises what an error envelope inside a good answer means; such an answer is not charged."""
        if (found := self.error_in(body)) is not None:
            code, message = found
            raise self.meaning(200, self.words(code), self.words(message or code), None, "no")

    def meaning(
        self, status: int, code: str, message: str, retry_after: float | None, charged: Charged
    ) -> BackendError:
        """The error for a provider's answer; by status here, by code where a provider has better ones."""
        if status in (401, 402, 403):
            return Exhausted(message, code=code)
        if status == 404:
            return Exhausted(message, code=code)
        if status in (408, 409, 425, 429):
            return Unavailable(message, code=code, retry_after=retry_after)
        if status >= 500:
            return Unavailable(message, code=code, retry_after=retry_after, charged=charged)
        if status >= 400:
            return Refused(message, code=code)
        return BadAnswer(message, code=code, charged=charged)

    def _fault_of_answer(self, answer: httpx.Response, until: Deadline) -> BackendError:
        status = answer.status_code
        if answer.is_redirect:
            return BadAnswer(f"{self.label} points to another address; its base_url is wrong.", charged="no")
        until.shorten(ERROR_BODY_SECONDS)
        found = None
        with suppress(BadAnswer):
            found = self.error_in(parsed(self._start_of_body(answer)))
        code, message = found or ("", "")
        doubt = " Is its address right?" if status == 404 else ""
        message = self.words(message) or f"{self.label} answered with status {status}.{doubt}"
        # A gateway has words of its own; behind it the provider may still be drawing.
        told = found is not None and status not in (502, 504)
        charged: Charged = "no" if told or status < 500 else "unknown"
        return self.meaning(
            status, self.words(code), message, seconds_of(answer.headers.get("retry-after")), charged
        )

    def _start_of_body(self, answer: httpx.Response) -> bytes:
        content = bytearray()
        try:
            for piece in answer.iter_raw():
                content += piece
                if len(content) > MAX_ERROR_BYTES:
                    break
        except httpx.TransportError:
            return b""
        return bytes(content)

    def _fault_of_transport(self, error: httpx.TransportError, until: Deadline) -> BackendError:
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return Unavailable(f"{self.label} cannot be reached{why_unreached(error)}")
        if isinstance(error, httpx.PoolTimeout):
            return Unavailable(f"Too many calls to {self.label} are under way.")
        if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
            return Unavailable(f"The request to {self.label} could not be sent.")
        if isinstance(error, httpx.TimeoutException):
            return self.too_late(until)
        return Unavailable(f"{self.label} hung up without an answer.", charged="unknown")

    def too_late(self, until: Deadline) -> Unavailable:
        """The error for a call whose deadline is over."""
        return Unavailable(
            f"{self.label} gave no full answer within {until.seconds:g} seconds.", charged="unknown"
        )


@lru_cache(maxsize=256)
def checked_base_url(text: str) -> str:
    """`text` without a trailing slash. Raises Misconfigured unless it is http or https with a host."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, TypeError) as error:
        raise Misconfigured("A backend's base_url is not an address.") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query:
        raise Misconfigured("A backend's base_url must be http or https with a host and nothing secret.")
    return text.rstrip("/")
