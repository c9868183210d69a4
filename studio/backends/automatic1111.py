"""AUTOMATIC1111's web UI, and what speaks its API (`--api`).

`POST /sdapi/v1/txt2img` or `img2img`, answered when the picture is done. One picture is drawn at a time;
progress and interrupt there belong to whatever runs, so neither is used here: they could be another's.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

from .base import Capabilities, Event, GeneratedImage, ImageFailed, ImageRequest, InputRules, Usage
from .errors import BackendError, BadAnswer, Charged, Refused, Unsupported
from .http import HttpBackend
from .payload import as_count, as_list, as_object, as_text, checked_picture, data_uri, decoded, parsed
from .sizes import local_sizes
from .transport import Deadline

OWN_FIELDS = frozenset(
    {
        "prompt",
        "width",
        "height",
        "init_images",
        "mask",
        "batch_size",
        "n_iter",
        "send_images",
        "save_images",
        # Paths and scripts of the server's own machine are not for those who write prompts.
        "override_settings",
        "script_name",
        "script_args",
        "alwayson_scripts",
    }
)


class Automatic1111(HttpBackend):
    """Options beside HttpBackend's: `api_key` as "user:password" of `--api-auth`; `max_area`, px, of what
    the loaded model draws; `defaults`, fields for every request, such as {"steps": 30}."""

    name = "automatic1111"
    family = "automatic1111"
    label = "AUTOMATIC1111"
    crash = "fire_once"
    default_base_url = "http://127.0.0.1:7860"
    concurrency = 1
    deadline = 600.0

    def __init__(
        self,
        *,
        api_key: str = "",
        max_area: int = 2048 * 2048,
        defaults: dict[str, object] | None = None,
        **options: Any,
    ) -> None:
        self.key_scheme = "Basic"
        basic = base64.b64encode(api_key.encode()).decode("ascii") if api_key else ""
        super().__init__(api_key=basic, **options)
        self.keep_secret(api_key, api_key.partition(":")[2])
        self._defaults = defaults or {}
        self.capabilities = Capabilities(
            operations=frozenset({"generate", "edit"}),
            sizes=local_sizes(max_area),
            price_per_picture=self.price or Decimal(0),
            max_inputs=1,
            inputs=InputRules(frozenset({"image/png", "image/jpeg", "image/webp"}), max_bytes=50_000_000),
            output_media_types=frozenset({"image/png", "image/jpeg", "image/webp"}),
            mask="native",
            seed=True,
            options=None,
            reads="words",
            negative_option="negative_prompt",
        )

    def check(self, request: ImageRequest) -> None:
        super().check(request)
        if own := OWN_FIELDS & set(request.options):
            raise Unsupported(f"{self.label}: {', '.join(sorted(own))} cannot be set as an option.")

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        until = Deadline(self.deadline)
        path = "/sdapi/v1/img2img" if request.inputs else "/sdapi/v1/txt2img"
        body = as_object(parsed(self.ask("POST", path, until, json=self._body(request)).content))
        self.raise_error_in(body)
        images = as_list(body.get("images"))
        if not images:
            raise BadAnswer(f"{self.label} answered without any picture.")
        details = details_in(body.get("info"))
        for index, image in enumerate(images):
            try:
                content, media_type = checked_picture(decoded(image))
            except BadAnswer as error:
                yield ImageFailed(index, error)
                continue
            yield GeneratedImage(index, content, media_type, details)
        yield Usage(len(images), self.capabilities.price_per_picture * len(images))

    def error_in(self, body: object) -> tuple[str, str] | None:
        """{"error": kind, "detail": words, "errors": more words}, where any may be empty."""
        fields = as_object(body)
        kind, more = as_text(fields.get("error")), as_text(fields.get("errors"))
        detail = super().error_in({"detail": fields.get("detail")})
        if message := (detail[1] if detail else "") or more or kind:
            return kind or (detail[0] if detail else ""), message
        return super().error_in(body)

    def meaning(
        self, status: int, code: str, message: str, retry_after: float | None, charged: Charged
    ) -> BackendError:
        if status == 404 and message:  # an unknown sampler or picture, not a wrong address
            return Refused(message, code=code)
        return super().meaning(status, code, message, retry_after, charged)

    def _body(self, request: ImageRequest) -> dict[str, object]:
        body: dict[str, object] = {
            **self._defaults,
            **request.options,
            "prompt": request.prompt,
            "width": request.width,
            "height": request.height,
            "batch_size": 1,
            "n_iter": 1,
        }
        if request.inputs:
            body["init_images"] = [data_uri(request.inputs[0])]
        if request.mask is not None:
            body["mask"] = data_uri(request.mask)
        return body


def details_in(info: object) -> dict[str, object]:
    """The seed out of `info`, which is JSON inside a string, and empty at servers that only resemble it."""
    with suppress(ValueError, RecursionError):
        seed = as_count(as_object(json.loads(as_text(info))).get("seed"))
        if seed is not None:
            return {"seed": seed}
    return {}
