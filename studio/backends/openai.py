"""OpenAI's image API, and servers that speak it (`openai_servers`).

`POST /images/generations` (JSON) and `POST /images/edits` (a form with files), answered whole or as
server-sent events with previews. No idempotency, no polling; hanging up is the only cancel.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any
from zlib import crc32

from .base import (
    Capabilities,
    Event,
    GeneratedImage,
    ImageFailed,
    ImageRequest,
    InputRules,
    Progress,
    SizeRules,
    Usage,
)
from .errors import BackendError, BadAnswer, Charged, Exhausted, Misconfigured, Refused, Unsupported
from .http import FilePart, HttpBackend
from .masks import transparent_where_white
from .openai_servers import SERVERS, Mask
from .payload import as_count, as_list, as_object, as_text, checked_picture, decoded, details_of, parsed
from .sizes import local_sizes
from .sse import events
from .transport import Deadline

OWN_FIELDS = frozenset({"model", "prompt", "image", "mask", "size", "n", "stream", "response_format"})
NO_CREDIT = frozenset(
    {
        "insufficient_quota",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
        "billing_hard_limit_reached",
    }
)
NEVER = frozenset({"moderation_blocked", "content_policy_violation", "image_generation_user_error"})
# From gpt-image-2 on, any size in steps of 16 may be asked for.
OLD_MODELS = re.compile(r"gpt-image-1\b")
TOLD = ("revised_prompt", "size", "quality", "background", "output_format", "seed")

_OLD_SIZES = SizeRules(
    {"1K": {"1:1": (1024, 1024), "3:2": (1536, 1024), "2:3": (1024, 1536)}},
    min_area=1024 * 1024,
    max_area=1536 * 1024,
    min_aspect=2 / 3,
    max_aspect=3 / 2,
    step=512,
)
_NEW_SIZES = SizeRules(
    {
        "1K": {
            "1:1": (1024, 1024),
            "3:2": (1536, 1024),
            "2:3": (1024, 1536),
            "16:9": (1280, 720),
            "9:16": (720, 1280),
        },
        "2K": {
            "1:1": (2048, 2048),
            "4:3": (2304, 1728),
            "3:4": (1728, 2304),
            "3:2": (2496, 1664),
            "2:3": (1664, 2496),
            "16:9": (2560, 1440),
            "9:16": (1440, 2560),
        },
        "4K": {"16:9": (3840, 2160), "9:16": (2160, 3840)},
    },
    min_area=256 * 256,
    max_area=3840 * 2160,
    min_aspect=1 / 3,
    max_aspect=3,
    step=16,
)


class OpenAI(HttpBackend):
    """Options beside HttpBackend's: `model`; `server`, a name of `openai_servers.SERVERS`; `mask`, to
    overrule what that server does with masks; `max_area`, px, of a model that runs elsewhere than at OpenAI;
    `partial_images` 0…3 previews per picture (each costs output tokens); `token_prices`, US$ per million
    by "text", "image" (input) and "output". At OpenAI a `price` per picture is required for the estimate."""

    name = "openai"
    family = "openai"
    label = "OpenAI"
    crash = "fire_once"
    default_base_url = "https://api.openai.com/v1"
    deadline = 600.0

    def __init__(
        self,
        *,
        model: str,
        server: str = "openai",
        mask: Mask | None = None,
        max_area: int = 2048 * 2048,
        partial_images: int = 1,
        token_prices: Mapping[str, str | float | Decimal] | None = None,
        **options: Any,
    ) -> None:
        if server not in SERVERS:
            raise Misconfigured(f"OpenAI: there is no server {server!r}; known are {', '.join(SERVERS)}.")
        self._server = SERVERS[server]
        self.label = self._server.label if server != "openai" else f"OpenAI {model}"
        super().__init__(**options)
        if self.price is None:
            if not self._server.free_of_charge:
                raise Misconfigured(f"{self.label}: set `price`, US$ per picture, for the estimate.")
            self.price = Decimal(0)
        self.model = model
        self._mask = mask or self._server.mask
        self._partial_images = partial_images if self._server.previews else 0
        self._token_prices = {kind: Decimal(str(price)) for kind, price in (token_prices or {}).items()}
        self.capabilities = Capabilities(
            operations=frozenset({"generate", "edit"}),
            sizes=self._sizes(server, max_area),
            price_per_picture=self.price,
            max_inputs=self._server.max_inputs,
            inputs=InputRules(
                media_types=frozenset({"image/png", "image/jpeg", "image/webp"}), max_bytes=50_000_000
            ),
            output_media_types=frozenset({"image/png", "image/jpeg", "image/webp"}),
            formats=("png", "jpeg", "webp") if server == "openai" else (),
            mask="none" if self._mask == "none" else "native",
            seed=self._server.seed != "none",
            streaming=self._server.previews,
            previews=self._partial_images > 0,
            options=None,
        )

    def _sizes(self, server: str, max_area: int) -> SizeRules:
        if server != "openai":
            return local_sizes(max_area, step=16)
        return _OLD_SIZES if OLD_MODELS.match(self.model) else _NEW_SIZES

    def check(self, request: ImageRequest) -> None:
        super().check(request)
        if own := OWN_FIELDS & set(request.options):
            raise Unsupported(f"{self.label}: {', '.join(sorted(own))} cannot be set as an option.")
        for word in self._server.bad_words:
            if word in request.prompt:
                raise Unsupported(f"{self.label} would read “{word}” in a prompt as a command.")

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        until = Deadline(self.deadline)
        headers = {"X-Client-Request-Id": request.key}
        fields = self._fields(request)
        files = self._files(request)
        if files:
            path = self._server.edit_path or self._server.inpaint_path
            sending = self.stream("POST", path, until, data=as_form(fields), files=files, headers=headers)
        else:
            sending = self.stream("POST", "/images/generations", until, json=fields, headers=headers)
        with sending as answer:
            pieces = self.pieces(answer, until)
            if answer.headers.get("content-type", "").startswith("text/event-stream"):
                yield from self._streamed(pieces)
            else:
                yield from self._whole(b"".join(pieces), until)

    def meaning(
        self, status: int, code: str, message: str, retry_after: float | None, charged: Charged
    ) -> BackendError:
        if code in NO_CREDIT:
            return Exhausted(message, code=code)
        if code in NEVER:  # in a stream it comes with status 200
            return Refused(message, code=code)
        return super().meaning(status, code, message, retry_after, charged)

    def _fields(self, request: ImageRequest) -> dict[str, object]:
        options = dict(request.options)
        prompt = request.prompt
        if self._server.seed == "tag":
            seed = options.pop("seed", crc32(request.key.encode()))
            prompt += f'<sd_cpp_extra_args>{{"seed": {as_count(seed) or 0}}}</sd_cpp_extra_args>'
        fields: dict[str, object] = {
            **options,
            "model": self.model,
            "prompt": prompt,
            "n": 1,
            "size": f"{request.width}x{request.height}",
        }
        if self._server.response_format:
            fields["response_format"] = self._server.response_format
        if self._partial_images:
            fields["stream"] = True
            fields["partial_images"] = self._partial_images
        if self._server.file_field and request.inputs and request.mask is None:
            fields[self._server.file_field] = base64.b64encode(request.inputs[0].content).decode("ascii")
        return fields

    def _files(self, request: ImageRequest) -> list[FilePart]:
        """The parts of an edit; none when everything fits into a generation."""
        if not request.inputs or (not self._server.edit_path and request.mask is None):
            return []
        name = "image" if len(request.inputs) == 1 else "image[]"
        parts: list[FilePart] = []
        for number, image in enumerate(request.inputs):
            suffix = image.media_type.removeprefix("image/")
            parts.append((name, (f"{number}.{suffix}", image.content, image.media_type)))
        if request.mask is not None:
            white = self._mask == "white"
            content = request.mask.content if white else transparent_where_white(request.mask)
            parts.append((self._server.mask_field, ("mask.png", content, "image/png")))
        return parts

    def _whole(self, content: bytes, until: Deadline) -> Iterator[Event]:
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
        yield Usage(came, self._amount(body, came))

    def _streamed(self, pieces: Iterator[bytes]) -> Iterator[Event]:
        for data in events(pieces, self._max_answer_bytes):
            body = as_object(parsed(data)) if data.strip() != b"[DONE]" else {}
            kind = as_text(body.get("type"))
            if kind.endswith(".partial_image"):
                number = 1 + (as_count(body.get("partial_image_index")) or 0)
                fraction = min(number / (self._partial_images + 1), 1.0)
                with suppress(BadAnswer):  # a preview that cannot be read is no loss
                    yield Progress(fraction, "", checked_picture(decoded(body.get("b64_json")))[0])
            elif kind.endswith(".completed"):
                # Ark uses the same name for an event without a picture.
                content, media_type = checked_picture(decoded(body.get("b64_json")))
                yield GeneratedImage(0, content, media_type, details_of(body, TOLD))
                yield Usage(1, self._amount(body, 1))
                return
            else:
                self.raise_error_in(body)
        raise BadAnswer(f"{self.label} broke off before its answer was complete.")

    def _picture(
        self, index: int, item: Mapping[str, object], until: Deadline
    ) -> GeneratedImage | ImageFailed:
        try:
            content, media_type = self.picture_in(item, until)
        except BadAnswer as error:
            return ImageFailed(index, error)
        return GeneratedImage(index, content, media_type, details_of(item, TOLD))

    def _amount(self, body: Mapping[str, object], pictures: int) -> Decimal | None:
        """US$ by the tokens that the answer counts, else by the price per picture."""
        usage = as_object(body.get("usage"))
        if self._token_prices and usage:
            inputs = as_object(usage.get("input_tokens_details"))
            tokens = {
                "text": as_count(inputs.get("text_tokens")) or 0,
                "image": as_count(inputs.get("image_tokens")) or 0,
                "output": as_count(usage.get("output_tokens")) or 0,
            }
            each = (count * self._token_prices.get(kind, Decimal(0)) for kind, count in tokens.items())
            return sum(each, Decimal(0)) / 1_000_000
        return None if self.price is None else self.price * pictures


def as_form(fields: Mapping[str, object]) -> dict[str, object]:
    """JSON values as the text of form fields: true, false and numbers as JSON writes them."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in fields.items()
    }
