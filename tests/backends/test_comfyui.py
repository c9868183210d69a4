"""ComfyUI: the contract, then its quirks."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from studio.backends.base import Accepted, GeneratedImage, Progress, Usage
from studio.backends.comfyui import ComfyUI, prompt_id_of
from studio.backends.comfyui_workflow import read_workflow
from studio.backends.errors import BackendError, BadAnswer, Misconfigured, Refused, Unavailable, Unsupported
from studio.backends.registry import client

from .comfyui_server import PREVIEW, Comfy, running
from .contract import CANARY, PollableContract
from .provider import picture
from .wire import UNUSED, Wire, input_image, wish

ONE, TWO = picture(seed=1), picture(seed=2)
WORKFLOW: dict[str, object] = {
    "3": {
        "class_type": "KSampler",
        "_meta": {"title": "Draw"},
        "inputs": {"seed": "{{seed}}", "steps": "{{steps|20}}", "sampler_name": "{{sampler|euler}}"},
    },
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": "{{width}}", "height": "{{height}}"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "photo of {{prompt}}, sharp", "clip": ["4", 1]}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}},
}
EDIT: dict[str, object] = {
    **WORKFLOW,
    "10": {"class_type": "LoadImage", "inputs": {"image": "{{image_1}}"}},
    "11": {"class_type": "LoadImageMask", "inputs": {"image": "{{mask}}", "channel": "red"}},
}
ID = wish().key


def file(name: str, kind: str = "output") -> dict[str, str]:
    return {"filename": name, "subfolder": "", "type": kind}


OUTPUTS = {"12": {"images": [file("1.jpg")]}, "9": {"images": [file("0.jpg"), file("x.jpg", "temp")]}}


class ComfyWire:
    """A ComfyUI that has done what it was asked as soon as it is asked; `entry` is its history of it."""

    def __init__(self, entry: Mapping[str, object] | None = None) -> None:
        self.entry = entry or {"outputs": OUTPUTS, "status": {"status_str": "success", "completed": True}}
        self.submitted: list[dict[str, Any]] = []
        self.lost = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/prompt":
            self.submitted.append(json.loads(request.content))
            return httpx.Response(200, json={"prompt_id": ID, "number": 1, "node_errors": {}})
        if path == f"/history/{ID}":
            done = bool(self.submitted) and not self.lost
            return httpx.Response(200, json={ID: self.entry} if done else {})
        if path == "/queue":
            return httpx.Response(200, json={"queue_running": [], "queue_pending": []})
        if path == "/upload/image":
            return httpx.Response(200, json={"name": "kept.png", "subfolder": "seedbed", "type": "input"})
        assert path == "/view"
        return httpx.Response(200, content=ONE if request.url.params["filename"] == "0.jpg" else TWO)


class TestComfyUI(PollableContract):
    pictures = (ONE, TWO)
    _server: ComfyWire | None = None

    def build(self, client: httpx.Client, **options: Any) -> ComfyUI:
        options = {"workflow": WORKFLOW, "live": False, **options}
        return ComfyUI(client=client, api_key=CANARY, **options)

    def good(self, request: httpx.Request) -> httpx.Response:
        self._server = self._server or ComfyWire()
        return self._server(request)

    def refusal(self, words: str) -> httpx.Response:
        error = {"type": "prompt_outputs_failed_validation", "message": "invalid", "details": words}
        return httpx.Response(400, json={"error": error, "node_errors": {}})

    def trouble(self, words: str) -> httpx.Response:
        return httpx.Response(500, json={"error": {"type": "internal", "message": words}})

    def submissions(self, wire: Wire) -> int:
        return sum(request.url.path == "/prompt" for request in wire.requests)

    def test_every_mark_is_filled_with_a_value_of_its_type(self) -> None:
        server = ComfyWire()
        options = {"seed": 7, "steps": 30}
        list(self.backend(Wire(server)).send(wish(prompt="{{seed}} kites", options=options)))
        sent = server.submitted[0]
        assert sent["prompt_id"] == ID
        assert sent["prompt"]["3"]["inputs"] == {"seed": 7, "steps": 30, "sampler_name": "euler"}
        assert sent["prompt"]["5"]["inputs"] == {"width": 2048, "height": 2048}
        assert sent["prompt"]["6"]["inputs"] == {
            "text": "photo of {{seed}} kites, sharp",
            "clip": ["4", 1],
        }

    def test_another_call_has_another_seed_and_the_same_call_the_same(self) -> None:
        server = ComfyWire()
        for key in ("a", "b", "a"):
            list(self.backend(Wire(server)).send(wish(key=key)))
        first, other, again = (sent["prompt"]["3"]["inputs"]["seed"] for sent in server.submitted)
        assert first == again != other

    def test_its_id_is_told_before_anything_can_cost(self) -> None:
        wire = Wire(ComfyWire())
        first = next(iter(self.backend(wire).send(wish())))
        assert first == Accepted(ID)
        assert self.submissions(wire) == 0

    def test_inputs_and_mask_are_uploaded_and_named_in_the_workflow(self) -> None:
        server = ComfyWire()
        wire = Wire(server)
        backend = self.backend(wire, workflow=EDIT)
        image = input_image(role="source")
        list(backend.send(wish(inputs=(image,), mask=input_image(role="mask"))))
        uploads = [request for request in wire.requests if request.url.path == "/upload/image"]
        assert len(uploads) == 2
        assert image.content in uploads[0].content
        assert server.submitted[0]["prompt"]["10"]["inputs"]["image"] == "seedbed/kept.png"
        assert server.submitted[0]["prompt"]["11"]["inputs"]["image"] == "seedbed/kept.png"

    def test_a_failed_upload_was_never_charged(self) -> None:
        wire = Wire(lambda request: httpx.Response(502))
        backend = self.backend(wire, workflow=EDIT)
        with pytest.raises(Unavailable) as caught:
            list(backend.send(wish(inputs=(input_image(),), mask=input_image())))
        assert caught.value.charged == "no"

    def test_a_workflow_gets_exactly_the_pictures_that_it_marks(self) -> None:
        backend = self.backend(Wire(ComfyWire()), workflow=EDIT)
        for wrong in (wish(), wish(inputs=(input_image(),))):
            with pytest.raises(Unsupported):
                backend.check(wrong)
        assert backend.capabilities.operations == {"edit"}

    def test_an_unknown_option_is_refused_by_name(self) -> None:
        self.refused(options={"cfg": 7})

    @pytest.mark.parametrize(
        ("messages", "kind", "words"),
        [
            (
                [["execution_error", {"exception_type": "ValueError", "exception_message": "no model"}]],
                Refused,
                "no model",
            ),
            (
                [
                    [
                        "execution_error",
                        {"exception_type": "torch.OutOfMemoryError", "exception_message": "16 GB"},
                    ]
                ],
                Unavailable,
                "16 GB",
            ),
            ([["execution_interrupted", {"node_id": "3"}]], Refused, "interrupted"),
            ([], Refused, "without a reason"),
            ("nonsense", Refused, "without a reason"),
        ],
    )
    def test_a_workflow_that_fails_says_why(
        self, messages: object, kind: type[BackendError], words: str
    ) -> None:
        entry = {"outputs": {}, "status": {"status_str": "error", "messages": messages}}
        with pytest.raises(BackendError, match=words) as caught:
            self.events(Wire(ComfyWire(entry)))
        assert type(caught.value) is kind

    def test_errors_of_nodes_are_told_with_the_refusal(self) -> None:
        node = {"errors": [{"message": "Value not in list", "details": "ckpt_name: 'x'"}]}
        error = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation"}
        answer = httpx.Response(400, json={"error": error, "node_errors": {"4": node}})
        assert "Value not in list ckpt_name: 'x'" in str(self.error(answer))

    def test_a_workflow_that_saves_nothing_is_a_bad_answer(self) -> None:
        entry = {"outputs": {"9": {"images": [file("x.png", "temp")]}}, "status": {"status_str": "success"}}
        with pytest.raises(BadAnswer, match="without saving"):
            self.events(Wire(ComfyWire(entry)))

    def test_a_call_that_a_restart_forgot_is_told_so_instead_of_waited_for(self) -> None:
        server = ComfyWire()
        server.lost = True
        with pytest.raises(Unavailable) as caught:
            self.events(Wire(server))
        assert caught.value.code == "forgotten"

    @pytest.mark.parametrize(("cancelled", "stopped"), [(True, True), (False, False), (None, False)])
    def test_cancel_names_the_call_and_believes_only_a_yes(self, cancelled: object, stopped: bool) -> None:
        wire = Wire(lambda request: httpx.Response(200, json={"cancelled": cancelled}))
        assert self.backend(wire).cancel(ID) is stopped
        assert wire.requests[0].url.path == f"/api/jobs/{ID}/cancel"

    def test_a_local_machine_is_free_unless_told_otherwise(self) -> None:
        assert self.build(UNUSED).estimate(wish()) == 0
        assert self.build(UNUSED, price="0.01").estimate(wish()) == Decimal("0.01")


def test_progress_and_previews_come_over_the_websocket() -> None:
    comfy = Comfy()
    with running(comfy) as address:
        backend = ComfyUI(client=client(), base_url=address, workflow=WORKFLOW)
        events = list(backend.send(wish()))
    told = [event for event in events if isinstance(event, Progress)]
    assert [(event.fraction, event.note) for event in told if event.preview is None] == [
        (None, "Draw"),
        (0.25, "Draw"),
    ]
    assert [event.preview for event in told if event.preview] == [PREVIEW, PREVIEW]
    assert [event.content for event in events if isinstance(event, GeneratedImage)] == [ONE]
    assert isinstance(events[-1], Usage)
    assert comfy.prompts[0]["client_id"] == comfy.prompts[0]["prompt_id"]


def test_a_websocket_that_breaks_costs_only_the_progress() -> None:
    with running(Comfy(hang_up_early=True)) as address:
        backend = ComfyUI(client=client(), base_url=address, workflow=WORKFLOW)
        events = list(backend.send(wish()))
    assert [type(event) for event in events] == [Accepted, GeneratedImage, Usage]


def test_a_key_that_is_no_uuid_becomes_one_and_always_the_same() -> None:
    assert prompt_id_of("5F0D9C0E-8A4E-4D62-A3A5-6F8F8F6F2C11") == "5f0d9c0e-8a4e-4d62-a3a5-6f8f8f6f2c11"
    assert prompt_id_of("call 7") == prompt_id_of("call 7") != prompt_id_of("call 8")


@pytest.mark.parametrize(
    ("workflow", "words"),
    [
        ({}, "API format"),
        ({"nodes": [], "links": []}, "API format"),
        ({"1": {"class_type": "A", "inputs": {}}}, "no {{prompt}}"),
        ({"1": {"class_type": "A", "inputs": {"a": "{{prompt}}", "b": "{{image_2}}"}}}, "gap"),
        ({"1": {"class_type": "A", "inputs": {"a": "{{prompt}}", "b": "{{cfg}}"}}}, r"{{cfg\|20}}"),
    ],
)
def test_a_workflow_that_cannot_be_used_says_why(workflow: dict[str, object], words: str) -> None:
    with pytest.raises(Misconfigured, match=words):
        read_workflow(workflow)


def test_a_workflow_is_read_from_a_file(tmp_path: Path) -> None:
    place = tmp_path / "flow.json"
    place.write_text(json.dumps(WORKFLOW), "utf-8")
    assert read_workflow(str(place)).options == {"steps": 20, "sampler": "euler"}
    place.write_text("{", "utf-8")
    for wrong in (str(place), str(tmp_path / "missing.json")):
        with pytest.raises(Misconfigured, match="cannot be read"):
            read_workflow(wrong)
