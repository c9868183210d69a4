"""What the front and its workers say to each other over a pipe: a JSON header, then any number of blobs.

On the wire: four bytes with the header's length, the header, the blobs. The header's `blobs` lists their
lengths. Both ends are ours, so nothing here is defended against malice.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    header: dict[str, Any]
    blobs: tuple[bytes, ...] = ()

    def parts(self) -> Sequence[bytes]:
        """The pieces to write one after the other."""
        header = json.dumps({**self.header, "blobs": [len(blob) for blob in self.blobs]}).encode()
        return (len(header).to_bytes(_LENGTH_BYTES) + header, *self.blobs)


def write(pipe: BinaryIO, frame: Frame) -> None:
    for part in frame.parts():
        pipe.write(part)
    pipe.flush()


def read(pipe: BinaryIO) -> Frame | None:
    """The next frame, or None when the other end is gone."""
    length = pipe.read(_LENGTH_BYTES)
    if len(length) < _LENGTH_BYTES:
        return None
    header = json.loads(pipe.read(int.from_bytes(length)))
    return Frame(header, tuple(pipe.read(size) for size in header.pop("blobs")))


async def receive(pipe: asyncio.StreamReader) -> Frame:
    """The next frame; asyncio.IncompleteReadError when the other end is gone."""
    length = await pipe.readexactly(_LENGTH_BYTES)
    header = json.loads(await pipe.readexactly(int.from_bytes(length)))
    return Frame(header, tuple([await pipe.readexactly(size) for size in header.pop("blobs")]))


async def send(pipe: asyncio.StreamWriter, frame: Frame) -> None:
    for part in frame.parts():
        pipe.write(part)
        await pipe.drain()
