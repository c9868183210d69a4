"""A provider on loopback that speaks Replicate's wire: a prediction goes on whether or not anybody asks after it.

predictions = Predictions(seconds=0.4)
with served(predictions) as origin:
    … Replicate(base_url=f"{origin}/v1", api_key="…")
    predictions.charges     # predictions that were begun, each of them billed
"""

import json
import re
import threading
from collections import deque
from time import monotonic

import httpx

from tests.backends.provider import picture


class Predictions:
    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._begun: dict[str, float] = {}
        self._scripted: deque[httpx.Response] = deque()

    @property
    def charges(self) -> int:
        with self._lock:
            return len(self._begun)

    def script(self, *answers: httpx.Response) -> None:
        """The answers of the next requests for a prediction, none of which is begun."""
        with self._lock:
            self._scripted.extend(answers)

    def charged_for(self, key: str, ref: str = "") -> int:
        """Pictures billed for the call that knows its prediction by `ref`."""
        with self._lock:
            return int(ref in self._begun)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if found := re.fullmatch(r"/files/p(\d+)\.jpg", request.url.path):
            content = picture(seed=int(found[1]))
            return httpx.Response(200, content=content, headers={"Content-Type": "image/jpeg"})
        if request.method == "POST":
            with self._lock:
                if self._scripted:
                    return self._scripted.popleft()
                name = f"p{len(self._begun)}"
                self._begun[name] = monotonic()
            return _told(201, {"id": name, "status": "starting"})
        return self._asked_about(request)

    def _asked_about(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        with self._lock:
            begun = self._begun.get(name)
        if begun is None:
            return _told(404, {"title": "Not found", "detail": "There is no such prediction.", "status": 404})
        if monotonic() - begun < self._seconds:
            return _told(200, {"id": name, "status": "processing"})
        port = request.url.port
        output = [f"http://127.0.0.1:{port}/files/{name}.jpg"]
        return _told(200, {"id": name, "status": "succeeded", "output": output})


def _told(status: int, body: dict[str, object]) -> httpx.Response:
    return httpx.Response(status, content=json.dumps(body), headers={"Content-Type": "application/json"})
