"""Results on disk: pictures behind unguessable names for a day, and answers by their Idempotency-Key for an hour.

Both survive a restart. Together they stay below a bound; beyond it the oldest go first.
"""

import hashlib
import json
import re
import secrets
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from studio.engine.limits import ANSWER_SECONDS, FILE_SECONDS

_NAME = re.compile(r"[A-Za-z0-9_-]{32}\.(jpeg|png)")


@dataclass(frozen=True, slots=True)
class Kept:
    """One result of a finished request: a picture by its file's name, or an error's code and message."""

    file: str = ""
    width: int = 0
    height: int = 0
    plan: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    message: str = ""


class Files:
    """All methods block on the disk; OSError when it fails."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._pictures = folder / "files"
        self._answers = folder / "answers"
        self._most_bytes = most_bytes

    def open(self) -> None:
        for folder in (self._pictures, self._answers):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._clear(room_for=0)

    def put(self, content: bytes, media: str) -> str:
        """Keep a picture; its new name."""
        self._clear(room_for=len(content))
        name = f"{secrets.token_urlsafe(24)}.{media}"
        _write(self._pictures / name, content)
        return name

    def find(self, name: str) -> Path | None:
        """Where the picture is, while it lives."""
        path = self._pictures / name
        return path if _NAME.fullmatch(name) and _lives(path, FILE_SECONDS) else None

    def read(self, name: str) -> bytes:
        return (self._pictures / name).read_bytes()

    def keep_answer(self, key: str, fingerprint: str, results: list[Kept]) -> None:
        told = {"fingerprint": fingerprint, "results": [asdict(result) for result in results]}
        _write(self._answer(key), json.dumps(told).encode())

    def find_answer(self, key: str) -> tuple[str, list[Kept]] | None:
        """The fingerprint and results of the request that had this key; None once any part of it is gone."""
        path = self._answer(key)
        if not _lives(path, ANSWER_SECONDS):
            return None
        told = json.loads(path.read_bytes())
        results = [Kept(**result) for result in told["results"]]
        if any(result.file and self.find(result.file) is None for result in results):
            return None
        return told["fingerprint"], results

    def _answer(self, key: str) -> Path:
        return self._answers / f"{hashlib.sha256(key.encode()).hexdigest()}.json"

    def _clear(self, *, room_for: int) -> None:
        """Delete what is over its time, then the oldest until the new content has room."""
        kept: list[tuple[float, int, Path]] = []
        now = time.time()
        for folder, life in ((self._pictures, FILE_SECONDS), (self._answers, ANSWER_SECONDS)):
            for path in folder.iterdir():
                known = path.stat()
                if now - known.st_mtime > life:
                    path.unlink(missing_ok=True)
                else:
                    kept.append((known.st_mtime, known.st_size, path))
        held = sum(size for _, size, _ in kept) + room_for
        for _, size, path in sorted(kept):
            if held <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            held -= size


def _lives(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime <= seconds
    except OSError:
        return False


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, for the engine may be killed at any moment."""
    unfinished = path.with_name(f".{secrets.token_hex(8)}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
