"""AUTOMATIC1111: the contract, then its quirks."""

import base64
import json
from typing import Any

import httpx
import pytest

from studio.backends.automatic1111 import Automatic1111
from studio.backends.base import GeneratedImage, Usage
from studio.backends.errors import Refused, Unavailable

from .contract import CANARY, BackendContract
from .provider import picture
from .wire import UNUSED, Wire, input_image, wish

ONE = picture(seed=1)
BASIC = base64.b64encode(f"me:{CANARY}".encode()).decode()


def answer(info: object = '{"seed": 7, "all_seeds": [7]}') -> httpx.Response:
    images = [base64.b64encode(ONE).decode()]
    return httpx.Response(200, json={"images": images, "parameters": {}, "info": info})


class TestAutomatic1111(BackendContract):
    pictures = (ONE,)
    leaks = (CANARY, BASIC)

    def build(self, client: httpx.Client, **options: Any) -> Automatic1111:
        return Automatic1111(client=client, api_key=f"me:{CANARY}", **options)

    def good(self, request: httpx.Request) -> httpx.Response:
        return answer()

    def refusal(self, words: str) -> httpx.Response:
        body = {"error": "HTTPException", "detail": words, "body": "", "errors": ""}
        return httpx.Response(422, json=body)

    def trouble(self, words: str) -> httpx.Response:
        body = {"error": "OutOfMemoryError", "detail": "", "body": "", "errors": words}
        return httpx.Response(500, json=body)

    def body(self, **changes: object) -> tuple[httpx.Request, dict[str, Any]]:
        wire = Wire(self.good)
        list(self.backend(wire, defaults={"steps": 30}).send(wish(**changes)))
        body: dict[str, Any] = json.loads(wire.requests[0].content)
        return wire.requests[0], body

    def test_words_alone_go_to_txt2img_with_the_configured_defaults(self) -> None:
        request, body = self.body(options={"seed": 7, "negative_prompt": "blur"})
        assert request.url.path == "/sdapi/v1/txt2img"
        assert request.headers["Authorization"] == f"Basic {BASIC}"
        assert body == {
            "steps": 30,
            "seed": 7,
            "negative_prompt": "blur",
            "prompt": "a red kite over the dunes",
            "width": 2048,
            "height": 2048,
            "batch_size": 1,
            "n_iter": 1,
        }

    def test_a_masked_edit_goes_to_img2img_with_white_as_what_is_redrawn(self) -> None:
        mask = input_image(role="mask")
        request, body = self.body(inputs=(input_image(),), mask=mask)
        assert request.url.path == "/sdapi/v1/img2img"
        assert base64.b64decode(body["mask"].partition(",")[2]) == mask.content
        assert len(body["init_images"]) == 1

    @pytest.mark.parametrize("info", ["", "no json", None, 7, '{"seed": "x"}', "[" * 9999])
    def test_a_resembling_server_may_tell_nothing_about_the_seed(self, info: object) -> None:
        event = self.events(Wire(lambda request: answer(info)))[0]
        assert isinstance(event, GeneratedImage)
        assert event.details == {}

    def test_the_seed_is_read_from_json_inside_a_string(self) -> None:
        events = self.events(Wire(self.good))
        assert isinstance(events[0], GeneratedImage)
        assert events[0].details == {"seed": 7}
        assert events[-1] == Usage(1, self.build(UNUSED).estimate(wish()))

    def test_an_unknown_sampler_comes_as_404_and_is_a_refusal(self) -> None:
        assert isinstance(self.error(httpx.Response(404, json={"detail": "Sampler not found"})), Refused)

    def test_a_password_of_one_letter_makes_no_holes_in_words(self) -> None:
        backend = Automatic1111(client=UNUSED, api_key="u:p")
        assert backend.words("Sampler not found") == "Sampler not found"

    def test_a_lack_of_memory_is_told_as_later(self) -> None:
        error = self.error(self.trouble("CUDA out of memory"))
        assert isinstance(error, Unavailable)
        assert error.code == "OutOfMemoryError"

    @pytest.mark.parametrize("name", ["override_settings", "script_name", "alwayson_scripts", "n_iter"])
    def test_options_that_reach_into_the_server_are_refused(self, name: str) -> None:
        self.refused(options={name: "x"})
