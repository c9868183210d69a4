"""F6 with many jobs at once: every second request is turned away, each for a reason of its own."""

import random

import httpx
import pytest
from pytest_django import Settings

from studio.models import Call
from tests.backends.predictions import Predictions
from tests.backends.provider import Provider, Reply
from tests.invariants import Charging, broken_promises
from tests.studio.faults.scene import AT_ONCE, CLASSES, JOBS, MakeJob, ends, scene, until_all_ended
from tests.workers import workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = 20261127
WAIT_SECONDS = 2
WORDS = "These are the backend's own words."
LATER = [(429, "RateLimitExceeded"), (500, "InternalServiceError"), (503, "ServerOverloaded")]
NEVER = [
    (400, "InputTextSensitiveContentDetected"),
    (401, "AuthenticationError"),
    (403, "AccountOverdueError"),
]


@pytest.mark.parametrize("crash", CLASSES)
def test_each_refusal_is_waited_out_or_final_as_it_says_and_none_is_charged(
    crash: str, make_job: MakeJob, settings: Settings
) -> None:
    drawn = random.Random(SEED).choices([*LATER, *NEVER], k=JOBS // 2)
    final = sum(each in NEVER for each in drawn)
    with scene(crash, settings) as day:
        turn_away(day.provider, drawn)
        day.submit(make_job)
        with workers("worker", "image-worker", "relay", **day.env) as group:
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=JOBS) == []
        assert day.provider.charges == JOBS - final
        assert ends() == {"stored": JOBS - final, "failed": len(drawn)}
        if isinstance(day.provider, Provider):
            assert day.provider.most_under_way <= AT_ONCE
    told = Call.objects.filter(state=Call.State.FAILED)
    assert all(WORDS in call.error_message for call in told)
    waits = [
        (later.sent_at - call.ended_at).total_seconds()
        for call in told
        for later in Call.objects.filter(job=call.job_id, slot=call.slot, attempt=call.attempt + 1)
        if later.sent_at and call.ended_at
    ]
    assert len(waits) == len(drawn) - final
    assert min(waits) >= WAIT_SECONDS
    print(f"{crash}: {JOBS} jobs, {len(drawn)} refusals, {final} of them final; {ends()}")


def turn_away(provider: Charging, drawn: list[tuple[int, str]]) -> None:
    """Refuse the next requests so, and ask for a wait with each."""
    headers = {"Retry-After": str(WAIT_SECONDS)}
    if isinstance(provider, Provider):
        provider.script(*(Reply(status=s, error=(code, WORDS), headers=headers) for s, code in drawn))
    if isinstance(provider, Predictions):
        told = ({"title": code, "status": status, "detail": WORDS} for status, code in drawn)
        provider.script(*(httpx.Response(int(str(t["status"])), json=t, headers=headers) for t in told))
