"""Bytes first: what a backend answered lies on local disk, synced, before anything else is done with it.

<spool>/<call>/0   the first picture: a line of JSON about it (media type, how many bytes, what the backend
                   told), then its bytes. A file that is shorter than it says was never finished.
<spool>/<call>/ref the backend's own id of the call and a line end, until the database has it.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from studio.disk import sync

REF = "ref"


class NoRoom(Exception):
    """The disk could not take an answer any more; nothing may be asked for until it can."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One picture as it was answered, on disk."""

    index: int
    path: Path
    media_type: str
    details: Mapping[str, object]
    content: bytes | None = field(default=None, repr=False)

    def read(self) -> bytes:
        if self.content is not None:
            return self.content
        with self.path.open("rb") as file:
            file.readline()
            return file.read()


def keep(call: int, index: int, content: bytes, *, media_type: str, details: Mapping[str, object]) -> Kept:
    folder = _folder(call)
    folder.mkdir(parents=True, exist_ok=True)
    about = {"media_type": media_type, "bytes": len(content), "details": dict(details)}
    _write(folder / str(index), json.dumps(about).encode() + b"\n", content)  # one line: newlines are escaped
    sync(folder)
    sync(folder.parent)
    return Kept(index, folder / str(index), media_type, details, content)


def kept(call: int) -> Iterator[Kept]:
    """What is there for this call, in order. A picture counts once its bytes are whole."""
    folder = _folder(call)
    if not folder.is_dir():
        return
    for path in sorted((p for p in folder.iterdir() if p.name.isdigit()), key=lambda p: int(p.name)):
        with path.open("rb") as file:
            line = file.readline()
            about = json.loads(line) if line.endswith(b"\n") else None
        size = path.stat().st_size - len(line)
        # What the version before kept tells no length: it gave a file its name once it was whole.
        if about and about.get("bytes", size) == size:
            yield Kept(int(path.name), path, about["media_type"], about["details"])


def holds(call: int, pictures: int) -> bool:
    """Whether that many pictures of this call are here, whole."""
    return sum(1 for _ in kept(call)) >= pictures


def forget(call: int) -> None:
    """Everything of this call is stored elsewhere."""
    shutil.rmtree(_folder(call), ignore_errors=True)


def keep_ref(call: int, ref: str) -> None:
    """Whatever becomes of us or the database now, the backend can be asked about this call; unless the disk is full,
    which is no reason not to tell the database."""
    folder = _folder(call)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / REF, ref.encode() + b"\n")
        sync(folder)
        sync(folder.parent)


def ref_of(call: int) -> str:
    """The kept id of this call; "" when there is none, or it was not written to its end."""
    try:
        ref = (_folder(call) / REF).read_text()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return ref.removesuffix("\n") if ref.endswith("\n") else ""


def forget_ref(call: int) -> None:
    """The database has it."""
    (_folder(call) / REF).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # pictures may lie beside it
        _folder(call).rmdir()


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


def _write(path: Path, *parts: bytes) -> None:
    # In place, so that the disk has one journal to write and not two: a name that changes is a second one.
    with path.open("wb", buffering=0) as file:
        for part in parts:
            view = memoryview(part)
            while view:
                view = view[file.write(view) :]
        os.fsync(file.fileno())
