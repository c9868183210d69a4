"""What the sandbox's child is asked to do: a question and a picture in, an answer and new bytes out.

A question is {"task": "upload" | "result" | "render", "specs": [[name, width], …]}.
An answer is {"picture": {format, width, height, has_alpha, thumbhash, kept} | None, "renditions": [[width, height], …]}
with the picture's new bytes first (none if it is kept as it is, or for "render"), then each rendition's; or
{"refused": [code, message]}. {"task": "pixels"} is answered by {"mode": "RGB" | "RGBA", "size": [width, height]} and
the raw pixels. {"task": "fit", "max_area": px, "max_bytes": n} is answered by {"size": [width, height]}
and a JPEG.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PIL import Image

from studio.images.decoding.colour import is_srgb, to_srgb
from studio.images.decoding.encoding import encode, kept_format
from studio.images.decoding.fitting import fitted
from studio.images.decoding.metadata import ai_marking, is_personal
from studio.images.decoding.opening import load, open_picture, orientation, upright
from studio.images.decoding.shrinking import shrink
from studio.images.errors import ImageRefused
from studio.images.formats import KEPT
from studio.images.limits import RESULT, UPLOAD
from studio.images.specs import Spec
from studio.images.thumbhash import LONGEST, thumbhash

Answer = tuple[dict[str, Any], list[bytes]]


def answer(question: Mapping[str, Any], content: bytes) -> Answer:
    tasks: dict[str, Callable[[bytes, Sequence[Spec]], Answer]] = {
        "upload": _upload,
        "result": _result,
        "render": _render,
    }
    specs = [Spec(name, width) for name, width in question.get("specs", ())]
    try:
        if question["task"] == "fit":
            jpeg, width, height = fitted(
                content, max_area=question["max_area"], max_bytes=question["max_bytes"]
            )
            return {"size": [width, height]}, [jpeg]
        if question["task"] == "pixels":
            image = _read(content)
            return {"mode": image.mode, "size": list(image.size)}, [image.tobytes()]
        return tasks[question["task"]](content, specs)
    except ImageRefused as refusal:
        return {"refused": [refusal.code, str(refusal)]}, []
    except MemoryError:
        message = "This picture needs more memory than one picture may take here."
        return {"refused": ["out_of_memory", message]}, []


def _upload(content: bytes, specs: Sequence[Spec]) -> Answer:
    source = open_picture(content, UPLOAD)
    turn = orientation(source, UPLOAD)
    load(source, UPLOAD)
    image = to_srgb(upright(source, turn))
    kind = kept_format(image, content)
    renditions = shrink(image, specs, image.size)
    return _answer(image, image.size, kind.name, renditions, new=encode(image, kind))


def _result(content: bytes, specs: Sequence[Spec]) -> Answer:
    source = open_picture(content, RESULT)
    turn, size, name = orientation(source, RESULT), source.size, source.format
    clean = name in KEPT and turn == 1 and not getattr(source, "is_animated", False) and is_srgb(source)
    clean = clean and not is_personal(source, RESULT)
    load(source, RESULT, longest=_longest(size, specs) if clean else None)
    if clean and name and not is_personal(source, RESULT):  # asked again: a PNG may speak after its pixels
        image = to_srgb(source)
        return _answer(image, size, name, shrink(image, specs, size), new=None)
    marking = ai_marking(source, content)
    image = to_srgb(upright(source, turn))
    kind = kept_format(image, content)
    renditions = shrink(image, specs, image.size)
    return _answer(image, image.size, kind.name, renditions, new=encode(image, kind, xmp=marking))


def _render(content: bytes, specs: Sequence[Spec]) -> Answer:
    source = open_picture(content, RESULT)
    turn, size = orientation(source, RESULT), source.size
    load(source, RESULT, longest=_longest(size, specs) if turn == 1 else None)
    image = to_srgb(upright(source, turn))
    renditions = shrink(image, specs, size if turn == 1 else image.size)
    sizes = [[across, down] for _, across, down in renditions]
    return {"picture": None, "renditions": sizes}, [webp for webp, _, _ in renditions]


def _read(content: bytes) -> Image.Image:
    source = open_picture(content, RESULT)
    turn = orientation(source, RESULT)
    load(source, RESULT)
    return to_srgb(upright(source, turn))


def _answer(
    image: Image.Image,
    size: tuple[int, int],
    name: str,
    renditions: list[tuple[bytes, int, int]],
    *,
    new: bytes | None,
) -> Answer:
    picture = {
        "format": name,
        "width": size[0],
        "height": size[1],
        "has_alpha": image.mode == "RGBA",
        "thumbhash": base64.b64encode(thumbhash(image)).decode(),
        "kept": new is None,
    }
    blobs = ([] if new is None else [new]) + [webp for webp, _, _ in renditions]
    return {"picture": picture, "renditions": [[width, height] for _, width, height in renditions]}, blobs


def _longest(size: tuple[int, int], specs: Sequence[Spec]) -> int:
    """The long side, in px, that is enough for these renditions and the thumbhash."""
    width = max((spec.width for spec in specs), default=LONGEST)
    return round(max(size) * min(1.0, width / size[0]))
