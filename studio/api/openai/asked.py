"""What a client of OpenAI's images asks for, read from JSON or from a form. What cannot be kept is refused by name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from studio.api.openai.errors import WireError
from studio.api.reading import parsed
from studio.images.limits import MEGABYTE, UPLOAD
from studio.numbers import number

MOST_IMAGES = 16
# Wishes that no backend here can be told; these values of them ask for nothing.
NOTHING_ASKED = {
    "quality": {"auto"},
    "background": {"auto"},
    "moderation": {"auto"},
    "input_fidelity": set[str](),
    "output_format": set[str](),
    "output_compression": set[str](),
    "style": set[str](),
}
# For OpenAI's own checks of abuse; they change no picture.
UNREAD = {"user", "safety_identifier"}
KNOWN = {"prompt", "model", "n", "size", "stream", "partial_images", "response_format"}


@dataclass(frozen=True, slots=True)
class Asked:
    """`size` is None for "auto"; `images` and `mask` are bytes as they came."""

    prompt: str
    model: str
    count: str
    size: tuple[int, int] | None
    stream: bool
    as_url: bool
    images: tuple[bytes, ...] = field(default=(), repr=False)
    mask: bytes | None = field(default=None, repr=False)

    def digest(self) -> dict[str, object]:
        """What makes two requests the same, whatever boundary their forms had."""
        hashes = [hashlib.sha256(each).hexdigest() for each in (*self.images, self.mask or b"")]
        return {
            "wire": "openai",
            "prompt": self.prompt,
            "model": self.model,
            "n": self.count,
            "size": self.size,
            "files": hashes,
        }


def generation(request: HttpRequest) -> Asked:
    body = parsed(request.body)
    if not isinstance(body, dict):
        raise WireError(400, "The body must be a JSON object.")
    return _asked(body)


def edit(request: HttpRequest) -> Asked:
    if request.content_type != "multipart/form-data":
        raise WireError(400, "An edit is sent as multipart/form-data, with its pictures as files.")
    names = set(request.FILES) - {"image", "image[]", "mask"}
    if names:
        raise _unknown(min(names))
    files = [*request.FILES.getlist("image"), *request.FILES.getlist("image[]")]
    if not files:
        raise WireError(400, "Send at least one picture.", param="image")
    if len(files) > MOST_IMAGES:
        raise WireError(400, f"At most {MOST_IMAGES} pictures can be sent, not {len(files)}.", param="image")
    mask = request.FILES.get("mask")
    images = tuple(_content(file, "image") for file in files)
    return _asked(request.POST.dict(), images=images, mask=_content(mask, "mask") if mask else None)


def _asked(body: Mapping[str, Any], *, images: tuple[bytes, ...] = (), mask: bytes | None = None) -> Asked:
    given = {name: value for name, value in body.items() if value is not None}
    for name in given:
        if name not in KNOWN and name not in UNREAD and name not in NOTHING_ASKED:
            raise _unknown(name)
    for name, empty in NOTHING_ASKED.items():
        if name in given and given[name] not in empty:
            raise WireError(
                400,
                f"“{name}” cannot be chosen here: leave it out.",
                param=name,
                code="unsupported_parameter",
            )
    form = _one_of(given, "response_format", ("b64_json", "url"), "b64_json")
    _one_of(given, "partial_images", ("0", "1", "2", "3"), "0")
    return Asked(
        prompt=_text(given, "prompt"),
        model=_text(given, "model"),
        count=str(given.get("n", 1))[:20],
        size=_size(given),
        stream=_one_of(given, "stream", ("false", "true"), "false") == "true",
        as_url=form == "url",
        images=images,
        mask=mask,
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise WireError(400, f"“{name}” must be text.", param=name)
    return value


def _one_of(given: Mapping[str, Any], name: str, values: tuple[str, ...], default: str) -> str:
    value = str(given.get(name, default)).lower()
    if value not in values:
        raise WireError(400, f"“{name}” can be {', '.join(values)}; not {value[:40]}.", param=name)
    return value


def _size(given: Mapping[str, Any]) -> tuple[int, int] | None:
    text = _text(given, "size") or "auto"
    if text == "auto":
        return None
    width, height = (number(each, digits=5) for each in text.partition("x")[::2])
    if not (width and height):
        raise WireError(400, f"“{text[:40]}” is no size: write 1024x1024, or auto.", param="size")
    return width, height


def _content(file: "UploadedFile[bytes]", param: str) -> bytes:
    if (file.size or 0) > UPLOAD.bytes:
        most = UPLOAD.bytes // MEGABYTE
        raise WireError(400, f"{(file.name or '')[:80]}: a picture has at most {most} MB.", param=param)
    return bytes(file.read())


def _unknown(name: str) -> WireError:
    return WireError(
        400, f"There is no parameter “{name[:60]}” here.", param=name[:60], code="unknown_parameter"
    )
