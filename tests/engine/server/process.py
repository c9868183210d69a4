"""The engine as its users meet it: a process of its own on a free port."""

import base64
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    import openai

ROOT = Path(__file__).resolve().parents[3]
SMALL = "1280x720"  # the least that Seedream 4.0 draws
BODY = {"model": "seedream-4-0-250828", "prompt": "a red kite", "size": SMALL, "watermark": False}
OWN = {**BODY, "model": "seedbed-illustrator"}


class Engine:
    def __init__(self, process: "subprocess.Popen[str]", root: str, log: list[str]) -> None:
        self.process = process
        self.root = root
        self.log = log
        self.http = httpx.Client(
            base_url=root,
            headers={"authorization": "Bearer test"},
            timeout=60,
            trust_env=False,
            verify=False,  # plain HTTP; reading the machine's certificates takes 20 ms each time
        )

    @contextmanager
    def vendors(self) -> "Iterator[tuple[Any, openai.OpenAI]]":
        """ByteDance's own SDK and `openai`, pointed at it."""
        import openai  # a second for both, which only the tests that use them pay
        from volcenginesdkarkruntime import Ark

        options: Any = {"base_url": self.api, "api_key": "test", "max_retries": 0}
        with httpx.Client(trust_env=False, verify=False) as transport:
            yield Ark(**options, http_client=transport), openai.OpenAI(**options, http_client=transport)

    @property
    def api(self) -> str:
        return f"{self.root}/api/v3"

    @property
    def address(self) -> tuple[str, int]:
        url = httpx.URL(self.root)
        return url.host, url.port or 80

    def post(self, body: object, **headers: str) -> httpx.Response:
        return self.http.post("/api/v3/images/generations", json=body, headers=headers)

    def drawn(self, body: object, **headers: str) -> dict[str, Any]:
        answer = self.post(body, **headers)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def refused(self, body: object, **headers: str) -> tuple[int, dict[str, str]]:
        answer = self.post(body, **headers)
        error: dict[str, str] = answer.json()["error"]
        assert error["message"].endswith(f"Request id: {answer.headers['x-request-id']}")
        return answer.status_code, error

    def health(self) -> dict[str, Any]:
        told: dict[str, Any] = self.http.get("/healthz").json()
        return told

    def workers(self) -> list[int]:
        return [worker["pid"] for worker in self.health()["workers"]]


@contextmanager
def running(module: str, home: Path, *arguments: str, **environment: str) -> Iterator[Engine]:
    """Start it, read its address from its first line, and kill it at the end. The listening socket is open by
    then: a first request waits in it until the engine is ready."""
    command = [sys.executable, "-m", module, "--port", "0", *arguments]
    environment = {**os.environ, "SEEDBED_HOME": str(home), **environment}
    log: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        reader = threading.Thread(target=log.extend, args=(process.stderr,))
        try:
            for line in process.stderr:
                log.append(line)
                if found := re.search(r"listening on (http://\S+)", line):
                    break
            else:
                raise AssertionError(f"the engine did not start: {''.join(log)}")
            reader.start()
            engine = Engine(process, found[1], log)
            with engine.http:
                engine.health()
                yield engine
        finally:
            process.kill()
            if reader.is_alive():
                reader.join()


@contextmanager
def asking(engine: Engine, body: object, **headers: str) -> Iterator[socket.socket]:
    """A request under way on a bare socket, which closes at the end whether or not it was answered."""
    content = json.dumps(body).encode()
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = (
        "POST /api/v3/images/generations HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer test\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n{more}\r\n"
    )
    with socket.create_connection(engine.address, timeout=30) as connection:
        connection.sendall(head.encode() + content)
        yield connection


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Ask again and again; each question is a round trip, so this does not spin."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"


def data_uri(content: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def events(answer: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    """(name, JSON) of each event; the last must be [DONE]."""
    blocks = [block for block in answer.text.split("\n\n") if block]
    assert blocks.pop() == "data: [DONE]"
    told = []
    for block in blocks:
        *names, data = block.split("\n")
        name = names[0].removeprefix("event: ") if names else ""
        told.append((name, json.loads(data.removeprefix("data: "))))
    return told
