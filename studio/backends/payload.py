"""Small readers and writers of what travels: base64 pictures, data URIs, media types, fields of JSON, waits."""

import base64
import binascii
import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .base import InputImage
from .errors import BadAnswer

MAX_DETAILS_CHARACTERS = 100_000
MAX_DETAILS_DEPTH = 64


def data_uri(image: InputImage) -> str:
    return f"data:{image.media_type.lower()};base64,{base64.b64encode(image.content).decode('ascii')}"


def decoded(text: object) -> bytes:
    """The bytes of base64 text, with or without a data URI's head. Raises BadAnswer."""
    if not isinstance(text, str) or not text:
        raise BadAnswer("A picture is missing from the answer.")
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadAnswer("A picture in the answer is not readable base64.") from error


def media_type_of(content: bytes) -> str | None:
    """What the first bytes say the picture is; None for anything that is not a picture a browser shows."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return None


def checked_picture(content: bytes) -> tuple[bytes, str]:
    """(content, media type) of bytes that claim to be a picture. Raises BadAnswer."""
    media_type = media_type_of(content)
    if media_type is None:
        raise BadAnswer("What the backend sent is not a picture.")
    return content, media_type


def parsed(content: bytes) -> object:
    """The JSON value in `content`. Raises BadAnswer; deep nesting and huge numbers included."""
    if not content:
        raise BadAnswer("The answer is empty.")
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("The answer is not readable JSON.") from error
    return value


def clean_text(text: str) -> str:
    """`text` without what a database refuses: halves of surrogate pairs and control characters."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return "".join(each for each in text if each.isprintable() or each in "\n\t")


def clean(value: object) -> object:
    """A JSON value as it can be kept: clean texts, finite numbers, None for what is neither."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(str(name)): clean(each) for name, each in value.items()}
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, int | float) else None


def details_of(item: Mapping[str, object], names: Sequence[str]) -> dict[str, object]:
    """The named fields of an item as far as it has them, clean, and nothing when they are enormous."""
    try:
        details = {name: clean(item[name]) for name in names if item.get(name) is not None}
        small = len(json.dumps(details)) <= MAX_DETAILS_CHARACTERS
    except RecursionError:
        return {}
    return details if small and not _is_deeper(details, MAX_DETAILS_DEPTH) else {}


def _is_deeper(value: object, levels: int) -> bool:
    """Whether it is nested deeper than what pages unfold."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deeper(each, levels - 1) for each in inside)


def as_object(value: object) -> Mapping[str, object]:
    """`value` when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """`value` when it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """`value` when it is a string or a whole number, else ""."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def as_count(value: object) -> int | None:
    """`value` when it is a whole number of at least 0, else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def seconds_of(retry_after: str | None) -> float | None:
    """The wait that a Retry-After header asks for, in seconds, by number or by date; None when unreadable."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 12:
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.now(UTC)).total_seconds())
