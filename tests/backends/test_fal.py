"""fal's queue: the contract, then its quirks."""

import json
from decimal import Decimal
from typing import Any

import httpx
import pytest

from studio.backends.base import Accepted, GeneratedImage, ImageFailed, Progress, Usage
from studio.backends.errors import BadAnswer, Misconfigured, Refused, Unavailable, Unsupported
from studio.backends.fal import Fal

from .contract import CANARY, PollableContract
from .provider import picture
from .wire import UNUSED, Wire, input_image, wish

ONE, TWO = picture(seed=1), picture(seed=2)
CALL = "/fal-ai/bytedance/requests/r-1"
ADDRESS = f"https://queue.fal.run{CALL}"
SUBMITTED = {
    "status": "IN_QUEUE",
    "request_id": "r-1",
    "response_url": ADDRESS,
    "status_url": f"{ADDRESS}/status",
    "cancel_url": f"{ADDRESS}/cancel",
    "queue_position": 3,
}
RESULT = {"images": [{"url": f"https://v3.fal.media/{n}.png", "width": 2048} for n in "01"], "seed": 42}


class FalServer:
    """Answers a call with these statuses, one after the other, then with COMPLETED and the result."""

    def __init__(self, *statuses: httpx.Response, result: httpx.Response | None = None) -> None:
        self.statuses = list(statuses)
        self.result = result or httpx.Response(200, json=RESULT)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.url.host == "v3.fal.media":
            assert "Authorization" not in request.headers
            return httpx.Response(200, content=ONE if path == "/0.png" else TWO)
        if request.method == "POST":
            return httpx.Response(200, json=SUBMITTED)
        if path == f"{CALL}/status":
            return self.statuses.pop(0) if self.statuses else COMPLETED
        assert path == CALL
        return self.result


def queued(position: int) -> httpx.Response:
    return httpx.Response(202, json={"status": "IN_QUEUE", "queue_position": position})


COMPLETED = httpx.Response(200, json={"status": "COMPLETED", "logs": [], "metrics": {}})
RUNNING = httpx.Response(202, json={"status": "IN_PROGRESS", "logs": []})


class TestFal(PollableContract):
    pictures = (ONE, TWO)

    def build(self, client: httpx.Client, **options: Any) -> Fal:
        return Fal(client=client, api_key=CANARY, **options)

    def good(self, request: httpx.Request) -> httpx.Response:
        return FalServer()(request)

    def refusal(self, words: str) -> httpx.Response:
        detail = [{"loc": ["body", "prompt"], "msg": words, "type": "content_policy_violation"}]
        return httpx.Response(422, json={"detail": detail})

    def trouble(self, words: str) -> httpx.Response:
        return httpx.Response(503, json={"detail": words, "error_type": "runner_disconnected"})

    def submissions(self, wire: Wire) -> int:
        return sum(request.method == "POST" for request in wire.requests)

    def test_the_estimate_covers_the_bill(self) -> None:
        assert self.backend(Wire(self.good)).estimate(wish(count=2)) == Decimal("0.06")
        assert self.events(Wire(self.good))[-1] == Usage(2, Decimal("0.06"))

    def test_the_input_goes_bare_to_the_path_of_the_model(self) -> None:
        wire = Wire(self.good)
        list(self.backend(wire).send(wish(count=2)))
        assert wire.requests[0].url == "https://queue.fal.run/fal-ai/bytedance/seedream/v4/text-to-image"
        assert wire.requests[0].headers["Authorization"] == f"Key {CANARY}"
        assert json.loads(wire.requests[0].content) == {
            "prompt": "a red kite over the dunes",
            "image_size": {"width": 2048, "height": 2048},
            "num_images": 1,
            "max_images": 2,
        }

    def test_inputs_go_to_the_path_for_edits(self) -> None:
        wire = Wire(self.good)
        list(self.backend(wire).send(wish(inputs=(input_image(),))))
        assert wire.requests[0].url.path == "/fal-ai/bytedance/seedream/v4/edit"
        assert json.loads(wire.requests[0].content)["image_urls"][0].startswith("data:image/png;base64,")

    def test_the_place_in_the_queue_is_told_when_it_changes(self) -> None:
        events = self.events(Wire(FalServer(queued(3), queued(3), queued(1), queued(0), RUNNING)))
        assert [event.note for event in events if isinstance(event, Progress)] == [
            "3 before it in the queue",
            "1 before it in the queue",
            "next in the queue",
            "drawing",
        ]

    def test_trouble_while_asking_does_not_lose_the_call(self) -> None:
        troubles = [httpx.Response(status, text="no") for status in (502, 429, 503, 500)]
        wire = Wire(FalServer(RUNNING, *troubles, RUNNING))
        assert sum(isinstance(event, GeneratedImage) for event in self.events(wire)) == 2
        assert self.submissions(wire) == 1

    def test_completed_does_not_mean_success(self) -> None:
        wire = Wire(FalServer(result=self.refusal("flagged")))
        with pytest.raises(Refused, match="flagged"):
            self.events(wire)

    def test_a_runner_that_died_is_told_as_later_and_not_charged(self) -> None:
        with pytest.raises(Unavailable) as caught:
            self.events(Wire(FalServer(result=self.trouble("runner gone"))))
        assert caught.value.charged == "no"

    def test_a_call_that_never_began_is_told_by_its_type_and_not_charged(self) -> None:
        told = {"detail": "no runner in time", "error_type": "request_timeout"}
        with pytest.raises(Unavailable, match="no runner in time") as caught:
            self.events(Wire(FalServer(result=httpx.Response(504, json=told))))
        assert caught.value.charged == "no"

    def test_a_call_that_fal_no_longer_knows_may_have_been_charged(self) -> None:
        with pytest.raises(BadAnswer) as caught:
            self.events(Wire(FalServer(httpx.Response(404, json={"detail": "not found"}))))
        assert caught.value.charged == "unknown"

    def test_a_picture_that_cannot_be_read_fails_alone_and_is_billed(self) -> None:
        images = [{"url": "http://10.0.0.1/x.png"}, {"url": "https://v3.fal.media/1.png"}]
        events = self.events(Wire(FalServer(result=httpx.Response(200, json={"images": images}))))
        assert [type(event) for event in events] == [Accepted, ImageFailed, GeneratedImage, Usage]
        assert events[-1] == Usage(2, Decimal("0.06"))

    def test_an_id_that_is_a_path_is_not_followed(self) -> None:
        answer = httpx.Response(200, json={**SUBMITTED, "request_id": "../../other"})
        assert isinstance(self.error(answer), BadAnswer)

    @pytest.mark.parametrize(("status", "stopped"), [(202, True), (400, False), (404, False), (500, False)])
    def test_cancel_is_true_only_when_fal_says_so(self, status: int, stopped: bool) -> None:
        wire = Wire(lambda request: httpx.Response(status, json={"status": "x"}))
        assert self.backend(wire).cancel(CALL[1:]) is stopped
        assert (wire.requests[0].method, wire.requests[0].url.path) == ("PUT", f"{CALL}/cancel")

    def test_sizes_that_fal_would_enlarge_are_refused(self) -> None:
        self.refused(width=1280, height=640)

    @pytest.mark.parametrize("name", ["seed", "num_images", "sync_mode"])
    def test_options_that_mean_nothing_there_are_refused(self, name: str) -> None:
        self.refused(options={name: 1})

    def test_pro_costs_more_above_its_large_size(self) -> None:
        pro = self.build(UNUSED, model="bytedance/seedream/v5/pro/text-to-image")
        assert pro.estimate(wish(width=1024, height=1024)) == Decimal("0.0675")
        assert pro.estimate(wish()) == Decimal("0.135")
        with pytest.raises(Unsupported):
            pro.check(wish(count=2))

    def test_a_price_that_nobody_knows_must_be_configured(self) -> None:
        with pytest.raises(Misconfigured, match="price"):
            self.build(UNUSED, model="fal-ai/bytedance/seedream/v4.5/text-to-image")
        with pytest.raises(Misconfigured, match="none of Seedream"):
            self.build(UNUSED, model="fal-ai/flux/dev")
