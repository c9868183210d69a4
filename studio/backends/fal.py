"""Seedream over fal.ai's queue: submit, ask for the status, read the result.

`POST https://queue.fal.run/{model}` takes the model's input bare and answers with addresses under
owner/app, without the model's sub-path. A COMPLETED status does not mean success: the result tells.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from .base import (
    Accepted,
    Capabilities,
    Event,
    GeneratedImage,
    ImageFailed,
    ImageRequest,
    Progress,
    Usage,
)
from .errors import BackendError, BadAnswer, Charged, Misconfigured, Refused, Unavailable, Unsupported
from .families import family_called
from .payload import as_count, as_list, as_object, as_text, data_uri, details_of
from .polling import PollingBackend
from .transport import Deadline

OWN_FIELDS = frozenset(
    {"prompt", "image_urls", "image_size", "num_images", "max_images", "sync_mode", "seed"}
)
LATER = (
    "request_timeout",
    "startup_timeout",
    "runner_scheduling_failure",
    "runner_connection_timeout",
    "runner_disconnected",
)


@dataclass(frozen=True, slots=True)
class Model:
    """What fal makes of one family: prices are fal's own, US$ per picture."""

    family: str
    paths: str
    price: Decimal | None
    large_price: Decimal | None = None


MODELS = (
    Model("4.0", r"/seedream/v4/", Decimal("0.03")),
    Model("4.5", r"/seedream/v4\.5/", None),
    Model("5.0-lite", r"/seedream/v5/lite/", Decimal("0.035")),
    Model("5.0-pro", r"/seedream/v5/pro/", Decimal("0.0675"), Decimal("0.135")),
)


class Fal(PollingBackend):
    """Options beside HttpBackend's: `model`, the path that draws from words, and `edit_model`, the path for
    requests with inputs. `price` is required where fal's is not known."""

    name = "fal"
    key_scheme = "Key"
    default_base_url = "https://queue.fal.run"

    def __init__(
        self,
        *,
        model: str = "fal-ai/bytedance/seedream/v4/text-to-image",
        edit_model: str = "fal-ai/bytedance/seedream/v4/edit",
        **options: Any,
    ) -> None:
        known = next((each for each in MODELS if re.search(each.paths, f"/{model}")), None)
        family = family_called(known.family) if known else None
        if known is None or family is None:
            raise Misconfigured(f"fal: {model!r} is none of Seedream's paths there.")
        self.label = f"{family.label} at fal"
        super().__init__(**options)
        price = known.price if self.price is None else self.price
        if price is None:
            raise Misconfigured(f"{self.label}: set `price`, US$ per picture; fal's is not known.")
        self.family = family.name
        self._price, self._large_price = price, known.large_price if self.price is None else None
        self._large_area = family.large_area
        self._model, self._edit_model = model.strip("/"), edit_model.strip("/")
        self.capabilities = self._capabilities(family.capabilities, price)

    def _capabilities(self, able: Capabilities, price: Decimal) -> Capabilities:
        most = 6 if able.max_set > 1 else 1
        sizes = able.sizes
        if self.family == "4.0":
            # What is smaller than 960×960 comes back larger than it was asked for.
            sizes = replace(sizes, min_area=960 * 960)
        return replace(
            able,
            sizes=sizes,
            price_per_picture=price,
            max_inputs=10,
            max_outputs=most,
            max_set=most,
            output_media_types=frozenset({"image/png", "image/jpeg"}),
            formats=(),
            streaming=False,
            options=None,
        )

    def check(self, request: ImageRequest) -> None:
        super().check(request)
        if own := OWN_FIELDS & set(request.options):
            raise Unsupported(f"{self.label}: {', '.join(sorted(own))} cannot be set as an option.")

    def estimate(self, request: ImageRequest) -> Decimal:
        return self._price_of(request) * request.count

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        until = Deadline(self.deadline)
        path = self._edit_model if request.inputs else self._model
        answer = as_object(self.ask("POST", f"/{path}", until, json=self._body(request)).json())
        ref = self._ref(path, answer)
        yield Accepted(ref)
        yield from self.follow(ref, request, until)

    def follow(self, ref: str, request: ImageRequest, until: Deadline) -> Iterator[Event]:
        told = ""
        while True:
            status = as_object(self.question(f"/{ref}/status", until).json())
            state = as_text(status.get("status"))
            if state == "COMPLETED":
                break
            if state not in ("IN_QUEUE", "IN_PROGRESS"):
                raise BadAnswer(f"{self.label} answered with an unknown state.")
            if (note := note_of(state, as_count(status.get("queue_position")))) != told:
                told = note
                yield Progress(None, note)
            self.wait(self.interval, until)
        yield from self._pictures(
            as_object(self.question(f"/{ref}", until, final=True).json()), request, until
        )

    def cancel(self, ref: str) -> bool:
        return self.asked_to_stop("PUT", f"/{ref}/cancel") is not None

    def meaning(
        self, status: int, code: str, message: str, retry_after: float | None, charged: Charged
    ) -> BackendError:
        if code in LATER:
            return Unavailable(message, code=code, retry_after=retry_after)
        if code == "content_policy_violation":
            return Refused(message, code=code)
        return super().meaning(status, code, message, retry_after, charged)

    def _body(self, request: ImageRequest) -> dict[str, object]:
        body: dict[str, object] = {
            **request.options,
            "prompt": request.prompt,
            "image_size": {"width": request.width, "height": request.height},
            "num_images": 1,
        }
        if self.capabilities.max_set > 1:
            body["max_images"] = request.count
        if request.inputs:
            body["image_urls"] = [data_uri(image) for image in request.inputs]
        return body

    def _ref(self, path: str, answer: Mapping[str, object]) -> str:
        """The call's path at fal, which answers under owner/app whatever the model's path."""
        request_id = as_text(answer.get("request_id"))
        if not re.fullmatch(r"[\w-]{1,80}", request_id):
            raise BadAnswer(f"{self.label} accepted the request without naming it.")
        owner, app = path.split("/")[:2]
        return f"{owner}/{app}/requests/{request_id}"

    def _pictures(
        self, body: Mapping[str, object], request: ImageRequest, until: Deadline
    ) -> Iterator[Event]:
        self.raise_error_in(body)
        items = as_list(body.get("images"))
        if not items:
            raise BadAnswer(f"{self.label} ended without any picture.")
        came = 0
        for index, item in enumerate(map(as_object, items)):
            try:
                content, media_type = self.picture_in(item, until)
            except BadAnswer as error:
                yield ImageFailed(index, error)
                continue
            came += 1
            details = details_of(body, ("seed",))
            yield GeneratedImage(index, content, media_type, details)
        yield Usage(len(items), self._price_of(request) * len(items))

    def _price_of(self, request: ImageRequest) -> Decimal:
        if self._large_price is not None and request.width * request.height > self._large_area:
            return self._large_price
        return self._price


def note_of(state: str, position: int | None) -> str:
    """What a person may read while the call waits or runs."""
    if state != "IN_QUEUE":
        return "drawing"
    if position is None:
        return "in the queue"
    return f"{position} before it in the queue" if position else "next in the queue"
