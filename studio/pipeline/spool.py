"""Bytes first: what a backend answered lies on local disk, synced, before anything else is done with it.

<spool>/<call>/0        the first picture's bytes
<spool>/<call>/0.json   its media type and what the backend told about it
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class NoRoom(Exception):
    """The disk could not take an answer any more; nothing may be asked for until it can."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One picture as it was answered, on disk."""

    index: int
    path: Path
    media_type: str
    details: Mapping[str, object]

    def read(self) -> bytes:
        with self.path.open("rb") as file:
            file.readline()
            return file.read()


def keep(call: int, index: int, content: bytes, *, media_type: str, details: Mapping[str, object]) -> Kept:
    folder = _folder(call)
    folder.mkdir(parents=True, exist_ok=True)
    about = json.dumps({"media_type": media_type, "details": dict(details)})  # one line: newlines are escaped
    _write(folder / str(index), about.encode() + b"\n" + content)
    _sync(folder)
    return Kept(index, folder / str(index), media_type, details)


def kept(call: int) -> Iterator[Kept]:
    """What is there for this call, in order. A picture counts once its bytes are whole."""
    folder = _folder(call)
    if not folder.is_dir():
        return
    for path in sorted((p for p in folder.iterdir() if p.name.isdigit()), key=lambda p: int(p.name)):
        with path.open("rb") as file:
            about = json.loads(file.readline())
        yield Kept(int(path.name), path, about["media_type"], about["details"])


def forget(call: int) -> None:
    """Everything of this call is stored elsewhere."""
    shutil.rmtree(_folder(call), ignore_errors=True)


def require_room() -> None:
    """Raises NoRoom when the disk that takes answers is nearly full."""
    settings.SPOOL.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.SPOOL).free
    if free < settings.SPOOL_RESERVE_BYTES:
        raise NoRoom(
            f"The studio's disk is nearly full ({free // 2**20:,} MB left), so nothing was asked for and nothing was "
            "charged. Free some space, then submit again."
        )


def _folder(call: int) -> Path:
    return Path(settings.SPOOL) / str(call)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also after a power cut."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
