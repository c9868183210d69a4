"""Replicate's predictions: the contract, then their quirks."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx
import pytest

from studio.backends.base import GeneratedImage, Progress, Usage
from studio.backends.errors import BackendError, BadAnswer, Misconfigured, Refused, Unavailable, Unsupported
from studio.backends.replicate import Replicate

from .contract import CANARY, PollableContract
from .provider import picture
from .wire import UNUSED, Wire, input_image, wish

ONE, TWO = picture(seed=1), picture(seed=2)
OUTPUT = ["https://replicate.delivery/0.jpg", "https://replicate.delivery/1.jpg"]


class ReplicateServer:
    """Answers a prediction with these states, one after the other; the last for ever."""

    def __init__(self, *states: Mapping[str, object]) -> None:
        self.states = list(states) or [{"status": "succeeded", "output": OUTPUT}]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "replicate.delivery":
            assert "Authorization" not in request.headers
            return httpx.Response(200, content=ONE if request.url.path == "/0.jpg" else TWO)
        if request.method == "POST":
            return httpx.Response(201, json={"id": "p1", "status": "starting", "output": None, "error": None})
        assert request.url.path == "/v1/predictions/p1"
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return httpx.Response(200, json={"id": "p1", **state})


class TestReplicate(PollableContract):
    pictures = (ONE, TWO)

    def build(self, client: httpx.Client, **options: Any) -> Replicate:
        return Replicate(client=client, api_key=CANARY, **options)

    def good(self, request: httpx.Request) -> httpx.Response:
        return ReplicateServer()(request)

    def refusal(self, words: str) -> httpx.Response:
        return httpx.Response(422, json={"title": "Input validation failed", "detail": words, "status": 422})

    def trouble(self, words: str) -> httpx.Response:
        return httpx.Response(500, json={"title": "Internal", "detail": words, "status": 500})

    def submissions(self, wire: Wire) -> int:
        return sum(request.method == "POST" for request in wire.requests)

    def test_the_estimate_covers_the_bill(self) -> None:
        assert self.backend(Wire(self.good)).estimate(wish(count=2)) == Decimal("0.06")
        assert self.events(Wire(self.good))[-1] == Usage(2, Decimal("0.06"))

    def test_the_size_is_custom_and_the_call_ends_there_too(self) -> None:
        wire = Wire(self.good)
        list(self.backend(wire, deadline=61).send(wish(inputs=(input_image(),), count=3)))
        request = wire.requests[0]
        assert request.url == "https://api.replicate.com/v1/models/bytedance/seedream-4/predictions"
        assert request.headers["Cancel-After"] == "2m"
        sent = json.loads(request.content)["input"]
        assert sent.pop("image_input")[0].startswith("data:image/png;base64,")
        assert sent == {
            "prompt": "a red kite over the dunes",
            "size": "custom",
            "width": 2048,
            "height": 2048,
            "sequential_image_generation": "auto",
            "max_images": 3,
        }

    def test_only_sizes_that_replicate_takes_are_offered(self) -> None:
        sizes = self.build(UNUSED).capabilities.sizes
        offered = [size for tier in sizes.tiers.values() for size in tier.values()]
        assert offered
        assert all(1024 <= side <= 4096 for size in offered for side in size)
        self.refused(width=4704, height=3520)

    def test_models_without_custom_sizes_get_a_tier_and_an_aspect(self) -> None:
        wire = Wire(self.good)
        newer = self.backend(wire, model="bytedance/seedream-4.5", price="0.04")
        list(newer.send(wish(width=2848, height=1600)))
        sent = json.loads(wire.requests[0].content)["input"]
        assert (sent["size"], sent["aspect_ratio"]) == ("2K", "16:9")
        assert "width" not in sent
        with pytest.raises(Unsupported, match="by name"):
            newer.check(wish(width=2800, height=1600))

    def test_the_states_on_the_way_are_told_once(self) -> None:
        starting, processing = {"status": "starting"}, {"status": "processing"}
        done = {"status": "succeeded", "output": OUTPUT}
        events = self.events(Wire(ReplicateServer(starting, processing, processing, done)))
        assert [event.note for event in events if isinstance(event, Progress)] == ["starting", "drawing"]

    @pytest.mark.parametrize(
        ("state", "error", "kind", "charged"),
        [
            ("failed", "The input was flagged as sensitive.", Refused, "no"),
            ("canceled", None, Refused, "unknown"),
            ("aborted", None, Unavailable, "no"),
            ("cancelled", None, BadAnswer, "unknown"),
            ("", None, BadAnswer, "unknown"),
        ],
    )
    def test_every_end_has_its_meaning(
        self, state: str, error: str | None, kind: type[BackendError], charged: str
    ) -> None:
        with pytest.raises(BackendError) as caught:
            self.events(Wire(ReplicateServer({"status": state, "error": error})))
        assert type(caught.value) is kind
        assert caught.value.charged == charged
        assert (error or "") in str(caught.value)

    def test_one_output_may_be_a_plain_address(self) -> None:
        events = self.events(Wire(ReplicateServer({"status": "succeeded", "output": OUTPUT[0]})))
        assert [event.content for event in events if isinstance(event, GeneratedImage)] == [ONE]

    def test_success_without_output_may_have_been_charged(self) -> None:
        with pytest.raises(BadAnswer) as caught:
            self.events(Wire(ReplicateServer({"status": "succeeded", "output": None})))
        assert caught.value.charged == "unknown"

    def test_an_endless_run_ends_at_the_deadline(self) -> None:
        with pytest.raises(Unavailable, match="within") as caught:
            self.events(Wire(ReplicateServer({"status": "processing"})), deadline=0.2)
        assert caught.value.charged == "unknown"

    @pytest.mark.parametrize(("status", "stopped"), [(200, True), (404, False)])
    def test_cancel_is_true_only_when_replicate_says_so(self, status: int, stopped: bool) -> None:
        wire = Wire(lambda request: httpx.Response(status, json={"id": "p1", "status": "canceled"}))
        assert self.backend(wire).cancel("p1") is stopped
        assert wire.requests[0].url.path == "/v1/predictions/p1/cancel"

    def test_unknown_models_and_prices_are_named(self) -> None:
        with pytest.raises(Misconfigured, match="seedream-4"):
            self.build(UNUSED, model="stability-ai/sdxl")
        with pytest.raises(Misconfigured, match="price"):
            self.build(UNUSED, model="bytedance/seedream-5-lite")
