"""The stream's events in bytes, and what becomes of pictures that fail."""

from typing import Any

from tests.engine.server.process import BODY, SMALL, Engine, events

SET = {
    **BODY,
    "sequential_image_generation": "auto",
    "sequential_image_generation_options": {"max_images": 3},
}


def test_a_stream_tells_each_picture_then_the_end(sketching: Engine) -> None:
    answer = sketching.post({**SET, "stream": True})
    assert answer.headers["content-type"] == "text/event-stream"
    told = events(answer)
    assert all(name == event["type"] for name, event in told)
    pictures, (_, end) = told[:-1], told[-1]
    for index, (name, event) in enumerate(pictures):
        assert name == "image_generation.partial_succeeded"
        assert event.keys() == {"type", "model", "created", "image_index", "url", "size", "plan"}
        assert (event["model"], event["image_index"], event["size"]) == (BODY["model"], index, SMALL)
    assert end == {
        "type": "image_generation.completed",
        "model": BODY["model"],
        "created": pictures[0][1]["created"],
        "usage": {"generated_images": 3, "output_tokens": 10800, "total_tokens": 10800},
    }


def test_a_stream_of_one_has_one_picture(sketching: Engine) -> None:
    told = events(sketching.post({**BODY, "stream": True, "response_format": "b64_json"}))
    assert [name for name, _ in told] == ["image_generation.partial_succeeded", "image_generation.completed"]
    assert told[0][1]["b64_json"].startswith("/9j/")


def test_a_request_that_fails_whole_is_no_stream_but_an_error(sketching: Engine) -> None:
    for body in ({**BODY, "size": "1x1"}, {**BODY, "prompt": "refused"}, {**BODY, "image": "data:,"}):
        status, error = sketching.refused({**body, "stream": True})
        assert (status, error["type"]) == (400, "BadRequest")


def test_a_picture_that_fails_is_told_beside_those_that_stand(sketching: Engine) -> None:
    answer = sketching.drawn({**SET, "prompt": "half of it"})
    first, second = answer["data"]
    assert first["size"] == SMALL
    assert second == {
        "error": {"code": "OutputImageSensitiveContentDetected", "message": "The rest is not drawn."}
    }
    assert answer["usage"]["generated_images"] == 1


def test_a_stream_tells_the_failure_and_still_ends(sketching: Engine) -> None:
    told: list[tuple[str, dict[str, Any]]] = events(
        sketching.post({**SET, "prompt": "half of it", "stream": True})
    )
    assert [name.rsplit(".")[-1] for name, _ in told] == ["partial_succeeded", "partial_failed", "completed"]
    failed = told[1][1]
    assert failed["image_index"] == 1
    assert failed["error"]["code"] == "OutputImageSensitiveContentDetected"
    assert told[2][1]["usage"]["generated_images"] == 1


def test_a_refusal_reaches_the_person_in_the_illustrators_words(sketching: Engine) -> None:
    status, error = sketching.refused({**BODY, "prompt": "refused"})
    assert (status, error["code"], error["param"]) == (400, "InvalidParameter", "prompt")
    assert error["message"].startswith("A mirror cannot be drawn; ask for a lake instead. Request id: ")
