"""How a question and its answer lie in a file: the length of the JSON head (4 bytes), the head, then the blobs.

The head's "blobs" holds their lengths. Both ends are ours, but an answer is written by a process that a picture may
have taken over: it is JSON, never pickled, and every length is checked.
"""

import json
import os
import struct
from collections.abc import Mapping, Sequence
from typing import Any

HEAD_BYTES = 65_536
OUT_OF_MEMORY = 3  # a child's exit status
ENDED = struct.Struct("=iQ")  # on the pipe: the child's wait status, its peak of resident memory in KiB


class Garbled(ValueError):
    """What lies in the file is no message of ours."""


def write(descriptor: int, head: Mapping[str, Any], blobs: Sequence[bytes]) -> None:
    text = json.dumps({**head, "blobs": [len(blob) for blob in blobs]}).encode()
    for part in (len(text).to_bytes(4, "big"), text, *blobs):
        view = memoryview(part)
        while view:
            view = view[os.write(descriptor, view) :]


def read(descriptor: int, *, most: int) -> tuple[dict[str, Any], list[bytes]]:
    """The whole file from its start, at most `most` bytes. Raises Garbled."""
    size = os.fstat(descriptor).st_size
    if not 4 < size <= most:
        raise Garbled(f"a message of {size} bytes")
    length = int.from_bytes(_part(descriptor, 4, at=0), "big")
    if length > HEAD_BYTES:
        raise Garbled(f"a head of {length} bytes")
    try:
        head = json.loads(_part(descriptor, length, at=4))
        lengths = [int(blob) for blob in head.pop("blobs")]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Garbled("no head") from error
    if any(blob < 0 for blob in lengths) or 4 + length + sum(lengths) != size:
        raise Garbled("lengths that do not add up")
    blobs, at = [], 4 + length
    for blob in lengths:
        blobs.append(_part(descriptor, blob, at=at))
        at += blob
    return head, blobs


def _part(descriptor: int, length: int, *, at: int) -> bytes:
    content = os.pread(descriptor, length, at)  # whole at once but for the largest of pictures
    while len(content) < length:
        more = os.pread(descriptor, length - len(content), at + len(content))
        if not more:
            raise Garbled("a file that ends too early")
        content += more
    return content
