"""What the fault tests share: which backends, and workers that draw with a loopback provider."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from pytest_django import Settings

from studio.models import Job
from tests.backends.provider import Provider, Reply
from tests.workers import Workers, until, workers

# One of each crash class: a paid call that nobody can ask about again, and one that may be repeated for nothing.
BACKENDS = ("seedream", "engine")


@dataclass(frozen=True)
class Scene:
    provider: Provider
    alias: str
    env: dict[str, str]

    @contextmanager
    def at_work(self) -> Iterator[Workers]:
        with workers("worker", "image-worker", "relay", **self.env) as group:
            yield group


@contextmanager
def scene(alias: str, settings: Settings, *, delay: float = 0.1) -> Iterator[Scene]:
    """A provider behind `alias`, here and in every process that is started with `env`."""
    with Provider(reply=Reply(delay=delay)) as provider:
        env = {
            "ARK_API_KEY": "test-key",
            "ARK_BASE_URL": provider.url,
            "ARK_PRICE": "0.03",
            "ARK_CONCURRENCY": "4",
            "ENGINE_URL": provider.origin,
            "ENGINE_CONCURRENCY": "4",
            "SEEDBED_CALL_LEASE_SECONDS": "3",
        }
        settings.IMAGE_BACKENDS = {
            alias: {
                "BACKEND": "studio.backends.seedream.Seedream",
                "OPTIONS": {
                    "base_url": provider.url,
                    "model": "seedream-4-0-250828" if alias == "seedream" else "seedbed-illustrator",
                    "api_key": "test-key",
                    "price": Decimal("0.03") if alias == "seedream" else Decimal(0),
                },
            }
        }
        yield Scene(provider, alias, env)


def ended() -> bool:
    return not Job.objects.filter(state=Job.State.OPEN).exists()


def until_ended(group: Workers, *, seconds: float = 240) -> None:
    until(ended, seconds=seconds, why=group.log)
