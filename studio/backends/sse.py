"""Server-sent events out of a byte stream: comments, CRLF, several data lines, events cut anywhere."""

from collections.abc import Iterable, Iterator

from .errors import BadAnswer


def events(pieces: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    """The data of each event, in order. An event that the end of the stream cuts off is not given.
    Raises BadAnswer when one event grows beyond `max_bytes`."""
    data: list[bytes] = []
    size = 0
    for line in _lines(pieces, max_bytes):
        if not line:
            if data:
                yield b"\n".join(data)
            data, size = [], 0
        elif line.startswith(b"data:"):
            value = line[5:].removeprefix(b" ")
            size += len(value)
            if size > max_bytes:
                raise BadAnswer("An event of the answer is too large.")
            data.append(value)


def _lines(pieces: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        searched = len(waiting)
        waiting += piece
        start = 0
        while (end := waiting.find(b"\n", max(start, searched))) >= 0:
            yield bytes(waiting[start:end]).removesuffix(b"\r")
            start = end + 1
        del waiting[:start]
        if len(waiting) > max_bytes:
            raise BadAnswer("An event of the answer is too large.")
