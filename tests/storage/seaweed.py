"""A real S3 server on loopback: SeaweedFS, from its wheel."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

KEY, SECRET = "seedbed-test", "only-for-tests"
READY_SECONDS = 60
# The server runs beside a shell that holds our pipe: when we are gone, in whatever way, the pipe closes and so the
# server ends.
GUARD = '"$@" & server=$!; cat; kill -9 $server'


@dataclass(frozen=True, slots=True)
class Seaweed:
    address: str
    port: int

    def environment(self, bucket: str) -> dict[str, str]:
        """What an operator would set to use it."""
        return {
            "AWS_STORAGE_BUCKET_NAME": bucket,
            "AWS_S3_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }


@contextmanager
def running(directory: Path) -> Iterator[Seaweed]:
    keys = directory / "s3.json"
    keys.write_text(
        json.dumps(
            {
                "identities": [
                    {
                        "name": "studio",
                        "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
                        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
                    }
                ]
            }
        )
    )
    data = directory / "data"
    data.mkdir()
    ports = _free_ports(8)
    command = [
        _weed(),
        "server",
        f"-dir={data}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-master.port={ports[0]}",
        f"-master.port.grpc={ports[1]}",
        "-master.telemetry=false",
        "-master.volumeSizeLimitMB=64",
        f"-volume.port={ports[2]}",
        f"-volume.port.grpc={ports[3]}",
        "-volume.max=20",
        f"-filer.port={ports[4]}",
        f"-filer.port.grpc={ports[5]}",
        f"-filer.localSocket={directory / 'filer.sock'}",
        "-s3",
        f"-s3.port={ports[6]}",
        f"-s3.port.grpc={ports[7]}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        f"-s3.config={keys}",
    ]
    with (directory / "log").open("wb") as log:
        server = subprocess.Popen(
            ["sh", "-c", GUARD, "sh", *command], stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=directory
        )
    assert server.stdin is not None
    try:
        seaweed = Seaweed(f"http://127.0.0.1:{ports[6]}", ports[6])
        _wait(seaweed, server, directory / "log")
        yield seaweed
    finally:
        server.stdin.close()
        server.wait(timeout=10)


def _weed() -> str:
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed") or "weed"


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _wait(seaweed: Seaweed, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until it refuses a stranger: then it answers, and its keys are loaded."""
    deadline = time.monotonic() + READY_SECONDS
    pause = threading.Event()
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{seaweed.address}/none/none", timeout=2).status_code == httpx.codes.FORBIDDEN:
                return
        except httpx.TransportError:
            pass
        pause.wait(0.05)
    raise RuntimeError(f"The S3 server did not start:\n{log.read_text(errors='replace')[-3000:]}")
