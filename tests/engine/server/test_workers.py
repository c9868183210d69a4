"""The worker processes under load, under defects, and when callers leave."""

import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from tests.engine.server.process import BODY, ROOT, Engine, asking, data_uri, running, until
from tests.pictures import png

SKETCHES = "tests.engine.server.sketches"
STUCK = {**BODY, "prompt": "stuck"}
STUCK_SET = {
    **STUCK,
    "sequential_image_generation": "auto",
    "sequential_image_generation_options": {"max_images": 3},
}


@pytest.mark.parametrize(
    ("prompt", "why"),
    [("broken", "The illustrator failed"), ("nothing", "drew nothing"), ("crashing", "broke off")],
)
def test_a_defect_is_told_and_the_engine_goes_on(sketching: Engine, prompt: str, why: str) -> None:
    status, error = sketching.refused({**BODY, "prompt": prompt})
    assert (status, error["code"], error["type"]) == (500, "InternalServiceError", "InternalServerError")
    assert why in error["message"]
    assert sketching.drawn(BODY)["data"]


def test_a_picture_that_takes_too_long_is_given_up_and_those_before_it_are_kept(narrow: Engine) -> None:
    status, error = narrow.refused(STUCK)
    assert (status, error["code"]) == (500, "InternalServiceError")
    assert "given up after 2 s" in error["message"]
    told = narrow.drawn(STUCK_SET)
    assert ["url" in datum for datum in told["data"]] == [True, True, False]
    assert told["data"][2]["error"]["code"] == "InternalServiceError"


def test_what_a_library_prints_does_not_disturb(sketching: Engine) -> None:
    assert sketching.drawn({**BODY, "prompt": "chatty"})["data"]


def test_a_refusal_costs_no_worker(narrow: Engine) -> None:
    narrow.drawn(BODY)
    before = narrow.workers()
    narrow.refused({**BODY, "prompt": "refused"})
    narrow.refused({**BODY, "prompt": "broken"})
    narrow.refused({**BODY, "image": "data:image/png;base64,AAAA"})
    assert narrow.workers() == before


def test_the_work_stops_when_its_caller_leaves(narrow: Engine) -> None:
    narrow.drawn(BODY)
    (before,) = narrow.workers()
    with asking(narrow, STUCK):
        until(lambda: narrow.health()["busy"] == 1)
    until(lambda: narrow.health()["busy"] == 0, seconds=1.5)
    until(lambda: not psutil.pid_exists(before))
    assert narrow.drawn(BODY)["data"]


def test_the_work_stops_when_its_caller_leaves_in_the_middle_of_a_stream(sketching: Engine) -> None:
    with asking(sketching, {**STUCK_SET, "stream": True}) as connection:
        heard = b""
        while heard.count(b"partial_succeeded") < 4:  # each event names its type twice
            heard += connection.recv(65536)
        assert sketching.health()["busy"] == 1
    until(lambda: sketching.health()["busy"] == 0)
    assert sketching.drawn(BODY)["data"]


def test_more_than_the_queue_holds_is_turned_away_with_a_time_to_come_back(sketching: Engine) -> None:
    room = sketching.health()["room"]
    with ExitStack() as callers:
        for _ in range(room):
            callers.enter_context(asking(sketching, STUCK))
        until(lambda: sketching.health()["busy"] + sketching.health()["queued"] == room)
        answer = sketching.post(BODY)
        assert answer.status_code == 429
        assert answer.json()["error"]["code"] == "ServerOverloaded"
        assert answer.json()["error"]["type"] == "TooManyRequests"
        assert 1 <= int(answer.headers["retry-after"]) <= 60
    until(lambda: sketching.health()["queued"] == 0)
    assert sketching.drawn(BODY)["data"]


def test_requests_in_the_queue_are_all_drawn(sketching: Engine) -> None:
    with ThreadPoolExecutor(8) as callers:
        told = list(callers.map(lambda n: sketching.drawn({**BODY, "prompt": f"kite {n}"}), range(8)))
    assert [answer["data"][0]["plan"]["prompt"] for answer in told] == [f"kite {n}" for n in range(8)]
    assert len(sketching.workers()) <= sketching.health()["most_workers"]


def test_whoever_asks_while_a_worker_is_started_in_advance_gets_that_one(sketching: Engine) -> None:
    with asking(sketching, STUCK), asking(sketching, STUCK):
        until(lambda: sketching.health()["busy"] == 2)
    until(lambda: sketching.health()["busy"] == 0)  # both were stopped, and another is being started
    with ThreadPoolExecutor(2) as callers:
        list(callers.map(lambda _: sketching.drawn(BODY), range(2)))
    assert len(sketching.workers()) <= sketching.health()["most_workers"]


def test_edits_take_turns_while_drawings_go_on(sketching: Engine) -> None:
    picture = data_uri(png())
    with asking(sketching, {**STUCK, "image": picture}), asking(sketching, {**BODY, "image": picture}):
        until(lambda: (sketching.health()["busy"], sketching.health()["queued"]) == (1, 1))
        assert sketching.drawn(BODY)["data"]
        assert (sketching.health()["busy"], sketching.health()["queued"]) == (1, 1)


def test_spare_workers_and_their_memory_go_when_nothing_is_asked(sketching: Engine) -> None:
    with ThreadPoolExecutor(2) as callers:
        list(callers.map(sketching.drawn, [{**BODY, "prompt": "hoarding"}] * 2))
    assert sketching.health()["resident_bytes"] > 150e6
    until(lambda: len(sketching.workers()) == 1 and sketching.health()["resident_bytes"] < 150e6)
    assert sketching.drawn(BODY)["data"]


def test_a_killed_engine_leaves_no_process_behind(tmp_path: Path) -> None:
    with running(SKETCHES, tmp_path, "--workers", "2") as engine, asking(engine, STUCK):
        until(lambda: engine.health()["busy"] == 1)
        assert_its_workers_end_with(engine, signal.SIGKILL)


def test_a_stopped_engine_leaves_no_process_behind(tmp_path: Path) -> None:
    with running(SKETCHES, tmp_path) as engine:
        assert_its_workers_end_with(engine, signal.SIGTERM)


def assert_its_workers_end_with(engine: Engine, kill: signal.Signals) -> None:
    children = psutil.Process(engine.process.pid).children(recursive=True)
    assert children
    engine.process.send_signal(kill)
    engine.process.wait(15)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--host", "0.0.0.0"], "set ENGINE_KEY"),
        (["--host", "203.0.113.9"], "set ENGINE_KEY"),
    ],
)
def test_it_does_not_open_itself_to_the_network_without_a_key(arguments: list[str], why: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "studio.engine", "--port", "0", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, why in ended.stderr) == (1, True)


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "studio.engine", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr == f"The engine cannot listen on 127.0.0.1 port {port}: Address already in use.\n"
