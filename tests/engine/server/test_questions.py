"""Vectors of texts and checks of pictures over the wire."""

import base64
import io
from collections.abc import Iterator

import httpx
import numpy as np
import openai
import pytest
from PIL import Image

from tests.engine.server.process import Engine, data_uri, until
from tests.pictures import TEXT, encode, jpeg, png


@pytest.fixture
def oai(engine: Engine) -> Iterator[openai.OpenAI]:
    transport = httpx.Client(trust_env=False)
    with openai.OpenAI(
        base_url=f"{engine.root}/v1", api_key="test", max_retries=0, http_client=transport
    ) as client:
        yield client


def test_openai_gets_unit_vectors_in_order(oai: openai.OpenAI) -> None:
    answer = oai.embeddings.create(model="any", input=["a red fox", "a fox that is red", "tax forms"])
    one, two, three = (datum.embedding for datum in answer.data)
    assert [datum.index for datum in answer.data] == [0, 1, 2]
    assert sum(number * number for number in one) == pytest.approx(1, abs=1e-4)
    assert sum(map(float.__mul__, one, two)) > 0.8 > 0.2 > sum(map(float.__mul__, one, three))
    assert answer.usage.prompt_tokens == 5 + 7 + 4


def test_one_text_may_come_without_a_list(engine: Engine) -> None:
    answer = engine.http.post("/v1/embeddings", json={"input": "红色的狐狸 🦊"})
    (datum,) = answer.json()["data"]
    assert len(datum["embedding"]) == 384


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"input": []},
        {"input": ["x"] * 65},
        {"input": [1]},
        {"input": "x" * 32_001},
        {"input": "x", "encoding_format": "int8"},
        {"input": "x", "dimensions": 100},
        [],
    ],
)
def test_other_inputs_are_refused_in_the_envelope(body: object, engine: Engine) -> None:
    answer = engine.http.post("/v1/embeddings", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in ("InvalidParameter", "MissingParameter")


def test_a_harmless_picture_is_found_harmless(engine: Engine) -> None:
    for content in (data_uri(png((400, 300), "teal")), data_uri(jpeg((2000, 1500)), "jpeg")):
        answer = engine.http.post("/v1/picture-checks", json={"image": content})
        told = answer.json()
        assert 0 <= told["mature"] < 0.3
        assert told["embedding"] is None


def test_what_is_no_picture_is_refused_and_the_engine_goes_on(engine: Engine) -> None:
    for body in ({}, {"image": 3}, {"image": "x"}, {"image": data_uri(TEXT)}):
        answer = engine.http.post("/v1/picture-checks", json=body)
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"]["message"]


def test_questions_need_a_caller_who_says_who_it_is(engine: Engine) -> None:
    for path in ("/v1/embeddings", "/v1/picture-checks"):
        answer = engine.http.post(path, json={"input": "x"}, headers={"authorization": ""})
        assert answer.status_code == 401


def test_the_answering_process_ends_when_nobody_asks(sketching: Engine) -> None:
    answer = sketching.http.post("/v1/embeddings", json={"input": "a fox"})
    assert answer.status_code == 200
    until(lambda: not sketching.health()["questions"]["workers"])


def test_a_click_and_a_name_give_masks_of_the_pictures_size(engine: Engine) -> None:
    scene = np.full((300, 400, 3), (40, 90, 160), np.uint8)
    scene[80:220, 140:260] = (230, 60, 50)
    picture = data_uri(encode(Image.fromarray(scene), "PNG"))
    for wanted in ({"point": [0.5, 0.5]}, {"thing": "the red box"}):
        told = engine.http.post("/v1/segments", json={"image": picture, **wanted}).json()
        mask = Image.open(io.BytesIO(base64.b64decode(told["mask"].partition(",")[2])))
        assert (mask.mode, mask.size) == ("L", (400, 300)) == ("L", (told["width"], told["height"]))
        assert mask.getpixel((200, 150)) == 255
        assert mask.getpixel((20, 20)) == 0


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "InvalidParameter"),
        ({"point": [0.5, 0.5], "thing": "a box"}, "InvalidParameter"),
        ({"point": [0.5, 1.5]}, "InvalidParameter"),
        ({"point": [True, 0]}, "InvalidParameter"),
        ({"thing": "x" * 201}, "InvalidParameter"),
        ({"thing": "the purple elephant"}, "InvalidParameter.UnsupportedEdit"),
    ],
)
def test_what_cannot_be_selected_is_refused(wanted: dict[str, object], code: str, engine: Engine) -> None:
    picture = data_uri(png((64, 48), "teal"))
    answer = engine.http.post("/v1/segments", json={"image": picture, **wanted})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
