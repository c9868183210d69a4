"""ByteDance's own SDK and `openai`: what they send is understood, what they get, too.

The engine is the real one with the tests' illustrator; with its own, every capability is driven by both in
test_capabilities.
"""

import base64
import io
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from PIL import Image
from volcenginesdkarkruntime._exceptions import ArkBadRequestError, ArkNotFoundError
from volcenginesdkarkruntime.types.images import OptimizePromptOptions, SequentialImageGenerationOptions

from tests.engine.server.process import SMALL, Engine, data_uri
from tests.pictures import jpeg, png

MODEL = "doubao-seedream-4-0-250828"


@pytest.fixture(scope="module")
def vendors(sketching: Engine) -> "Iterator[tuple[Any, openai.OpenAI]]":
    with sketching.vendors() as clients:
        yield clients


@pytest.fixture
def ark(vendors: tuple[Any, openai.OpenAI]) -> Any:
    return vendors[0]


@pytest.fixture
def oai(vendors: tuple[Any, openai.OpenAI]) -> openai.OpenAI:
    return vendors[1]


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_ark_draws_a_picture_that_its_url_gives(ark: Any, sketching: Engine) -> None:
    answer = ark.images.generate(
        model=MODEL, prompt="a red fox at night", size=SMALL, response_format="url", watermark=False
    )
    picture = opened(sketching.http.get(answer.data[0].url).content)
    assert (picture.format, picture.size, answer.data[0].size) == ("JPEG", (1280, 720), SMALL)
    assert answer.model == MODEL
    assert (answer.usage.generated_images, answer.usage.output_tokens) == (1, 3600)
    assert isinstance(answer.data[0].plan, dict)


def test_ark_sends_one_reference_and_gets_the_bytes_inline(ark: Any) -> None:
    answer = ark.images.generate(
        model=MODEL,
        prompt="make it darker",
        image=data_uri(png((400, 300), "teal")),
        size=SMALL,
        response_format="b64_json",
        watermark=True,
    )
    assert opened(base64.b64decode(answer.data[0].b64_json)).size == (1280, 720)


def test_ark_sends_several_references_of_both_forms(ark: Any, shelf: str) -> None:
    answer = ark.images.generate(
        model=MODEL,
        prompt="make it brighter",
        image=[data_uri(jpeg((300, 300), "gold"), "jpeg"), f"{shelf}/picture.png"],
        size=SMALL,
        sequential_image_generation="disabled",
    )
    assert len(answer.data) == 1


def test_ark_streams_a_set(ark: Any) -> None:
    told = list(
        ark.images.generate(
            model=MODEL,
            prompt="four seasons of one courtyard, a storyboard of 3",
            size=SMALL,
            sequential_image_generation="auto",
            sequential_image_generation_options=SequentialImageGenerationOptions(max_images=4),
            optimize_prompt_options=OptimizePromptOptions(mode="fast"),
            stream=True,
        )
    )
    assert [event.type.removeprefix("image_generation.") for event in told] == [
        "partial_succeeded",
        "partial_succeeded",
        "partial_succeeded",
        "completed",
    ]
    assert [event.image_index for event in told[:3]] == [0, 1, 2]
    assert told[-1].usage["generated_images"] == 3


def test_ark_reads_our_refusals(ark: Any) -> None:
    with pytest.raises(ArkBadRequestError) as refusal:
        ark.images.generate(model=MODEL, prompt="a kite", size="800x800")
    assert (refusal.value.code, refusal.value.type) == ("InvalidParameter", "BadRequest")
    assert "at least 921600 pixels" in refusal.value.message
    with pytest.raises(ArkNotFoundError):
        ark.images.generate(model="seedream-9-9", prompt="a kite", size="2K")


def test_openai_draws_a_picture(oai: openai.OpenAI, sketching: Engine) -> None:
    answer = oai.images.generate(
        model=MODEL, prompt="a red kite", size=SMALL, response_format="url", extra_body={"watermark": False}
    )
    assert answer.data is not None and answer.data[0].url is not None
    assert opened(sketching.http.get(answer.data[0].url).content).size == (1280, 720)


def test_openai_gives_a_reference_and_streams_inline(oai: openai.OpenAI) -> None:
    told: list[Any] = list(
        oai.images.generate(
            model=MODEL,
            prompt="make it warmer",
            size=SMALL,
            response_format="b64_json",
            stream=True,
            extra_body={"image": [data_uri(png((320, 240)))]},
        )
    )
    assert [event.type for event in told] == [
        "image_generation.partial_succeeded",
        "image_generation.completed",
    ]
    assert opened(base64.b64decode(told[0].b64_json)).format == "JPEG"


def test_openai_reads_our_refusals_with_the_request_id(oai: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as refusal:
        oai.images.generate(model=MODEL, prompt="a kite", size="4096x4097")
    assert refusal.value.code == "InvalidParameter"
    assert refusal.value.param == "size"
    assert refusal.value.request_id is not None and refusal.value.request_id in refusal.value.message


def test_openai_lists_the_models(oai: openai.OpenAI) -> None:
    names = [model.id for model in oai.models.list()]
    assert "seedbed-illustrator" in names and "seedream-4-0-250828" in names
