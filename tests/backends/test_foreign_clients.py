"""The vendors' own clients against the servers that our backend tests use, so that neither side of a
contract is checked by our own reading of it alone."""

import base64
from collections.abc import Iterator

import fal_client
import httpx
import openai
import pytest
from replicate.client import Client
from replicate.exceptions import ModelError
from volcenginesdkarkruntime import Ark
from volcenginesdkarkruntime._exceptions import ArkBadRequestError, ArkRateLimitError

from .provider import Provider, Reply, picture
from .test_fal import RESULT, SUBMITTED, FalServer, queued
from .test_openai import fault, stream, whole
from .test_replicate import OUTPUT, ReplicateServer
from .wire import served

MODEL = "seedream-4-0-250828"
ONE = picture(seed=1)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def ark(provider: Provider) -> Iterator[Ark]:
    with Ark(base_url=provider.url, api_key="key", max_retries=0) as client:
        yield client


def test_bytedances_client_generates_against_our_provider(provider: Provider, ark: Ark) -> None:
    provider.script(Reply(pictures=(ONE,)))
    answer = ark.images.generate(
        model=MODEL, prompt="a kite", size="2048x2048", response_format="b64_json", watermark=False
    )
    assert base64.b64decode(answer.data[0].b64_json) == ONE
    assert answer.usage.generated_images == 1
    assert provider.charges == 1
    assert provider.requests[0].trace


def test_bytedances_client_reads_a_streamed_set(provider: Provider, ark: Ark) -> None:
    events = list(
        ark.images.generate(
            model=MODEL,
            prompt="three kites",
            stream=True,
            sequential_image_generation="auto",
            extra_body={"sequential_image_generation_options": {"max_images": 3}},
        )
    )
    kinds = [event.type.removeprefix("image_generation.") for event in events]
    assert kinds == ["partial_succeeded"] * 3 + ["completed"]
    assert [event.image_index for event in events[:3]] == [0, 1, 2]
    assert provider.charges == 3


def test_bytedances_client_tells_our_errors_apart(provider: Provider, ark: Ark) -> None:
    provider.script(
        Reply(status=400, error=("InvalidParameter", "size")),
        Reply(status=429, error=("ModelAccountIpmRateLimitExceeded", "slow")),
    )
    with pytest.raises(ArkBadRequestError) as refused:
        ark.images.generate(model=MODEL, prompt="a kite")
    assert refused.value.code == "InvalidParameter"
    with pytest.raises(ArkRateLimitError):
        ark.images.generate(model=MODEL, prompt="a kite")
    assert provider.charges == 0


def test_openais_client_reads_our_provider_of_seedream(provider: Provider) -> None:
    with openai.OpenAI(base_url=provider.url, api_key="key", max_retries=0) as client:
        answer = client.images.generate(
            model=MODEL, prompt="a kite", response_format="b64_json", extra_body={"watermark": False}
        )
    assert answer.data
    assert provider.requests[0].body["watermark"] is False


def test_openais_client_reads_our_openai_server() -> None:
    picture_text = base64.b64encode(ONE).decode()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/images/edits":
            return fault(400, "moderation_blocked", "not this", "image_generation_user_error")
        if b'"stream":true' in request.content.replace(b" ", b""):
            return stream(
                {
                    "type": "image_generation.partial_image",
                    "partial_image_index": 0,
                    "b64_json": picture_text,
                },
                {"type": "image_generation.completed", "b64_json": picture_text, "usage": {}},
            )
        return whole(ONE)

    with (
        served(answer) as origin,
        openai.OpenAI(base_url=f"{origin}/v1", api_key="key", max_retries=0) as client,
    ):
        told = client.images.generate(model="gpt-image-2", prompt="a kite", size="1024x1024")
        assert told.data
        assert told.data[0].b64_json == picture_text
        events = client.images.generate(model="gpt-image-2", prompt="a kite", stream=True, partial_images=1)
        assert [event.type for event in events] == [
            "image_generation.partial_image",
            "image_generation.completed",
        ]
        with pytest.raises(openai.BadRequestError) as refused:
            client.images.edit(model="gpt-image-2", prompt="a kite", image=("a.png", ONE, "image/png"))
        assert refused.value.code == "moderation_blocked"


def test_fals_client_waits_for_our_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    server = FalServer(queued(1))
    with served(server) as origin:
        # The client knows only https hosts; these two formats are its sole seam for a server on loopback.
        monkeypatch.setattr("fal_client.client.QUEUE_URL_FORMAT", f"{origin}/")
        for name in ("response_url", "status_url", "cancel_url"):
            path = httpx.URL(str(SUBMITTED[name])).path
            monkeypatch.setitem(SUBMITTED, name, f"{origin}{path}")
        places: list[int] = []

        def told(status: object) -> None:
            if isinstance(status, fal_client.Queued):
                places.append(status.position)

        client = fal_client.SyncClient(key="id:secret")
        result = client.subscribe(
            "fal-ai/bytedance/seedream/v4/text-to-image", {"prompt": "a kite"}, on_queue_update=told
        )
    assert result == RESULT
    assert places == [1]


def test_replicates_client_runs_our_prediction() -> None:
    server = ReplicateServer({"status": "processing"}, {"status": "succeeded", "output": OUTPUT})
    full: dict[str, object] = {
        "model": "bytedance/seedream-4",
        "version": "v",
        "input": {},
        "logs": "",
        "error": None,
    }

    def answer(request: httpx.Request) -> httpx.Response:
        told = server(request)
        return httpx.Response(told.status_code, json={**full, **told.json()})

    with served(answer) as origin:
        client = Client(api_token="key", base_url=origin)
        client.poll_interval = 0.01
        output = client.run(
            "bytedance/seedream-4", input={"prompt": "a kite"}, use_file_output=False, wait=False
        )
        assert output == OUTPUT
        server.states = [{"status": "failed", "error": "flagged"}]
        with pytest.raises(ModelError, match="flagged"):
            client.run("bytedance/seedream-4", input={"prompt": "a kite"}, wait=False)
