"""Whatever a provider answers, a backend ends in its own words: events, or one of our errors."""

import base64
import json
from collections.abc import Callable
from contextlib import suppress

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.backends.automatic1111 import Automatic1111
from studio.backends.base import Backend, Event, GeneratedImage, Usage
from studio.backends.comfyui import ComfyUI
from studio.backends.errors import BackendError
from studio.backends.fal import Fal
from studio.backends.fetch import Fetcher
from studio.backends.openai import OpenAI
from studio.backends.replicate import Replicate
from studio.backends.seedream import Seedream

from .provider import picture
from .test_comfyui import ID, WORKFLOW
from .wire import Wire, wish

Build = Callable[[httpx.Client], Backend]


def build(make: type, **options: object) -> Build:
    return lambda client: make(client=client, fetch_from=Fetcher(client), pause=lambda s: None, **options)


BACKENDS = {
    "seedream": build(Seedream, model="seedream-4-0-1", deadline=2),
    "openai": build(OpenAI, model="gpt-image-2", price=1, deadline=2),
    # The first pause is longer than the deadline, so that a state without end costs no time.
    "fal": build(Fal, deadline=0.4),
    "replicate": build(Replicate, deadline=0.4),
    "comfyui": build(ComfyUI, workflow=WORKFLOW, live=False, deadline=0.4),
    "automatic1111": build(Automatic1111, deadline=2),
}
WORDS = [
    "data",
    "url",
    "b64_json",
    "error",
    "code",
    "message",
    "type",
    "image_index",
    "usage",
    "generated_images",
    "images",
    "status",
    "output",
    "detail",
    "msg",
    "request_id",
    "id",
    "prompt_id",
    "outputs",
    "messages",
    "status_str",
    "filename",
    "info",
    "queue_running",
    "size",
]
VALUES = [
    "succeeded",
    "failed",
    "COMPLETED",
    "IN_QUEUE",
    "starting",
    "error",
    "success",
    "output",
    "image_generation.partial_succeeded",
    "image_generation.completed",
    "execution_error",
    "https://a.example/x",
    "http://10.0.0.1/",
    "r-1",
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["\ud800", "\x00"])
    | st.sampled_from([*VALUES, ID, base64.b64encode(picture()).decode()])
)
KEYS = st.sampled_from([*WORDS, ID]) | st.text(max_size=4)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@pytest.mark.parametrize("name", BACKENDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
@given(
    answers=st.lists(JSON, min_size=1, max_size=5),
    streamed=st.booleans(),
    status=st.sampled_from([200, 200, 500]),
)
def test_any_json_ends_in_events_or_in_one_of_our_errors(
    name: str, answers: list[object], streamed: bool, status: int
) -> None:
    coming = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        told = coming.pop(0) if len(coming) > 1 else coming[0]
        if streamed:
            text = "".join(f"data: {json.dumps(each)}\n\n" for each in answers)
            return httpx.Response(status, headers={"Content-Type": "text/event-stream"}, text=text)
        return httpx.Response(status, text=json.dumps(told))

    events: list[Event] = []
    with suppress(BackendError):
        for event in BACKENDS[name](Wire(answer).client).send(wish()):
            events.append(event)
        assert isinstance(events[-1], Usage)
    for event in events:
        if isinstance(event, GeneratedImage):
            kept = json.dumps(event.details, allow_nan=False, ensure_ascii=False)
            assert "\\u0000" not in kept
            assert kept.encode("utf-8")
    assert sum(isinstance(event, Usage) for event in events) <= 1


@pytest.mark.parametrize("name", BACKENDS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_end_in_one_of_our_errors(name: str, content: bytes) -> None:
    wire = Wire(lambda request: httpx.Response(200, content=content))
    with pytest.raises(BackendError):
        list(BACKENDS[name](wire.client).send(wish()))
