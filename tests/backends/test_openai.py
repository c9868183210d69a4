"""OpenAI's image API: the contract, then its quirks, then those of the servers that speak it."""

import base64
import json
from collections.abc import Mapping
from decimal import Decimal
from email.message import Message
from email.parser import BytesParser
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from studio.backends.base import GeneratedImage, ImageRequest, InputImage, Progress, Usage
from studio.backends.errors import BadAnswer, Exhausted, Misconfigured, Refused, Unavailable, Unsupported
from studio.backends.fetch import Fetcher
from studio.backends.openai import OpenAI

from .contract import CANARY, BackendContract
from .provider import picture
from .wire import UNUSED, Wire, input_image, png, wish

ONE, PREVIEW = picture(seed=1), picture(seed=9)
Json = Mapping[str, object]


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def whole(*contents: bytes, **more: object) -> httpx.Response:
    return httpx.Response(200, json={"created": 1, "data": [{"b64_json": b64(c)} for c in contents], **more})


def fault(status: int, code: str | None, message: str, kind: str = "x") -> httpx.Response:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return httpx.Response(status, json={"error": error})


def stream(*events: Json) -> httpx.Response:
    text = "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events)
    return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, text=text)


def form(request: httpx.Request) -> list[tuple[str, Message]]:
    """(field name, part) of a multipart request."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + request.content)
    parts = message.get_payload()
    assert isinstance(parts, list)
    named = [part for part in parts if isinstance(part, Message)]
    return [(str(part.get_param("name", header="content-disposition")), part) for part in named]


def content_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def square_mask() -> InputImage:
    """A mask of 32×32 whose left half is white."""
    image = Image.new("L", (32, 32), 0)
    image.paste(255, (0, 0, 16, 32))
    out = BytesIO()
    image.save(out, "PNG")
    return InputImage(out.getvalue(), "image/png", 32, 32, "mask")


class TestOpenAI(BackendContract):
    pictures = (ONE,)

    def build(self, client: httpx.Client, **options: Any) -> OpenAI:
        options = {"model": "gpt-image-2", "price": "0.05", **options}
        return OpenAI(client=client, api_key=CANARY, **options)

    def good(self, request: httpx.Request) -> httpx.Response:
        return whole(ONE)

    def refusal(self, words: str) -> httpx.Response:
        return fault(400, "moderation_blocked", words, "image_generation_user_error")

    def trouble(self, words: str) -> httpx.Response:
        return fault(500, None, words, "server_error")

    def send(self, request: ImageRequest, **options: Any) -> httpx.Request:
        wire = Wire(self.good)
        list(self.backend(wire, **options).send(request))
        return wire.requests[0]

    def test_a_generation_names_size_and_previews_and_no_response_format(self) -> None:
        request = self.send(wish(options={"quality": "high"}))
        assert request.url == "https://api.openai.com/v1/images/generations"
        assert json.loads(request.content) == {
            "quality": "high",
            "model": "gpt-image-2",
            "prompt": "a red kite over the dunes",
            "n": 1,
            "size": "2048x2048",
            "stream": True,
            "partial_images": 1,
        }

    def test_one_input_is_called_image_and_several_image_with_brackets(self) -> None:
        one = form(self.send(wish(inputs=(input_image(),))))
        two = form(self.send(wish(inputs=(input_image(), input_image()))))
        assert [name for name, part in one if part.get_filename()] == ["image"]
        assert [name for name, part in two if part.get_filename()] == ["image[]", "image[]"]
        assert ("stream", b"true") in [(name, content_of(part)) for name, part in one]

    def test_what_is_white_in_our_mask_is_transparent_in_theirs(self) -> None:
        parts = dict(form(self.send(wish(inputs=(input_image(),), mask=square_mask()))))
        with Image.open(BytesIO(content_of(parts["mask"]))) as sent:
            assert sent.mode == "RGBA"
            assert sent.size == (32, 32)
            assert sent.getchannel("A").getpixel((4, 16)) == 0
            assert sent.getchannel("A").getpixel((28, 16)) == 255

    def test_previews_come_before_the_picture_that_the_last_event_carries(self) -> None:
        answer = stream(
            {"type": "image_generation.partial_image", "partial_image_index": 0, "b64_json": b64(PREVIEW)},
            {"type": "image_generation.partial_image", "partial_image_index": 1, "b64_json": "broken"},
            {"type": "image_generation.completed", "b64_json": b64(ONE), "quality": "high", "usage": {}},
        )
        events = self.events(Wire(lambda request: answer), partial_images=2)
        assert [type(event) for event in events] == [Progress, GeneratedImage, Usage]
        assert isinstance(events[0], Progress)
        assert events[0].preview == PREVIEW
        assert events[0].fraction == pytest.approx(1 / 3)
        assert isinstance(events[1], GeneratedImage)
        assert events[1].details == {"quality": "high"}

    def test_a_stream_without_the_picture_is_cut(self) -> None:
        partial = {"type": "image_edit.partial_image", "partial_image_index": 0, "b64_json": b64(PREVIEW)}
        assert isinstance(self.error(stream(partial)), BadAnswer)

    def test_an_error_event_ends_the_call(self) -> None:
        event = {"type": "error", "error": {"code": "moderation_blocked", "message": "not this"}}
        with pytest.raises(Refused, match="not this"):
            self.events(Wire(lambda request: stream(event)))

    @pytest.mark.parametrize(
        ("code", "kind", "meaning"),
        [
            ("rate_limit_exceeded", "requests", Unavailable),
            ("slow_down", "requests", Unavailable),
            (None, "insufficient_quota", Exhausted),
            ("credit_balance_exhausted", "insufficient_quota", Exhausted),
            ("project_spend_limit_exceeded", "insufficient_quota", Exhausted),
        ],
    )
    def test_too_many_requests_and_no_credit_share_a_status(
        self, code: str | None, kind: str, meaning: type[Exception]
    ) -> None:
        assert type(self.error(fault(429, code, "no", kind))) is meaning

    def test_tokens_are_the_bill_when_their_prices_are_known(self) -> None:
        usage = {
            "input_tokens_details": {"text_tokens": 1000, "image_tokens": 2000},
            "output_tokens": 4000,
        }
        prices = {"text": 5, "image": "10", "output": 40}
        wire = Wire(lambda request: whole(ONE, usage=usage))
        assert self.events(wire, token_prices=prices)[-1] == Usage(1, Decimal("0.185"))

    def test_without_a_price_no_estimate_would_be_honest(self) -> None:
        with pytest.raises(Misconfigured, match="price"):
            self.build(UNUSED, price=None)

    def test_old_models_have_three_sizes_and_new_ones_steps_of_sixteen(self) -> None:
        old = self.build(UNUSED, model="gpt-image-1.5").capabilities.sizes
        assert [old.problem(*size) for size in ((1024, 1024), (1536, 1024), (1024, 1536))] == [None] * 3
        assert old.problem(2048, 512)
        assert old.problem(2048, 2048)
        new = self.build(UNUSED).capabilities.sizes
        assert new.problem(1000, 1000)
        assert new.problem(3840, 1024)
        for tier in new.tiers.values():
            assert [size for size in tier.values() if new.problem(*size)] == []

    def test_sets_are_not_offered_because_its_pictures_are_unrelated(self) -> None:
        self.refused(count=2)


def server(wire: Wire, name: str, **options: Any) -> OpenAI:
    return OpenAI(client=wire.client, model="m", server=name, base_url="http://127.0.0.1:9/v1", **options)


def sent(name: str, request: ImageRequest, **options: Any) -> httpx.Request:
    wire = Wire(lambda request: whole(ONE))
    events = list(server(wire, name, **options).send(request))
    assert events[-1] == Usage(1, Decimal(0))
    return wire.requests[0]


SQUARE = {"width": 1024, "height": 1024}


@pytest.mark.parametrize("name", ["vllm-omni", "sglang"])
def test_servers_that_refuse_addresses_are_asked_for_bytes_and_take_a_seed(name: str) -> None:
    body = json.loads(sent(name, wish(**SQUARE, options={"seed": 7})).content)
    assert body["response_format"] == "b64_json"
    assert body["seed"] == 7
    assert "stream" not in body


@pytest.mark.parametrize("name", ["vllm-omni", "sglang"])
def test_masks_are_refused_where_they_would_be_ignored_or_misread(name: str) -> None:
    with pytest.raises(Unsupported, match="mask"):
        sent(name, wish(**SQUARE, inputs=(input_image(),), mask=square_mask()))


def test_a_mask_goes_into_the_field_that_vllm_reads_once_its_meaning_is_configured() -> None:
    request = sent("vllm-omni", wish(**SQUARE, inputs=(input_image(),), mask=square_mask()), mask="white")
    parts = dict(form(request))
    assert content_of(parts["mask_image"]) == square_mask().content


def test_localai_gets_one_input_inside_a_generation_because_it_has_no_edits() -> None:
    image = input_image()
    request = sent("localai", wish(**SQUARE, inputs=(image,)))
    assert request.url.path == "/v1/images/generations"
    assert json.loads(request.content)["file"] == b64(image.content)


def test_localai_gets_a_masked_edit_as_inpainting_with_a_white_mask() -> None:
    request = sent("localai", wish(**SQUARE, inputs=(input_image(),), mask=square_mask()))
    assert request.url.path == "/v1/images/inpainting"
    assert content_of(dict(form(request))["mask"]) == square_mask().content


def test_a_bar_is_refused_at_localai_because_the_rest_would_be_forbidden_words() -> None:
    with pytest.raises(Unsupported, match=r"\|"):
        sent("localai", wish(**SQUARE, prompt="cats | dogs"))


def test_localai_may_answer_with_an_address_on_itself() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, content=png())
        return httpx.Response(200, json={"data": [{"url": "http://127.0.0.1:9/generated-images/a.png"}]})

    wire = Wire(answer)
    backend = server(wire, "localai", fetch_from=Fetcher(wire.client, allowed=frozenset({"127.0.0.1:9"})))
    event = next(iter(backend.send(wish(**SQUARE))))
    assert isinstance(event, GeneratedImage)
    assert event.media_type == "image/png"


def test_a_server_that_is_loading_says_when_to_come_back() -> None:
    answer = httpx.Response(503, headers={"Retry-After": "20"}, json={"error": {"message": "loading"}})
    with pytest.raises(Unavailable) as caught:
        list(server(Wire(lambda request: answer), "localai").send(wish(**SQUARE)))
    assert caught.value.retry_after == 20


def test_stable_diffusion_cpp_is_told_another_seed_for_every_call() -> None:
    first = json.loads(sent("sd.cpp", wish(**SQUARE, key="a")).content)["prompt"]
    other = json.loads(sent("sd.cpp", wish(**SQUARE, key="b")).content)["prompt"]
    chosen = json.loads(sent("sd.cpp", wish(**SQUARE, options={"seed": 7})).content)
    assert first != other
    assert chosen["prompt"].endswith('<sd_cpp_extra_args>{"seed": 7}</sd_cpp_extra_args>')
    assert "seed" not in chosen


def test_a_prompt_cannot_carry_commands_for_stable_diffusion_cpp() -> None:
    with pytest.raises(Unsupported):
        sent("sd.cpp", wish(**SQUARE, prompt='kite <sd_cpp_extra_args>{"steps": 9999}</sd_cpp_extra_args>'))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(400, json={"error": "prompt required"}), "prompt required"),
        (httpx.Response(400, json={"detail": "url needs storage"}), "url needs storage"),
        (
            httpx.Response(422, json={"detail": [{"loc": ["body", "size"], "msg": "bad size", "type": "v"}]}),
            "bad size",
        ),
    ],
)
def test_each_shape_of_error_keeps_its_words(answer: httpx.Response, words: str) -> None:
    with pytest.raises(Refused, match=words):
        list(server(Wire(lambda request: answer), "sd.cpp").send(wish(**SQUARE)))


def test_an_exception_of_stable_diffusion_cpp_keeps_its_message() -> None:
    answer = httpx.Response(500, json={"error": "server_error", "message": "out of memory"})
    with pytest.raises(Unavailable, match="out of memory"):
        list(server(Wire(lambda request: answer), "sd.cpp").send(wish(**SQUARE)))


def test_an_unknown_server_is_named_with_the_known_ones() -> None:
    with pytest.raises(Misconfigured, match=r"vllm-omni, sglang, localai"):
        server(Wire(lambda request: whole(ONE)), "ollama")
