"""The request body: what is read, what is refused and by which name. All on the wire."""

import json
from typing import Any

import pytest

from tests.engine.server.process import BODY, OWN, SMALL, Engine, data_uri
from tests.pictures import png

NULLS = dict.fromkeys(
    (
        "image",
        "response_format",
        "size",
        "seed",
        "detail",
        "guidance_scale",
        "watermark",
        "optimize_prompt",
        "optimize_prompt_options",
        "sequential_image_generation",
        "sequential_image_generation_options",
        "tools",
        "output_format",
        "layer_decomposition",
        "stream",
        "mask",
        "background",
    )
)
PRO = {"model": "dola-seedream-5-0-pro-260628", "prompt": "a kite", "size": "1K"}
LITE = {"model": "seedream-5-0-260128", "prompt": "a kite", "size": "2K"}
V45 = {"model": "seedream-4-5-251128", "prompt": "a kite", "size": "2K"}
PIXEL = data_uri(png((20, 20)))


@pytest.mark.parametrize(
    "body",
    [
        {**NULLS, **BODY},
        {**NULLS, **BODY, "image": PIXEL, "response_format": "b64_json", "watermark": True},
        {**NULLS, **BODY, "image": [PIXEL, PIXEL], "sequential_image_generation": "disabled"},
        {**BODY, "image": []},
        {**BODY, "image": [PIXEL] * 14},
        {**BODY, "seed": 7, "guidance_scale": 2.5, "n": 4, "quality": "high", "unheard-of": {"a": [1]}},
        {**BODY, "seed": "not a number", "mask": 5},
        {**BODY, "optimize_prompt_options": {"thinking": None, "mode": "fast"}},
        {**BODY, "optimize_prompt_options": {"mode": None}},
        {**BODY, "output_format": "jpeg"},
        {**BODY, "tools": []},
        {**BODY, "prompt": "word " * 4000},
        {**BODY, "prompt": "🦊🌲"},
        {**PRO, "image": [PIXEL] * 10, "output_format": "png"},
        {**PRO, "image": PIXEL, "background": "transparent"},
        {**LITE, "tools": [{"type": "web_search"}]},
        {**OWN, "seed": -1},
        {**OWN, "seed": 7, "detail": 3},
        {**BODY, "detail": "high"},
        {**OWN, "seed": 2**31 - 1, "output_format": "png"},
    ],
)
def test_a_request_is_drawn(sketching: Engine, body: dict[str, Any]) -> None:
    assert len(sketching.drawn(body)["data"]) == 1


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({"prompt": "a kite"}, "MissingParameter", "model"),
        ({"model": None, "prompt": "a kite"}, "MissingParameter", "model"),
        ({**BODY, "model": 4}, "InvalidParameter", "model"),
        ({**BODY, "prompt": None}, "MissingParameter", "prompt"),
        ({**OWN, "detail": 3}, "InvalidParameter", "detail"),
        ({**OWN, "seed": 7, "detail": "fine"}, "InvalidParameter", "detail"),
        ({**BODY, "prompt": " \n"}, "MissingParameter", "prompt"),
        ({**BODY, "prompt": ["a kite"]}, "InvalidParameter", "prompt"),
        ({**BODY, "prompt": "x" * 32_001}, "InvalidParameter", "prompt"),
        ({**BODY, "size": "800x800"}, "InvalidParameter", "size"),
        ({**BODY, "size": 2048}, "InvalidParameter", "size"),
        ({**BODY, "image": 5}, "InvalidParameter", "image"),
        ({**BODY, "image": {"url": "http://x"}}, "InvalidParameter", "image"),
        ({**BODY, "image": ""}, "InvalidImageURL.EmptyURL", "image"),
        ({**BODY, "image": [PIXEL, " "]}, "InvalidImageURL.EmptyURL", "image"),
        ({**BODY, "image": "fox.png"}, "InvalidImageURL.InvalidFormat", "image"),
        ({**BODY, "image": "ftp://127.0.0.1/fox.png"}, "InvalidImageURL.InvalidFormat", "image"),
        ({**BODY, "image": PIXEL.replace("png", "PNG")}, "InvalidImageURL.InvalidFormat", "image"),
        ({**BODY, "image": "data:image/svg+xml;base64,PHN2Zy8+"}, "InvalidImageURL.InvalidFormat", "image"),
        ({**BODY, "image": "data:image/png;base64,a%b"}, "InvalidParameter", "image"),
        ({**BODY, "image": [PIXEL] * 15}, "InvalidParameter", "image"),
        ({**PRO, "image": [PIXEL] * 11}, "InvalidParameter", "image"),
        ({**BODY, "stream": "yes"}, "InvalidParameter", "stream"),
        ({**PRO, "stream": True}, "InvalidParameter", "stream"),
        ({**BODY, "watermark": 1}, "InvalidParameter", "watermark"),
        ({**BODY, "response_format": "webp"}, "InvalidParameter", "response_format"),
        ({**BODY, "output_format": "png"}, "InvalidParameter", "output_format"),
        ({**LITE, "output_format": "webp"}, "InvalidParameter", "output_format"),
        ({**PRO, "background": "transparent"}, "InvalidParameter", "background"),
        (
            {**PRO, "image": PIXEL, "background": "transparent", "output_format": "jpeg"},
            "InvalidParameter",
            "background",
        ),
        (
            {**BODY, "sequential_image_generation": "always"},
            "InvalidParameter",
            "sequential_image_generation",
        ),
        (
            {**PRO, "sequential_image_generation": "disabled"},
            "InvalidParameter",
            "sequential_image_generation",
        ),
        *(
            (
                {
                    **BODY,
                    "sequential_image_generation": "auto",
                    "sequential_image_generation_options": options,
                },
                "InvalidParameter",
                name,
            )
            for options, name in (
                ({"max_images": 0}, "sequential_image_generation_options.max_images"),
                ({"max_images": 16}, "sequential_image_generation_options.max_images"),
                ({"max_images": True}, "sequential_image_generation_options.max_images"),
                ({"max_images": "3"}, "sequential_image_generation_options.max_images"),
                (3, "sequential_image_generation_options"),
            )
        ),
        (
            {**V45, "optimize_prompt_options": {"mode": "fast"}},
            "InvalidParameter",
            "optimize_prompt_options.mode",
        ),
        ({**BODY, "optimize_prompt_options": "fast"}, "InvalidParameter", "optimize_prompt_options"),
        ({**BODY, "tools": [{"type": "web_search"}]}, "InvalidParameter", "tools"),
        ({**LITE, "tools": [{"type": "shell"}]}, "InvalidParameter", "tools"),
        ({**BODY, "layer_decomposition": True}, "InvalidParameter", "layer_decomposition"),
        ({**OWN, "seed": 2**31}, "InvalidParameter", "seed"),
        ({**OWN, "seed": 1.5}, "InvalidParameter", "seed"),
        ({**OWN, "seed": -2}, "InvalidParameter", "seed"),
        ({**OWN, "mask": PIXEL}, "InvalidParameter", "mask"),
        ([], "InvalidParameter", ""),
        ("a kite", "InvalidParameter", ""),
    ],
)
def test_a_request_is_refused_by_name(sketching: Engine, body: object, code: str, param: str) -> None:
    status, error = sketching.refused(body)
    assert (status, error["code"], error["param"], error["type"]) == (400, code, param, "BadRequest")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"size":' + b"9" * 5000 + b"}"]
)
def test_a_body_that_is_no_json_object_is_refused(sketching: Engine, content: bytes) -> None:
    answer = sketching.http.post(
        "/api/v3/images/generations", content=content, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidParameter")


def test_half_a_surrogate_pair_is_drawn_as_a_question_mark(sketching: Engine) -> None:
    body = json.dumps({**BODY, "prompt": "a kite \ud83e"})
    told = sketching.http.post(
        "/api/v3/images/generations", content=body, headers={"content-type": "application/json"}
    )
    assert told.json()["data"][0]["plan"]["prompt"] == "a kite ?"


def test_an_unknown_model_is_not_found(sketching: Engine) -> None:
    status, error = sketching.refused({**BODY, "model": "ep-20250101"})
    assert (status, error["code"], error["type"]) == (404, "InvalidEndpointOrModel.NotFound", "NotFound")


def test_the_answer_has_every_documented_field(sketching: Engine) -> None:
    told = sketching.drawn(BODY)
    assert told["model"] == BODY["model"]
    assert isinstance(told["created"], int)
    (datum,) = told["data"]
    assert datum.keys() == {"url", "size", "plan"}
    assert datum["size"] == SMALL
    assert told["usage"] == {"generated_images": 1, "output_tokens": 3600, "total_tokens": 3600}


def test_the_workers_time_is_told_by_step(sketching: Engine) -> None:
    steps = [step.split(";dur=") for step in sketching.post(BODY).headers["server-timing"].split(", ")]
    assert [name for name, _ in steps] == ["decode", "draw", "encode"]
    assert all(float(milliseconds) >= 0 for _, milliseconds in steps)


def test_a_family_with_formats_names_the_one_it_used(sketching: Engine) -> None:
    told = sketching.drawn({**LITE, "tools": [{"type": "web_search"}]})
    assert told["data"][0]["output_format"] == "jpeg"
    assert told["tools"] == [{"type": "web_search"}]
    assert told["usage"]["tool_usage"] == {"web_search": 0}
    assert sketching.drawn({**PRO, "image": [PIXEL] * 2})["usage"]["input_images"] == 2


@pytest.mark.parametrize(
    ("more", "pictures"),
    [
        ({}, 1),
        ({"prompt": "three images of a kite"}, 3),
        ({"sequential_image_generation_options": {"max_images": 2}}, 2),
        ({"prompt": "nine images of a kite", "image": [PIXEL] * 13}, 2),
        ({"sequential_image_generation_options": {"max_images": 5}, "image": [PIXEL] * 14}, 1),
        ({"sequential_image_generation": "disabled", "prompt": "three images"}, 1),
    ],
)
def test_a_set_has_as_many_pictures_as_the_rule_says(
    sketching: Engine, more: dict[str, Any], pictures: int
) -> None:
    told = sketching.drawn({**BODY, "sequential_image_generation": "auto", **more})
    assert len(told["data"]) == told["usage"]["generated_images"] == pictures
    assert [datum["plan"]["index"] for datum in told["data"]] == list(range(pictures))


def test_the_callers_trace_id_is_echoed_and_one_is_made_when_absent(sketching: Engine) -> None:
    told = sketching.post(BODY, **{"x-client-request-id": "2026-abc"})
    assert told.headers["x-client-request-id"] == "2026-abc"
    untold = sketching.post(BODY)
    assert untold.headers["x-client-request-id"].startswith("unknown-")
    assert untold.headers["x-request-id"] != told.headers["x-request-id"]


def test_other_paths_and_methods_get_the_envelope_too(sketching: Engine) -> None:
    lost = sketching.http.get("/api/v3/images/nowhere")
    assert (lost.status_code, lost.json()["error"]["type"]) == (404, "NotFound")
    wrong = sketching.http.get("/api/v3/images/generations")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "MethodNotAllowed")
