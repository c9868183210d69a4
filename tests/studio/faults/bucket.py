"""A bucket on loopback that fails in every way while it is told to, by chance and by a seed.

with Bucket(seed=7) as bucket:
    bucket.environment     # for the processes that are to use it
    bucket.troubled.set()
    bucket.objects         # what it keeps, by key
"""

import random
import re
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self, cast
from urllib.parse import parse_qs, urlsplit

NAME = "pictures"
STATUSES = {
    "error": (500, "InternalError"),
    "busy": (503, "SlowDown"),
    "skewed": (403, "RequestTimeTooSkewed"),
}
# cut: hangs up in the middle of what comes; lost: keeps it and hangs up instead of an answer; half: ends in
# the middle of what it sends.
TROUBLES = (*STATUSES, "cut", "lost", "half", "slow")
SLOW_SECONDS = 0.5


class Bucket:
    def __init__(self, *, seed: int) -> None:
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self.objects: dict[str, bytes] = {}
        self.parts: dict[tuple[str, int], bytes] = {}
        self.had: Counter[str] = Counter()
        self.troubled, self.stopping = threading.Event(), threading.Event()
        self._server = _Server(("127.0.0.1", 0), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AWS_STORAGE_BUCKET_NAME": NAME,
            "AWS_S3_ENDPOINT_URL": f"http://127.0.0.1:{self._server.server_address[1]}",
            "AWS_ACCESS_KEY_ID": "key-of-the-loopback",
            "AWS_SECRET_ACCESS_KEY": "secret-of-the-loopback",
        }

    def trouble(self) -> str:
        """What goes wrong with this request; "" for nothing. While it is troubled, that is three in four."""
        if not self.troubled.is_set():
            return ""
        with self._lock:
            chosen = self._chance.choice(TROUBLES) if self._chance.random() < 0.75 else ""
            self.had[chosen] += 1
        return chosen

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], bucket: Bucket) -> None:
        self.bucket = bucket
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        bucket = cast(_Server, self.server).bucket
        trouble = bucket.trouble()
        if trouble == "slow":
            bucket.stopping.wait(SLOW_SECONDS)
        length = int(self.headers.get("Content-Length", "0"))
        if trouble == "cut":
            self.rfile.read(length // 2)
            return self._hang_up()
        content = self.rfile.read(length)
        if trouble in STATUSES:
            status, code = STATUSES[trouble]
            return self._send(
                status, f"<Error><Code>{code}</Code><Message>scripted</Message></Error>".encode()
            )
        status, answer, told = self._answer(bucket, content)
        if trouble == "lost":
            return self._hang_up()
        return self._send(status, answer, told=told, half=trouble == "half")

    def _answer(self, bucket: Bucket, content: bytes) -> tuple[int, bytes, int | None]:
        """The status, the bytes, and the length to tell where that is another."""
        url = urlsplit(self.path)
        key, asked = url.path.removeprefix(f"/{NAME}/"), parse_qs(url.query, keep_blank_values=True)
        upload = asked.get("uploadId", [""])[0]
        if self.command == "POST" and not upload:
            return 200, f"<InitiateMultipartUploadResult><UploadId>{key}</UploadId></InitiateMultipartUploadResult>".encode(), None  # fmt: skip
        if self.command == "PUT" and upload:
            bucket.parts[upload, int(asked["partNumber"][0])] = content
        elif self.command == "POST":
            numbers = sorted(number for name, number in bucket.parts if name == upload)
            bucket.objects[key] = b"".join(bucket.parts[upload, number] for number in numbers)
            return 200, b"<CompleteMultipartUploadResult></CompleteMultipartUploadResult>", None
        elif self.command == "PUT":
            bucket.objects[key] = content
        elif self.command == "DELETE" and not upload:
            bucket.objects.pop(key, None)
        elif self.command in ("GET", "HEAD"):
            found = bucket.objects.get(key)
            if found is None:
                return 404, b"<Error><Code>NoSuchKey</Code></Error>", None
            if wanted := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
                return 206, found[int(wanted[1]) : int(wanted[2] or len(found)) + 1], None
            return 200, b"" if self.command == "HEAD" else found, len(found)
        return 200, b"", None

    def _send(self, status: int, content: bytes, *, told: int | None = None, half: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) if told is None else told))
        self.send_header("ETag", '"of-the-loopback"')
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if half else content)
        if half:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.close()
