"""The local engine: pictures at 2K and 4K, edits, upscaling, and its memory idle, at its peak and afterwards."""

import itertools
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
from PIL import Image, ImageDraw, ImageFont

from tests.bench.harness import Figure, Measurement, median, percentile
from tests.engine.server.process import Engine, data_uri, running
from tests.pictures import encode, photo

PROMPTS = 40
EDITS, UPSCALES = 7, 3
AT_ONCE = 4
REST_SECONDS = 45  # the engine lets its models and spare workers go after 30
MEGABYTE = 1024 * 1024

SUBJECTS = (
    "a red fox",
    "two cats and a red bench",
    "a blue cup to the left of a yellow book",
    "a clock above three chairs",
    "a sailing boat",
    "an old tractor beside a barn",
    "five balloons",
    "a bear holding a lantern",
)
PLACES = (
    "in a snowy forest at night",
    "by the sea at sunset",
    "in a city street in the rain",
    "on a table in a bright room",
    "in a desert, as a paper cut",
)


def measure() -> Measurement:
    prompts = [f"{subject} {place}" for subject, place in itertools.product(SUBJECTS, PLACES)][:PROMPTS]
    with (
        tempfile.TemporaryDirectory(prefix="seedbed-engine-") as folder,
        running("studio.engine", Path(folder)) as engine,
    ):
        idle = _resident(engine)
        with _peak(engine) as peak:
            figures = [*_drawings(engine, prompts), *_edits(engine), _upscale(engine)]
        with _peak(engine) as crowd, ThreadPoolExecutor(AT_ONCE) as callers:
            list(callers.map(lambda prompt: _ask(engine, prompt, "2048x2048"), prompts[:AT_ONCE]))
        threading.Event().wait(REST_SECONDS)
        rested = _resident(engine)
    return Measurement(
        [
            *figures,
            Figure("idle", idle, "MB", 150),
            Figure(f"peak, {AT_ONCE} pictures at 2K at once", crowd.most, "MB", 1200),
            Figure("peak over everything here", peak.most, "MB", 1200),
            Figure(f"{REST_SECONDS} s after the last request", rested, "MB", 150),
        ],
        PROMPTS,
    )


def _drawings(engine: Engine, prompts: list[str]) -> Iterator[Figure]:
    """From the request until the JPEG is here; what of it is not decoding, drawing or encoding is ours."""
    for name, size, bound in (("2K", "2048x2048", 1.8), ("4K", "4096x4096", 5.0)):
        _ask(engine, "a kite", size)
        told = [_ask(engine, prompt, size, seed=seed) for seed, prompt in enumerate(prompts)]
        seconds = [spent for spent, _ in told]
        yield Figure(f"{name} picture", median(seconds), "s", bound)
        yield Figure(f"{name} picture, 95th percentile", percentile(seconds, 95), "s")
        yield Figure(f"{name} picture, outside the worker", median([rest for _, rest in told]) * 1000, "ms")


def _edits(engine: Engine) -> Iterator[Figure]:
    """Each of another picture, for what was seen of one is remembered; and what the next edit of one takes."""
    more: dict[str, Any]
    for name, prompt, drawn, more, bound in (
        ("background removal", "remove the background", _subject, {"output_format": "png"}, 1.0),
        ("recolouring", "make the subject green", _subject, {}, 0.5),
        ("recolouring something grey", "make the subject green", _grey_subject, {}, None),
        ("text removal", "remove the text", _lettered, {}, 2.5),
        ("object removal", "remove the object", _subject, {"mask": _where()}, 3.0),
    ):
        contents = [data_uri(drawn(place), "jpeg") for place in range(EDITS + 1)]
        first, *told = [
            _ask(engine, prompt, "2048x2048", seed=place, image=content, **more)[0]
            for place, content in enumerate(contents)
        ]
        again, _ = _ask(engine, prompt, "2048x2048", seed=EDITS + 1, image=contents[-1], **more)
        yield Figure(f"{name} at 2K", median(told), "s", bound)
        yield Figure(f"{name} at 2K, the first with its model loading", first, "s")
        yield Figure(f"{name} at 2K, the same picture again", again, "s")


def _upscale(engine: Engine) -> Figure:
    image = data_uri(encode(photo((1024, 1024)), "JPEG", quality=92), "jpeg")
    told = [_ask(engine, "upscale 4x", "4096x4096", seed=n, image=image)[0] for n in range(UPSCALES)]
    return Figure("upscaling 1024² to 4096²", median(told), "s", 5)


def _ask(engine: Engine, prompt: str, size: str, **more: Any) -> tuple[float, float]:
    """Seconds until the picture's bytes are here, and how many of them the worker did not spend."""
    body = {
        "model": "seedbed-illustrator",
        "seed": 1,
        "watermark": False,
        "prompt": prompt,
        "size": size,
        **more,
    }
    began = time.perf_counter()
    answer = engine.post(body)
    if answer.status_code != 200:
        raise RuntimeError("".join([*engine.log, f"{prompt!r} at {size}: {answer.text}"]))
    engine.http.get(httpx.URL(answer.json()["data"][0]["url"])).raise_for_status()
    spent = time.perf_counter() - began
    steps = [float(step.rpartition("=")[2]) for step in answer.headers["server-timing"].split(",")]
    return spent, spent - sum(steps) / 1000


def _subject(place: int = 0, colour: tuple[int, int, int] = (200, 40, 40)) -> bytes:
    """A red disc before a photograph's soft shapes, 2048²; each place a little to the right."""
    picture = photo((2048, 2048)).copy()
    ImageDraw.Draw(picture).ellipse((600 + 8 * place, 500, 1500 + 8 * place, 1400), fill=colour)
    return encode(picture, "JPEG", quality=92)


def _grey_subject(place: int) -> bytes:
    """No colour draws its outline, so that the subject has to be looked at closely."""
    return _subject(place, (70, 70, 74))


def _where() -> str:
    mask = Image.new("L", (2048, 2048), 0)
    ImageDraw.Draw(mask).ellipse((560, 460, 1600, 1440), fill=255)
    return data_uri(encode(mask, "PNG"))


def _lettered(place: int = 0) -> bytes:
    """A pale board with a word on it, before the same shapes."""
    picture = photo((2048, 2048)).copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((500, 800, 1600, 1250), fill=(236, 230, 214))
    draw.text((620 + 8 * place, 850), "OPEN", (20, 20, 20), ImageFont.load_default(320))
    return encode(picture, "JPEG", quality=92)


class _Peak:
    most = 0.0


@contextmanager
def _peak(engine: Engine) -> Iterator[_Peak]:
    """The most that the engine's processes had resident together, looked at twenty times a second."""
    peak, over = _Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            peak.most = max(peak.most, _resident(engine))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _resident(engine: Engine) -> float:
    front = psutil.Process(engine.process.pid)
    total = 0
    for process in (front, *front.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / MEGABYTE
