"""What the studio adds to a backend of 1.8 s: from submit to the first rendition, minus the backend's own time."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Queue
from time import monotonic
from typing import Any

import httpx

from tests.bench.harness import Figure, Measurement, median, percentile, with_database

ROUNDS = 40
WARM_UP = 3
BACKEND_SECONDS = 1.8
SIZE = 2048
PATIENCE_SECONDS = 30


def measure() -> Measurement:
    with_database()
    from tests.bench.browser import signed_in_browser, web
    from tests.workers import workers

    with provider() as address:
        env = {"ARK_API_KEY": "test-key", "ARK_BASE_URL": address, "ARK_PRICE": "0.03"}
        with (
            workers("worker", "image-worker", "relay", **env),
            web(**env) as origin,
            signed_in_browser(origin) as (browser, project),
            listening(browser, project) as told,
            httpx.Client(timeout=PATIENCE_SECONDS) as direct,
        ):
            for _ in range(WARM_UP):
                through_studio(browser, project, told)
            studio: list[tuple[float, float]] = []
            backend: list[float] = []
            for _ in range(ROUNDS):  # A B A B
                studio.append(through_studio(browser, project, told))
                backend.append(straight(direct, address))
    own = median(backend)
    added = [1000 * (seconds - own) for seconds, _ in studio]
    shown = [1000 * (seconds - own) for _, seconds in studio]
    return Measurement(
        [
            Figure("added, median", median(added), "ms", 108),
            Figure("added, p95", percentile(added, 95), "ms", 150),
            Figure("added until the browser has the picture's bytes, median", median(shown), "ms"),
            Figure("the backend alone, median", 1000 * own, "ms"),
            Figure("share of the backend's time", 100 * median(added) / (1000 * own), "%", 6),
        ],
        runs=ROUNDS,
    )


@contextmanager
def provider() -> Iterator[str]:
    """A loopback backend in a process of its own; gives its base URL."""
    command = [sys.executable, "-m", "tests.backends.provider", "--delay", str(BACKEND_SECONDS), "--large"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


@contextmanager
def listening(browser: httpx.Client, project: int) -> Iterator["Queue[dict[str, Any]]"]:
    """The project's events, as they come in on the page's stream."""
    told: Queue[dict[str, Any]] = Queue()
    ready = threading.Event()

    def read() -> None:
        with (
            suppress(httpx.HTTPError),  # the server ends before the stream does
            browser.stream("GET", f"/live/projects/{project}/", timeout=None) as answer,
        ):
            name = ""
            for line in answer.iter_lines():
                ready.set()
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    told.put({"name": name, "at": monotonic(), **json.loads(line.removeprefix("data: "))})

    threading.Thread(target=read, daemon=True).start()
    assert ready.wait(PATIENCE_SECONDS)
    yield told


def through_studio(browser: httpx.Client, project: int, told: "Queue[dict[str, Any]]") -> tuple[float, float]:
    """Seconds from the click until the first rendition is announced, and until the browser has its bytes."""
    form = {"prompt": "a red kite", "backend": "seedream", "width": SIZE, "height": SIZE, "count": 1,
            "aspect": "custom", "tier": "custom"}  # fmt: skip
    began = monotonic()
    browser.post(f"/projects/{project}/jobs/", data=form, headers={"HX-Request": "true"}).raise_for_status()
    while (event := told.get(timeout=PATIENCE_SECONDS))["name"] != "variant.ready":
        pass
    tile = browser.get(f"/variants/{event['variant']}/tile/", headers={"HX-Request": "true"})
    picture = tile.text.split('src="/media/', 1)[1].split('"', 1)[0]
    browser.get(f"/media/{picture}").raise_for_status()
    return event["at"] - began, monotonic() - began


def straight(client: httpx.Client, address: str) -> float:
    """Seconds that the backend takes when it is simply asked."""
    began = monotonic()
    body = {"model": "seedream-4-0-250828", "prompt": "a red kite", "size": f"{SIZE}x{SIZE}"}
    answer = client.post(f"{address}/images/generations", json=body).raise_for_status().json()
    client.get(answer["data"][0]["url"]).raise_for_status()
    return monotonic() - began
