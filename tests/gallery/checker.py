"""A picture check on loopback that says what a test wants: the engine's `/v1/picture-checks`."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Checker:
    """`mature` is what it says of every picture; with `answers` False it is away. `asked` counts."""

    def __init__(self) -> None:
        self.mature = 0.01
        self.answers = True
        self.asked = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert self.path == "/v1/picture-checks" and told["image"].startswith(
                    "data:image/webp;base64,"
                )
                outer.asked += 1
                body = json.dumps({"mature": outer.mature, "embedding": None}).encode()
                self.send_response(200 if outer.answers else 503)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
