"""What every bad day happens to: a loopback backend of each crash class, and workers that know it.

SEEDBED_FAULT_JOBS makes the days shorter or longer; 200 jobs is what the promises are measured with.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pytest_django import Settings

from studio.models import BackendAccount, Call, Job
from tests.backends.predictions import Predictions
from tests.backends.provider import Provider, Reply
from tests.backends.wire import served
from tests.invariants import Charging
from tests.workers import Workers, until

JOBS = int(os.environ.get("SEEDBED_FAULT_JOBS", "200"))
CLASSES = ("fire_once", "pollable", "dedupes")
PRICE = Decimal("0.03")
AT_ONCE = 8
LEASE_SECONDS = 2
MOST_OPEN = 100_000
PATIENCE_SECONDS = 120 + JOBS

MakeJob = Callable[..., Job]


@dataclass(frozen=True, slots=True)
class Scene:
    alias: str
    provider: Charging
    begun: Callable[[], int]  # requests for pictures so far
    env: Mapping[str, str] = field(default_factory=dict)  # for the workers

    def submit(self, make_job: MakeJob, jobs: int = JOBS, **fields: object) -> list[Job]:
        return [
            make_job(backend=self.alias, text=f"kite {number}", **SIZE, **fields) for number in range(jobs)
        ]

    def has_begun(self, enough: int) -> bool:
        """Whether the backend was asked that often, or there is nothing left to ask."""
        return self.begun() >= enough or not still_open()


SIZE = {"width": 2048, "height": 2048}


@contextmanager
def scene(crash: str, settings: Settings, *, seconds: float = 0.3) -> Iterator[Scene]:
    """A backend of this crash class that takes `seconds` for a picture, the only one in `settings`."""
    settings.MAX_OPEN_CALLS_PER_PERSON = MOST_OPEN
    settings.CALL_LEASE_SECONDS = LEASE_SECONDS
    env = {"SEEDBED_CALL_LEASE_SECONDS": str(LEASE_SECONDS), "SEEDBED_MAX_OPEN_CALLS": str(MOST_OPEN)}
    if crash == "pollable":
        predictions = Predictions(seconds=seconds)
        with served(predictions) as origin:
            settings.IMAGE_BACKENDS = {}
            yield Scene(_added(origin), predictions, lambda: predictions.charges, env)
        return
    alias = "engine" if crash == "dedupes" else "seedream"
    with Provider(reply=Reply(delay=seconds), dedupes=crash == "dedupes") as provider:
        if crash == "dedupes":
            env |= {"ENGINE_URL": provider.origin, "ENGINE_CONCURRENCY": str(AT_ONCE)}
        else:
            env |= {"ARK_API_KEY": "test-key", "ARK_BASE_URL": provider.url, "ARK_PRICE": str(PRICE),
                    "ARK_CONCURRENCY": str(AT_ONCE)}  # fmt: skip
        settings.IMAGE_BACKENDS = {alias: _entry(alias, provider)}
        yield Scene(alias, provider, lambda: len(provider.requests), env)


def until_all_ended(group: Workers) -> None:
    until(lambda: not still_open(), seconds=PATIENCE_SECONDS, why=group.log)


def still_open() -> bool:
    return Job.objects.filter(state=Job.State.OPEN).exists()


def ends() -> dict[str, int]:
    """How many calls ended in which state."""
    states = list(Call.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in sorted(set(states))}


def _entry(alias: str, provider: Provider) -> dict[str, Any]:
    free = alias == "engine"
    return {
        "BACKEND": "studio.backends.seedream.Seedream",
        "OPTIONS": {
            "base_url": provider.url,
            "model": "seedbed-illustrator" if free else "seedream-4-0-250828",
            "api_key": "test-key",
            "price": Decimal(0) if free else PRICE,
            "concurrency": AT_ONCE,
        },
    }


def _added(origin: str) -> str:
    """A backend as the instance's staff would add it; workers find it by its row."""
    account = BackendAccount(
        alias="replicate-1",
        kind="replicate",
        label="Loopback predictions",
        options={"base_url": f"{origin}/v1"},
        concurrency=AT_ONCE,
    )
    account.set_key("test-key-of-the-loopback")
    account.save()
    return account.alias
