"""Every bound of the engine in one place. Sizes in bytes, times in seconds, areas in px."""

import os
from dataclasses import dataclass, field
from pathlib import Path

MB = 1024 * 1024

PROMPT_CHARACTERS = 32_000
HEAD_BYTES = 64 * 1024  # request line and headers
HEAD_SECONDS = 10
BODY_BYTES = 64 * MB
BODY_SECONDS = 60
TEXTS = 64  # that one request may have embedded
REFERENCE_BYTES = 10 * MB
REFERENCE_AREA = 36_000_000
REFERENCE_SIDE = 15  # px at least
FETCH_SECONDS = 10
FETCH_REDIRECTS = 3
SEND_SECONDS = 30  # a client that does not take its answer for so long is taken for gone
CONNECTIONS = 256
FILE_SECONDS = 24 * 3600
ANSWER_SECONDS = 3600  # how long an Idempotency-Key is remembered


def _workers() -> int:
    return max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operator may choose; the constants above are the protocol's and stay."""

    workers: int = field(default_factory=_workers)
    edits: int = (
        1  # of the workers, those that may have references at one moment: models take memory and all cores
    )
    queue: int = 16  # requests waiting for a worker; the next one gets 429
    held_bytes: int = 192 * MB  # request bodies in memory at one moment, all callers together
    draw_seconds: float = 60  # for each picture, once a worker has the request
    idle_seconds: float = 30  # then spare workers and their models go
    worker_bytes: int = 600 * MB  # a worker that is larger before its next work is replaced
    cache_bytes: int = 1024 * MB  # results kept for `url` answers


def home() -> Path:
    """The folder of `url` results: below SEEDBED_HOME, by default `var` beside the code."""
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("SEEDBED_HOME") or root / "var") / "engine"
