"""Seedream: the contract, then Ark's quirks by name."""

import base64
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx
import pytest

from studio.backends.base import GeneratedImage, ImageFailed, Usage
from studio.backends.errors import BadAnswer, Exhausted, Misconfigured, Refused, Unavailable, Unsupported
from studio.backends.seedream import Seedream

from .contract import CANARY, BackendContract
from .provider import picture
from .wire import UNUSED, Wire, input_image, wish

ONE, TWO = picture(seed=1), picture(seed=2)
Json = Mapping[str, object]


def item(content: bytes, **more: object) -> Json:
    return {"b64_json": base64.b64encode(content).decode(), "size": "2048x2048", **more}


def ark(*items: Json, **more: object) -> httpx.Response:
    usage = {"generated_images": sum("error" not in each for each in items)}
    return httpx.Response(200, json={"model": "m", "created": 1, "data": list(items), "usage": usage, **more})


def ark_fault(status: int, code: str, message: str) -> httpx.Response:
    error = {"code": code, "message": message, "param": "", "type": ""}
    return httpx.Response(status, text=json.dumps({"error": error}))


def stream(*events: Json | str) -> httpx.Response:
    text = "".join(f"data: {e if isinstance(e, str) else json.dumps(e)}\n\n" for e in events)
    return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, text=text)


def succeeded(index: int, content: bytes, **more: object) -> Json:
    return {"type": "image_generation.partial_succeeded", "image_index": index, **item(content), **more}


COMPLETED: Json = {"type": "image_generation.completed", "usage": {"generated_images": 2}}


class TestSeedream(BackendContract):
    pictures = (ONE, TWO)

    def build(self, client: httpx.Client, **options: Any) -> Seedream:
        options = {"model": "seedream-4-0-250828", **options}
        return Seedream(client=client, api_key=CANARY, **options)

    def good(self, request: httpx.Request) -> httpx.Response:
        return ark(item(ONE), item(TWO))

    def refusal(self, words: str) -> httpx.Response:
        return ark_fault(400, "InputTextSensitiveContentDetected.PolicyViolation", words)

    def trouble(self, words: str) -> httpx.Response:
        return ark_fault(500, "InternalServiceError", words)

    def test_the_estimate_covers_the_bill(self) -> None:
        events = self.events(Wire(lambda request: ark(item(ONE))))
        assert events[-1] == Usage(1, Decimal("0.03"))
        assert self.backend(Wire(self.good)).estimate(wish()) == Decimal("0.03")

    # What is sent

    def body(self, **changes: object) -> dict[str, object]:
        options = changes.pop("options_of_backend", {})
        assert isinstance(options, dict)
        wire = Wire(self.good)
        list(self.backend(wire, **options).send(wish(**changes)))
        body: dict[str, object] = json.loads(wire.requests[0].content)
        return body

    def test_one_picture_asks_for_an_explicit_size_without_watermark_and_nothing_else(self) -> None:
        assert self.body() == {
            "model": "seedream-4-0-250828",
            "prompt": "a red kite over the dunes",
            "size": "2048x2048",
            "response_format": "url",
            "watermark": False,
        }

    def test_a_set_asks_for_the_sequential_mode_and_a_stream(self) -> None:
        body = self.body(count=4)
        assert body["sequential_image_generation"] == "auto"
        assert body["sequential_image_generation_options"] == {"max_images": 4}
        assert body["stream"] is True

    def test_inputs_travel_as_data_uris_in_their_order(self) -> None:
        first, second = input_image(20, 20), input_image(30, 30)
        sent = self.body(inputs=(first, second))["image"]
        expected = [base64.b64encode(image.content).decode() for image in (first, second)]
        assert sent == [f"data:image/png;base64,{text}" for text in expected]

    def test_the_key_of_the_call_is_the_trace_and_the_secret_is_the_bearer(self) -> None:
        wire = Wire(self.good)
        self.events(wire)
        assert wire.requests[0].headers["X-Client-Request-Id"] == wish().key
        assert wire.requests[0].headers["Authorization"] == f"Bearer {CANARY}"

    def test_an_option_of_the_family_is_passed_on(self) -> None:
        mode = {"mode": "fast"}
        assert self.body(options={"optimize_prompt_options": mode})["optimize_prompt_options"] == mode

    @pytest.mark.parametrize("name", ["seed", "guidance_scale", "negative_prompt", "size", "watermark"])
    def test_an_option_that_would_be_ignored_is_refused_by_name(self, name: str) -> None:
        wire = Wire(self.good)
        with pytest.raises(Unsupported, match="seed" if name == "seed" else name):
            self.backend(wire).send(wish(options={name: 1}))
        assert wire.requests == []

    def test_references_and_pictures_together_are_limited(self) -> None:
        references = tuple(input_image() for _ in range(12))
        with pytest.raises(Unsupported, match="together"):
            self.backend(Wire(self.good)).send(wish(inputs=references, count=4))

    # What is answered

    def first(self, answer: httpx.Response, **changes: object) -> list[object]:
        return list(self.backend(Wire(lambda request: answer)).send(wish(**changes)))

    def test_an_error_beside_status_200_is_an_error(self) -> None:
        answer = httpx.Response(
            200,
            json={"model": "m", "created": 1, "error": {"code": "InvalidParameter", "message": "aspect"}},
        )
        error = self.error(answer)
        assert isinstance(error, Refused)
        assert error.charged == "no"

    def test_an_item_may_fail_while_the_others_stand(self) -> None:
        refused = {"error": {"code": "OutputImageSensitiveContentDetected", "message": "not this one"}}
        events = self.first(ark(item(ONE), refused, item(TWO)))
        assert [type(event) for event in events] == [GeneratedImage, ImageFailed, GeneratedImage, Usage]
        failed = events[1]
        assert isinstance(failed, ImageFailed)
        assert failed.index == 1
        assert isinstance(failed.error, Refused)
        assert str(failed.error) == "not this one"
        assert events[-1] == Usage(2, Decimal("0.06"))

    def test_an_item_that_is_no_picture_fails_alone(self) -> None:
        html = item(b"<html>sorry</html>")
        events = self.first(ark(html, item(TWO), {}))
        assert [type(event) for event in events] == [ImageFailed, GeneratedImage, ImageFailed, Usage]
        assert all(e.error.charged == "unknown" for e in events if isinstance(e, ImageFailed))

    def test_sizes_written_with_a_multiplication_sign_are_read(self) -> None:
        event = self.first(ark(item(ONE, size="1600×2848")))[0]
        assert isinstance(event, GeneratedImage)
        assert event.details["size"] == "1600x2848"

    def test_the_plan_of_our_engine_is_kept(self) -> None:
        event = self.first(ark(item(ONE, plan={"subject": "kite"})))[0]
        assert isinstance(event, GeneratedImage)
        assert event.details["plan"] == {"subject": "kite"}

    @pytest.mark.parametrize(
        ("told", "kept"),
        [
            ('{"a": "x\\u0000y\\ud83e"}', {"a": "xy"}),
            ('{"a": 1e999, "b": NaN}', {"a": None, "b": None}),
            (json.dumps({"a": "x" * 200_000}), None),
        ],
        ids=["no-text", "no-number", "enormous"],
    )
    def test_details_can_always_be_kept(self, told: str, kept: object) -> None:
        content = json.dumps({"data": [item(ONE, plan="PLAN")]}).replace('"PLAN"', told)
        event = self.first(httpx.Response(200, text=content))[0]
        assert isinstance(event, GeneratedImage)
        assert event.details.get("plan") == kept

    def test_a_message_is_one_line_that_a_database_takes(self) -> None:
        error = self.error(
            ark_fault(400, "InvalidParameter", "bad\x00 \ud800words\n\nof  a server" + "!" * 9999)
        )
        assert str(error).startswith("bad words of a server!!!")
        assert len(str(error)) < 700

    def test_a_result_address_is_read_at_once(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            if request.method == "GET":
                assert "Authorization" not in request.headers
                return httpx.Response(200, content=ONE)
            return ark({"url": "https://tos.example/0.jpeg", "size": "2048x2048"})

        events = self.events(Wire(answer))
        assert isinstance(events[0], GeneratedImage)
        assert events[0].content == ONE

    def test_a_result_that_cannot_be_read_is_tried_again_and_then_named(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            if request.method == "GET":
                return httpx.Response(503)
            return ark({"url": "https://tos.example/0.jpeg"})

        wire = Wire(answer)
        event = self.events(wire)[0]
        assert isinstance(event, ImageFailed)
        assert event.error.code == "result_unreachable"
        assert event.error.charged == "unknown"
        assert len(wire.requests) == 5

    def test_a_result_in_a_private_place_is_not_read(self) -> None:
        wire = Wire(lambda request: ark({"url": "http://169.254.169.254/latest/meta-data"}))
        event = self.events(wire)[0]
        assert isinstance(event, ImageFailed)
        assert len(wire.requests) == 1

    def test_streamed_pictures_come_one_by_one(self) -> None:
        answer = stream(succeeded(0, ONE), succeeded(1, TWO), COMPLETED, "[DONE]")
        events = self.first(answer, count=2)
        assert [e.content for e in events if isinstance(e, GeneratedImage)] == [ONE, TWO]
        assert events[-1] == Usage(2, Decimal("0.06"))

    def test_a_failure_inside_a_stream_leaves_the_later_pictures(self) -> None:
        failed = {
            "type": "image_generation.partial_failed",
            "image_index": 0,
            "error": {"code": "OutputImageSensitiveContentDetected", "message": "refused"},
        }
        events = self.first(stream(failed, succeeded(1, TWO), COMPLETED), count=2)
        assert [type(event) for event in events] == [ImageFailed, GeneratedImage, Usage]
        assert isinstance(events[1], GeneratedImage)
        assert events[1].index == 1

    @pytest.mark.parametrize("end", [(), ("[DONE]",)])
    def test_a_stream_without_its_last_event_is_cut(self, end: tuple[str, ...]) -> None:
        events = self.backend(Wire(lambda request: stream(succeeded(0, ONE), *end))).send(wish(count=2))
        assert isinstance(next(events), GeneratedImage)
        with pytest.raises(BadAnswer) as caught:
            next(events)
        assert caught.value.charged == "unknown"

    def test_an_error_event_without_a_type_ends_the_call(self) -> None:
        answer = stream({"error": {"code": "InternalServiceError", "message": "internal"}})
        with pytest.raises(Unavailable, match="internal"):
            self.first(answer, count=2)

    def test_comments_and_carriage_returns_in_a_stream_are_harmless(self) -> None:
        text = f": hello\r\nevent: x\r\ndata: {json.dumps(succeeded(0, ONE))}\r\n\r\n"
        text += f"data: {json.dumps(COMPLETED)}\r\n\r\n"
        answer = httpx.Response(200, headers={"Content-Type": "text/event-stream"}, text=text)
        assert isinstance(self.first(answer, count=2)[0], GeneratedImage)

    # What codes mean

    def test_a_5xx_without_one_of_arks_codes_may_have_been_charged(self) -> None:
        error = self.error(httpx.Response(500, json={"error": "something in between"}))
        assert isinstance(error, Unavailable)
        assert error.charged == "unknown"

    @pytest.mark.parametrize(
        ("status", "code", "message", "kind"),
        [
            (429, "ModelAccountIpmRateLimitExceeded", "images per minute", Unavailable),
            (429, "RateLimitExceeded.EndpointRPMExceeded", "requests per minute", Unavailable),
            (429, "SetLimitExceeded", "the owner's cap is reached", Exhausted),
            (429, "QuotaExceeded", "Your free trial of the model is used up.", Exhausted),
            (429, "QuotaExceeded", "The weekly quota is used up and resets at 8:00.", Exhausted),
            (429, "QuotaExceeded", "Your monthly plan has exceeded the quota until 1 May.", Exhausted),
            (429, "QuotaExceeded", "You have exceeded the 5-hour quota of your plan.", Exhausted),
            (429, "QuotaExceeded", "The number of queued tasks has exceeded the quota.", Unavailable),
            (400, "InvalidParameter", "Timeout while downloading the reference.", Unavailable),
            (400, "InvalidParameter", "The download of the image timed out.", Unavailable),
            (400, "InvalidParameter.Size", "size is not valid", Refused),
            (400, "InvalidEndpoint.ClosedEndpoint", "the endpoint is closed", Exhausted),
            (400, "OutputImageSensitiveContentDetected", "sensitive", Refused),
            (404, "InvalidEndpointOrModel.NotFound", "no such model", Exhausted),
            (404, "ModelNotOpen", "activate the model first", Exhausted),
            (403, "OperationDenied.ServiceOverdue", "overdue", Exhausted),
            (500, "InternalServiceError", "internal", Unavailable),
            (418, "SomethingNew", "new", Refused),
        ],
    )
    def test_codes_are_read_by_their_beginning(
        self, status: int, code: str, message: str, kind: type[Exception]
    ) -> None:
        error = self.error(ark_fault(status, code, message))
        assert type(error) is kind
        assert error.charged == "no"
        assert error.code == code
        assert str(error) == message


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("seedream-4-0-250828", "4.0"),
        ("doubao-seedream-4-0-20260415", "4.0"),
        ("seedream-4-5-251128", "4.5"),
        ("seedream-5-0-260128", "5.0-lite"),
        ("doubao-seedream-5-0-lite-260128", "5.0-lite"),
        ("dola-seedream-5-0-pro-260628", "5.0-pro"),
        ("doubao-seedream-5-0-flash-260915", "5.0-flash"),
        ("seedbed-illustrator", "seedbed"),
    ],
)
def test_a_model_belongs_to_the_family_that_its_id_names(model: str, family: str) -> None:
    assert Seedream(client=UNUSED, model=model).family == family


def test_an_endpoint_id_needs_its_family_told() -> None:
    with pytest.raises(Misconfigured, match="family"):
        Seedream(client=UNUSED, model="ep-20260901-abcde")
    told = Seedream(client=UNUSED, model="ep-20260901-abcde", family="4.5")
    assert told.capabilities.sizes.problem(1024, 1024)


def test_every_offered_size_is_within_its_own_family() -> None:
    for model in ("seedream-4-0-1", "seedream-4-5-1", "seedream-5-0-1", "seedream-5-0-pro-1"):
        sizes = Seedream(client=UNUSED, model=model).capabilities.sizes
        for tier in sizes.tiers.values():
            assert [size for size in tier.values() if sizes.problem(*size)] == []


def test_pro_has_no_sets_and_charges_for_size_and_further_references() -> None:
    pro = Seedream(client=UNUSED, model="dola-seedream-5-0-pro-260628")
    with pytest.raises(Unsupported, match="one picture per call"):
        pro.check(wish(count=2))
    assert pro.estimate(wish(width=1024, height=1024)) == Decimal("0.045")
    assert pro.estimate(wish()) == Decimal("0.09")
    assert pro.estimate(wish(inputs=(input_image(),) * 3)) == Decimal("0.096")


def test_a_configured_price_is_the_price_of_everything() -> None:
    local = Seedream(client=UNUSED, model="seedbed-illustrator", price=0)
    assert local.estimate(wish(count=4)) == 0
    assert local.capabilities.price_per_picture == 0


def test_the_local_illustrator_takes_a_mask_and_a_seed() -> None:
    wire = Wire(lambda request: ark(item(ONE)))
    local = Seedream(client=wire.client, model="seedbed-illustrator")
    source, mask = input_image(role="source"), input_image(role="mask")
    list(local.send(wish(inputs=(source,), mask=mask, options={"seed": 7})))
    body = json.loads(wire.requests[0].content)
    assert body["mask"].startswith("data:image/png;base64,")
    assert body["seed"] == 7
    with pytest.raises(Unsupported, match="its own size"):
        local.check(wish(inputs=(source,), mask=input_image(16, 16)))
