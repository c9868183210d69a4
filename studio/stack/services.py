"""The studio's processes: what `manage.py up` runs here, and docker-compose.yml runs on servers.

A test compares the two, so a change to a command is made here and there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WEB_PORT = 8000
ENGINE_PORT = 8791  # in containers; `up` takes any free port
CELERY = (
    "-m",
    "celery",
    "-A",
    "studio.celery",
    "worker",
    "--without-gossip",
    "--without-mingle",
    "-l",
    "INFO",
)


@dataclass(frozen=True)
class Service:
    """One kind of process. `arguments` follow the Python interpreter; {host} and {port} are its address.

    On one machine, a nicer one lets those go first for which somebody waits.
    """

    name: str
    arguments: tuple[str, ...]
    niceness: int = 0

    def command(self, python: str, **address: object) -> list[str]:
        return [python, *(argument.format_map(address) for argument in self.arguments)]


ENGINE = Service("engine", ("-m", "studio.engine", "--host", "{host}", "--port", "{port}"))
WEB = Service(
    "web",
    (
        *("-m", "uvicorn", "studio.asgi:application", "--host", "{host}", "--port", "{port}"),
        *("--lifespan", "off", "--timeout-graceful-shutdown", "3", "--no-server-header", "--no-access-log"),
        *("--http", "studio.wire.heads:Bounded", "--ws", "none"),
    ),
)
WORKER = Service("worker", (*CELERY, "-n", "calls@%h", "-Q", "calls", "-P", "threads", "-c", "16"))
IMAGE_WORKER = Service(
    "image-worker",
    (*CELERY, "-n", "images@%h", "-Q", "images", "-P", "threads", "-c", "1"),
    niceness=5,
)
RELAY = Service("relay", ("manage.py", "relay"), niceness=5)

SERVICES: Mapping[str, Service] = {
    service.name: service for service in (ENGINE, WEB, WORKER, IMAGE_WORKER, RELAY)
}
