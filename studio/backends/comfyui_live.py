"""ComfyUI's websocket: what a running prompt tells about itself, as Progress, until it ends.

Text frames are JSON {type, data}. Binary frames begin with a big-endian u32: 1 is a preview (u32 format,
then JPEG or PNG), 4 a preview with metadata (u32 length, JSON, bytes). Frames come to the submitting
client_id only.
"""

import json
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.sync.client import ClientConnection, connect

from .base import Progress
from .payload import as_object, as_text, media_type_of
from .transport import Deadline

OPEN_SECONDS = 5.0
QUIET_SECONDS = 5.0
MAX_FRAME_BYTES = 16 * 1024 * 1024
ENDS = frozenset({"execution_success", "execution_error", "execution_interrupted"})


@contextmanager
def listening(
    base_url: str, client_id: str, headers: dict[str, str], until: Deadline
) -> Iterator[ClientConnection | None]:
    """A connection that hears the prompts of `client_id`; None where there is no websocket."""
    address = f"{base_url.replace('http', 'ws', 1)}/ws?clientId={client_id}"
    with ExitStack() as stack:
        connection = None
        with suppress(OSError, TimeoutError, InvalidHandshake, InvalidURI):
            connection = stack.enter_context(
                connect(
                    address,
                    additional_headers=headers,
                    open_timeout=min(OPEN_SECONDS, until.left()),
                    close_timeout=1,
                    max_size=MAX_FRAME_BYTES,
                    proxy=None,
                    compression=None,
                )
            )
        yield connection


def progress(
    connection: ClientConnection, prompt_id: str, title: Callable[[str], str], until: Deadline
) -> Iterator[Progress]:
    """What is told until the prompt ends, the connection breaks or falls quiet, or the time is over."""
    while not until.over():
        try:
            frame = connection.recv(timeout=min(until.left(), QUIET_SECONDS))
        except (TimeoutError, OSError, WebSocketException):
            return
        if isinstance(frame, bytes):
            if preview := preview_in(frame):
                yield Progress(None, "", preview)
            continue
        kind, data = "", as_object(None)
        with suppress(ValueError, RecursionError):
            message = as_object(json.loads(frame))
            kind, data = as_text(message.get("type")), as_object(message.get("data"))
        if kind == "status":
            continue
        if as_text(data.get("prompt_id")) != prompt_id:
            continue
        node = as_text(data.get("node"))
        if kind in ENDS or (kind == "executing" and not node):
            return
        if kind == "executing":
            yield Progress(None, title(node))
        elif kind == "progress":
            value, most = data.get("value"), data.get("max")
            if isinstance(value, int | float) and isinstance(most, int | float) and most > 0:
                yield Progress(min(max(value / most, 0.0), 1.0), title(node))


def preview_in(frame: bytes) -> bytes | None:
    """The unfinished picture in a binary frame; None when there is none."""
    if len(frame) < 8:
        return None
    kind, second = struct.unpack(">II", frame[:8])
    start = {1: 8, 4: 8 + second}.get(kind)
    preview = frame[start:] if start is not None else b""
    return preview if media_type_of(preview) else None
