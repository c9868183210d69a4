"""A provider of pictures on loopback that speaks Ark's wire, misbehaves on demand and counts its charges.

    with Provider() as provider:
        provider.script(Reply(status=429, headers={"Retry-After": "7"}))   # for the next request only
        provider.always(Reply(delay=1.8))                                   # whenever nothing is scripted
        … Seedream(base_url=provider.url, model="seedream-4-0-250828", …)
        provider.charges     # pictures that a real provider would bill
        provider.requests    # what came, in order: Asked(method, path, headers, body, trace)

`POST {url}/images/generations` answers as JSON, or as server-sent events for `"stream": true`; `GET
{origin}/files/…` gives the pictures of `response_format: url`. A request is charged when its pictures are
made, whether or not its answer arrives: `charged_for(key)` tells by X-Client-Request-Id. Threads and the
standard library only, so that it can also run beside a bench (`python -m tests.backends.provider`).
"""

import argparse
import base64
import json
import socket
import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from time import monotonic
from types import TracebackType
from typing import Literal, Self, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Fault = Literal["", "cut", "trickle", "garbage", "reset", "silent", "wrong_length", "chunked_garbage"]


@lru_cache
def picture(width: int = 64, height: int = 48, seed: int = 0) -> bytes:
    """A small JPEG of this size; another seed, other bytes."""
    image = Image.new("RGB", (width, height), ((seed * 67) % 256, 120, (200 + seed * 31) % 256))
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


@lru_cache
def picture_2k(seed: int = 0) -> bytes:
    """A 2048×2048 JPEG as heavy as a photograph (1.2 MB): amplitudes fall with the frequency, colour varies little.

    Uncorrelated noise in every channel would cost an encoder twice what any photograph does.
    """
    random = np.random.default_rng(seed)
    planes = [128 + _cloud(random, 2048, deviation) for deviation in (45, 12, 12)]
    picture = Image.fromarray(np.stack(planes, -1).clip(0, 255).astype(np.uint8), "YCbCr")
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def _unlike(jpeg: bytes, number: int) -> bytes:
    """The same picture with other bytes: JFIF's two densities, bytes 14 to 17, tell `number`."""
    return jpeg[:14] + (number % 2**31 + 1).to_bytes(4, "big") + jpeg[18:]


def _cloud(random: np.random.Generator, side: int, deviation: float) -> NDArray[np.float64]:
    """Noise about 0 whose amplitude falls with frequency to the power of 1.3."""
    frequency = np.hypot(np.fft.rfftfreq(side)[None, :], np.fft.fftfreq(side)[:, None])
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(random.standard_normal((side, side))) / frequency**1.3
    cloud: NDArray[np.float64] = np.fft.irfft2(spectrum)
    cloud *= deviation / cloud.std()
    return cloud


@dataclass(frozen=True, slots=True)
class Reply:
    """How one request is answered. `delay` seconds pass before the first byte. `status` above 299 answers
    with `error` (code, message) in Ark's envelope, or with `body` as it is, and charges nothing. `pictures`
    are the bytes to give, by default small JPEGs of the asked count; `failing` maps an index to an error.
    `body` replaces a good answer's bytes (it is charged all the same). `fault` spoils the sending:
    cut (half of the bytes, then the connection closes) · trickle (one byte a second) · garbage (no HTTP) ·
    reset (closes instead of an answer, after charging) · silent (never answers until stopped) ·
    wrong_length (promises more bytes than it sends) · chunked_garbage (broken chunks).
    `drop_completed` ends a stream without its last event; `pause` seconds pass between streamed pictures.
    With `unlike`, no two answers give the same bytes, so that none of a bench's pictures is stored already.
    """

    delay: float = 0.0
    status: int = 200
    error: tuple[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[bytes, ...] | None = None
    failing: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    body: bytes | None = None
    fault: Fault = ""
    drop_completed: bool = False
    unlike: bool = False
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came. `trace` is X-Client-Request-Id, `at` a moment of the monotonic clock, in seconds."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, object]
    trace: str
    at: float = field(default_factory=monotonic)


class Provider:
    """See the module. `url` is a base_url, `origin` its scheme, host and port. One that `dedupes` bills a
    trace once, however often it asks."""

    def __init__(self, *, port: int = 0, reply: Reply | None = None, dedupes: bool = False) -> None:
        self._lock = threading.Lock()
        self._dedupes = dedupes
        self._scripted: deque[Reply] = deque()
        self._default = reply or Reply()
        self._files: dict[str, bytes] = {}
        self._billed: Counter[str] = Counter()
        self._under_way = 0
        self._most_under_way = 0
        self.requests: list[Asked] = []
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self.origin}/api/v3"

    @property
    def charges(self) -> int:
        """Pictures billed so far."""
        with self._lock:
            return sum(self._billed.values())

    @property
    def most_under_way(self) -> int:
        """The most requests for pictures that were under way at one moment."""
        with self._lock:
            return self._most_under_way

    @property
    def under_way(self) -> int:
        with self._lock:
            return self._under_way

    def charged_for(self, key: str, ref: str = "") -> int:
        """Pictures billed for one call: its key is the X-Client-Request-Id. There are no ids of ours."""
        with self._lock:
            return self._billed[key]

    def script(self, *replies: Reply) -> None:
        """The answers of the next requests for pictures, in order."""
        with self._lock:
            self._scripted.extend(replies)

    def always(self, reply: Reply) -> None:
        """The answer whenever no scripted one is left."""
        with self._lock:
            self._default = reply

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends everything that is under way and frees the port."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # What the handler's threads use.

    def begin(self, asked: Asked) -> Reply:
        with self._lock:
            self.requests.append(asked)
            self._under_way += 1
            self._most_under_way = max(self._most_under_way, self._under_way)
            return self._scripted.popleft() if self._scripted else self._default

    def end(self) -> None:
        with self._lock:
            self._under_way -= 1

    def bill(self, trace: str, pictures: int) -> None:
        with self._lock:
            if not (self._dedupes and trace in self._billed):
                self._billed[trace] += pictures

    def keep(self, content: bytes) -> str:
        """The address of a picture that is kept for reading."""
        with self._lock:
            name = f"{len(self._files)}.jpeg"
            self._files[name] = content
        return f"{self.origin}/files/{name}"

    def file(self, name: str) -> bytes | None:
        with self._lock:
            return self._files.get(name)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Threads of a "silent" answer end with the provider's `stopping`.
    block_on_close = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], provider: Provider) -> None:
        self.provider = provider
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    @property
    def provider(self) -> Provider:
        return cast(_Server, self.server).provider

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        content = self.provider.file(self.path.rpartition("/")[2]) if "/files/" in self.path else None
        self._send(200 if content else 404, content or b"", "image/jpeg", {})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            body = json.loads(sent)
        except ValueError:
            body = {}
        asked = Asked(
            "POST", self.path, dict(self.headers), body, self.headers.get("X-Client-Request-Id", "")
        )
        reply = self.provider.begin(asked)
        try:
            self._answer(asked, reply)
        finally:
            self.provider.end()

    def _answer(self, asked: Asked, reply: Reply) -> None:
        if self.provider.stopping.wait(reply.delay):
            return self._hang_up()
        if reply.status > 299:
            code, message = reply.error or ("InternalServiceError", "scripted")
            envelope = {"error": {"code": code, "message": message, "param": "", "type": ""}}
            content = json.dumps(envelope).encode() if reply.body is None else reply.body
            return self._send(reply.status, content, "application/json", reply.headers, reply.fault)
        pictures = reply.pictures
        if pictures is None:
            pictures = tuple(picture(seed=len(self.provider.requests) + n) for n in range(_count(asked.body)))
        if reply.unlike:
            pictures = tuple(_unlike(content, len(self.provider.requests)) for content in pictures)
        made = len([n for n in range(len(pictures)) if n not in reply.failing])
        self.provider.bill(asked.trace, made)
        if reply.fault == "silent":
            self.provider.stopping.wait()
            return self._hang_up()
        if reply.fault in ("reset", "garbage"):
            if reply.fault == "garbage":
                self.connection.sendall(b"\x00\x01 this is not HTTP\r\n\r\n")
            return self._hang_up()
        items = [self._item(asked, reply, n, content) for n, content in enumerate(pictures)]
        usage = {"generated_images": made, "output_tokens": made * 16384, "total_tokens": made * 16384}
        if asked.body.get("stream"):
            return self._stream(items, usage, reply)
        answer = {"model": asked.body.get("model"), "created": 1763800000, "data": items, "usage": usage}
        content = json.dumps(answer).encode() if reply.body is None else reply.body
        return self._send(200, content, "application/json", reply.headers, reply.fault)

    def _item(self, asked: Asked, reply: Reply, index: int, content: bytes) -> dict[str, object]:
        if index in reply.failing:
            code, message = reply.failing[index]
            return {"error": {"code": code, "message": message}}
        size = {"size": asked.body.get("size")}
        if asked.body.get("response_format") == "b64_json":
            return {"b64_json": base64.b64encode(content).decode(), **size}
        return {"url": self.provider.keep(content), **size}

    def _stream(self, items: list[dict[str, object]], usage: dict[str, int], reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for index, item in enumerate(items):
            if index and self.provider.stopping.wait(reply.pause):
                return self._hang_up()
            kind = "partial_failed" if "error" in item else "partial_succeeded"
            self._event({"type": f"image_generation.{kind}", "image_index": index, **item})
        if not reply.drop_completed:
            self._event({"type": "image_generation.completed", "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")
        return self._hang_up()

    def _event(self, event: dict[str, object]) -> None:
        self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def _send(
        self, status: int, content: bytes, media_type: str, headers: Mapping[str, str], fault: Fault = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("X-Request-Id", f"request-{len(self.provider.requests)}")
        for name, value in headers.items():
            self.send_header(name, value)
        if fault == "chunked_garbage":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(content) + 1000 * (fault == "wrong_length")))
        self.end_headers()
        if fault == "trickle":
            for byte in content:
                self.wfile.write(bytes([byte]))
                if self.provider.stopping.wait(1.0):
                    break
        elif fault == "chunked_garbage":
            self.wfile.write(b"zz\r\nnot a chunk\r\n")
        else:
            self.wfile.write(content[: len(content) // 2] if fault == "cut" else content)
        if fault:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)


def _count(body: Mapping[str, object]) -> int:
    if body.get("sequential_image_generation") != "auto":
        return 1
    options = body.get("sequential_image_generation_options")
    most = options.get("max_images", 15) if isinstance(options, dict) else 15
    return int(most)


def main() -> None:
    parser = argparse.ArgumentParser(description="A provider on loopback that speaks Ark's wire.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--large", action="store_true", help="2K pictures of 1 to 2 MB")
    chosen = parser.parse_args()
    pictures = (picture_2k(),) if chosen.large else None
    with Provider(
        port=chosen.port, reply=Reply(delay=chosen.delay, pictures=pictures, unlike=chosen.large)
    ) as provider:
        print(provider.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
