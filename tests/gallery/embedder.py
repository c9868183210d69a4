"""The engine's embeddings on loopback, made of words alone: texts are alike by the words that they share."""

import hashlib
import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import numpy as np

from gallery.facets.vocabulary import HOLLOW
from gallery.facets.words import stem, words

Vector = list[float]


def vector(text: str) -> Vector:
    """Of length 1: the sum of a fixed direction for each word."""
    told = [stem(word) for word in words(text.lower()) if word not in HOLLOW] or ["nothing"]
    whole = np.sum([_direction(word) for word in told], axis=0)
    return [float(number) for number in whole / np.linalg.norm(whole)]


@cache
def _direction(word: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(384)


class Embedder:
    """`asked` holds every text that came; `answer` is given instead of vectors where a test sets one."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: object = None
        self.status = 200
        self.hold: threading.Event | None = None
        embedder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                embedder.asked += body["input"]
                if embedder.hold is not None:
                    embedder.hold.wait(10)
                told = embedder.answer if embedder.answer is not None else _vectors(body["input"])
                sent = json.dumps(told).encode()
                with suppress(BrokenPipeError, ConnectionResetError):  # who asked did not wait
                    self.send_response(embedder.status)
                    self.send_header("Content-Length", str(len(sent)))
                    self.end_headers()
                    self.wfile.write(sent)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.hold is not None:
            self.hold.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _vectors(texts: Sequence[str]) -> object:
    return {"data": [{"index": place, "embedding": vector(text)} for place, text in enumerate(texts)]}
