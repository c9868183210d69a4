"""Seedream over Ark's image API: BytePlus ModelArk, Volcengine Ark, and our own engine, which speaks it.

`POST {base_url}/images/generations` with a JSON answer, or server-sent events for a set. Ark has no task
id and no idempotency key; `X-Client-Request-Id` is only a trace.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from .ark_errors import ark_error
from .base import Event, GeneratedImage, ImageFailed, ImageRequest, Usage
from .errors import BackendError, BadAnswer, Charged, Misconfigured, Unsupported
from .families import FAMILIES, family_called, family_of
from .http import HttpBackend
from .payload import as_count, as_list, as_object, as_text, data_uri, details_of, parsed
from .sse import events
from .transport import Deadline

# What the studio decides; an option of the same name would contradict the request.
OWN_FIELDS = frozenset({"model", "prompt", "image", "size", "stream", "response_format", "watermark"})
TOLD = ("plan", "size", "output_format")


class Seedream(HttpBackend):
    """Options beside HttpBackend's: `model`, a model or endpoint id; `family` where the id names none;
    `response_format`, "url" (read at once, the address dies after a day) or "b64_json"; `watermark`."""

    name = "seedream"
    crash = "fire_once"
    default_base_url = "https://ark.ap-southeast.bytepluses.com/api/v3"
    pictures_per_minute = 500

    def __init__(
        self,
        *,
        model: str,
        family: str = "",
        response_format: Literal["url", "b64_json"] = "url",
        watermark: bool = False,
        **options: Any,
    ) -> None:
        found = family_called(family) if family else family_of(model)
        if found is None:
            known = ", ".join(each.name for each in FAMILIES)
            raise Misconfigured(f"Of which family is the model {model!r}? Set `family` to one of {known}.")
        self.label = found.label
        super().__init__(**options)
        self.model = model
        self.family = found.name
        self.capabilities = found.capabilities
        if self.price is not None:
            self.capabilities = replace(found.capabilities, price_per_picture=self.price)
        self._family = found
        self._response_format = response_format
        self._watermark = watermark

    def check(self, request: ImageRequest) -> None:
        super().check(request)
        if own := OWN_FIELDS & set(request.options):
            raise Unsupported(f"{self.label}: {', '.join(sorted(own))} cannot be set as an option.")

    def estimate(self, request: ImageRequest) -> Decimal:
        return self._price(request, request.count)

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        until = Deadline(self.deadline)
        body = self._body(request)
        headers = {"X-Client-Request-Id": request.key}
        with self.stream("POST", "/images/generations", until, json=body, headers=headers) as answer:
            pieces = self.pieces(answer, until)
            if answer.headers.get("content-type", "").startswith("text/event-stream"):
                yield from self._streamed(pieces, request, until)
            else:
                yield from self._whole(b"".join(pieces), request, until)

    def meaning(
        self, status: int, code: str, message: str, retry_after: float | None, charged: Charged
    ) -> BackendError:
        if (known := ark_error(code, message, retry_after)) is not None:
            return known
        # Ark always names a code; whoever says 5xx without a known one may stand between.
        charged = "unknown" if status >= 500 else charged
        return super().meaning(status, code, message, retry_after, charged)

    def _body(self, request: ImageRequest) -> dict[str, object]:
        body: dict[str, object] = {
            **request.options,
            "model": self.model,
            "prompt": request.prompt,
            "size": f"{request.width}x{request.height}",
            "response_format": self._response_format,
            "watermark": self._watermark,
        }
        if request.inputs:
            body["image"] = [data_uri(image) for image in request.inputs]
        if request.mask is not None:
            body["mask"] = data_uri(request.mask)
        if request.count > 1:
            body["sequential_image_generation"] = "auto"
            body["sequential_image_generation_options"] = {"max_images": request.count}
            body["stream"] = self.capabilities.streaming
        return body

    def _whole(self, content: bytes, request: ImageRequest, until: Deadline) -> Iterator[Event]:
        body = as_object(parsed(content))
        self.raise_error_in(body)
        items = as_list(body.get("data"))
        if not items:
            raise BadAnswer(f"{self.label} answered without any picture.")
        came = 0
        for index, item in enumerate(items):
            event = self._picture(index, as_object(item), until)
            came += isinstance(event, GeneratedImage)
            yield event
        yield self._usage(body, request, came)

    def _streamed(self, pieces: Iterator[bytes], request: ImageRequest, until: Deadline) -> Iterator[Event]:
        came = 0
        for data in events(pieces, self._max_answer_bytes):
            if data.strip() == b"[DONE]":
                break
            body = as_object(parsed(data))
            kind = as_text(body.get("type"))
            if kind in ("image_generation.partial_succeeded", "image_generation.partial_failed"):
                index = as_count(body.get("image_index"))
                event = self._picture(came if index is None else index, body, until)
                came += isinstance(event, GeneratedImage)
                yield event
            elif kind == "image_generation.completed":
                yield self._usage(body, request, came)
                return
            else:
                self.raise_error_in(body)
        # A stream that was cut ends like a whole one; only the missing last event tells.
        raise BadAnswer(f"{self.label} broke off before its answer was complete.")

    def _picture(
        self, index: int, item: Mapping[str, object], until: Deadline
    ) -> GeneratedImage | ImageFailed:
        try:
            self.raise_error_in(item)
            content, media_type = self.picture_in(item, until)
        except BackendError as error:
            return ImageFailed(index, error)
        details = details_of(item, TOLD)
        if isinstance(size := details.get("size"), str):
            details["size"] = size.replace("×", "x")
        return GeneratedImage(index, content, media_type, details)

    def _usage(self, body: Mapping[str, object], request: ImageRequest, came: int) -> Usage:
        told = as_count(as_object(body.get("usage")).get("generated_images"))
        pictures = came if told is None else told
        return Usage(pictures, self._price(request, pictures))

    def _price(self, request: ImageRequest, pictures: int) -> Decimal:
        """US$ by the price list, or by the configured price, which is for everything."""
        if self.price is not None:
            return self.price * pictures
        further = max(0, len(request.inputs) - 1) * self._family.further_input_price
        each = self._family.price(request.width, request.height)
        return each * pictures + (further if pictures else 0)
