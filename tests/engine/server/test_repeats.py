"""The Idempotency-Key: who repeats a request gets the same pictures, drawn once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from tests.engine.server.process import BODY, Engine, asking, events, running, until

SKETCHES = "tests.engine.server.sketches"


def name(answer: dict[str, Any]) -> str:
    """The file's name: its address may change with the port."""
    return httpx.URL(answer["data"][0]["url"]).path


def test_a_repeated_request_gives_the_same_picture(sketching: Engine) -> None:
    first = sketching.drawn(BODY, **{"idempotency-key": "same"})
    again = sketching.drawn(BODY, **{"idempotency-key": "same"})
    assert (first["data"], first["usage"]) == (again["data"], again["usage"])
    assert name(sketching.drawn(BODY, **{"idempotency-key": "another"})) != name(first)


def test_a_repeated_stream_tells_the_same_events(sketching: Engine) -> None:
    body = {
        **BODY,
        "stream": True,
        "prompt": "half of it",
        "response_format": "b64_json",
        "sequential_image_generation": "auto",
        "sequential_image_generation_options": {"max_images": 4},
    }
    first, again = (events(sketching.post(body, **{"idempotency-key": "stream"})) for _ in range(2))
    assert len(first) == 4
    for (_, before), (_, after) in zip(first, again, strict=True):
        assert {**before, "created": 0} == {**after, "created": 0}


def test_a_key_stands_for_one_request_only(sketching: Engine) -> None:
    sketching.drawn(BODY, **{"idempotency-key": "taken"})
    status, error = sketching.refused({**BODY, "prompt": "other"}, **{"idempotency-key": "taken"})
    assert (status, error["param"]) == (400, "Idempotency-Key")
    status, error = sketching.refused(BODY, **{"idempotency-key": "x" * 256})
    assert (status, error["param"]) == (400, "Idempotency-Key")


def test_the_same_meaning_in_other_words_is_the_same_request(sketching: Engine) -> None:
    first = sketching.drawn(BODY, **{"idempotency-key": "meaning"})
    reworded = {"image": None, "tools": [], "n": 1, **dict(reversed(BODY.items())), "response_format": "url"}
    assert sketching.drawn(reworded, **{"idempotency-key": "meaning"})["data"] == first["data"]


def test_the_same_request_at_the_same_moment_is_drawn_once(sketching: Engine) -> None:
    with ThreadPoolExecutor(4) as callers:
        told = list(callers.map(lambda _: sketching.drawn(BODY, **{"idempotency-key": "at once"}), range(4)))
    assert len({name(answer) for answer in told}) == 1


def test_an_error_is_not_kept(sketching: Engine) -> None:
    for _ in range(2):
        status, _error = sketching.refused({**BODY, "prompt": "broken"}, **{"idempotency-key": "broken"})
        assert status == 500


def test_a_restarted_engine_remembers(tmp_path: Path) -> None:
    with running(SKETCHES, tmp_path) as engine:
        first = engine.drawn(BODY, **{"idempotency-key": "over the restart"})
        content = engine.http.get(first["data"][0]["url"]).content
    with running(SKETCHES, tmp_path) as engine:
        again = engine.drawn(BODY, **{"idempotency-key": "over the restart"})
        assert name(again) == name(first)
        assert engine.http.get(again["data"][0]["url"]).content == content


def test_a_request_that_was_left_is_drawn_anew(narrow: Engine) -> None:
    body = {**BODY, "prompt": "stuck"}
    with asking(narrow, body, **{"Idempotency-Key": "left"}):
        until(lambda: narrow.health()["busy"] == 1)
    status, _ = narrow.refused(body, **{"idempotency-key": "left"})
    assert status == 500  # its own try, with its own deadline
