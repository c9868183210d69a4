"""Inspecting a 2K picture and making its sizes: CPU, against plain Pillow, and what the sandbox adds."""

import io
import time
from collections.abc import Callable
from typing import Any

from PIL import Image

from studio.images.decoding.warm import warm
from studio.images.decoding.work import answer
from studio.images.sandbox import client
from studio.images.specs import SPECS, W640
from tests import pictures
from tests.bench.harness import Figure, Measurement, median, pairs

SIDE = 2048  # px
ROUNDS, LADDERS = 40, 7
FIRST = {"task": "result", "specs": [[W640.name, W640.width]]}
LADDER = {"task": "render", "specs": [[spec.name, spec.width] for spec in SPECS]}


def measure() -> Measurement:
    photo = pictures.photo((SIDE, SIDE))
    files = {
        "JPEG": pictures.encode(photo, "JPEG", quality=90),
        "PNG": pictures.encode(photo, "PNG", compress_level=3),
        "WebP": pictures.encode(photo, "WEBP", quality=90),
    }
    warm()
    client.shared.ask(FIRST, files["JPEG"])
    figures = []
    for name, content in files.items():
        figures += _first(name, content) + _ladder(name, content)
    figures += _sandbox("small PNG", pictures.png())
    for name, content in files.items():
        figures += _sandbox(f"2K {name}", content)
    client.shared.stop()
    return Measurement(figures, ROUNDS)


def _first(name: str, content: bytes) -> list[Figure]:
    """Inspect, thumbhash and the first rendition, against one rendition by plain Pillow."""
    ours, plain = pairs(
        lambda: _cpu(lambda: answer(FIRST, content)),
        lambda: _cpu(lambda: _plain(content, W640.width)),
        ROUNDS // 2,
    )
    bound = 25 if name == "JPEG" else None
    return [
        Figure(f"{name} inspected, first rendition: CPU", median(ours), "ms", bound),
        Figure(f"{name} first rendition by plain Pillow: CPU", median(plain), "ms"),
    ]


def _ladder(name: str, content: bytes) -> list[Figure]:
    ours, plain = pairs(
        lambda: _cpu(lambda: answer(LADDER, content)),
        lambda: _cpu(lambda: [_plain(content, spec.width) for spec in SPECS]),
        LADDERS,
    )
    return [
        Figure(f"{name} all renditions: CPU", median(ours), "ms"),
        Figure(
            f"{name} all renditions, plain Pillow's CPU over ours",
            median(plain) / median(ours),
            "×",
            4,
            "higher",
        ),
    ]


def _sandbox(name: str, content: bytes) -> list[Figure]:
    """Inspect and first rendition, from question to answer, in the sandbox and in this very process."""
    confined, here = pairs(
        lambda: _wall(lambda: client.shared.ask(FIRST, content)),
        lambda: _wall(lambda: answer(FIRST, content)),
        ROUNDS,
    )
    added = median([one - other for one, other in zip(confined, here, strict=True)])
    return [
        Figure(f"{name} through the sandbox: wall", median(confined), "ms"),
        Figure(f"{name}, added by the sandbox: wall", added, "ms", 15),
    ]


def _plain(content: bytes, width: int) -> bytes:
    """As most code does it: decode all, scale with the best filter, save with the defaults."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    height = round(image.height * width / image.width)
    out = io.BytesIO()
    image.resize((width, height), Image.Resampling.LANCZOS).save(out, "WEBP", quality=80)
    return out.getvalue()


def _cpu(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _wall(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
