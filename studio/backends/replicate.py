"""Seedream over Replicate's predictions: create, ask until it ends, read the results at once.

States are `starting, processing, succeeded, failed, canceled, aborted`. A failed prediction comes with
status 200 and its reason in `error`. Everything about it is deleted after an hour.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from .base import Accepted, Event, GeneratedImage, ImageFailed, ImageRequest, Progress, SizeRules, Usage
from .errors import BadAnswer, Misconfigured, Refused, Unavailable, Unsupported
from .families import family_called
from .payload import as_list, as_object, as_text, data_uri
from .polling import PollingBackend
from .transport import Deadline

OWN_FIELDS = frozenset(
    {
        "prompt",
        "image_input",
        "size",
        "width",
        "height",
        "aspect_ratio",
        "sequential_image_generation",
        "max_images",
        "seed",
    }
)


@dataclass(frozen=True, slots=True)
class Model:
    """`custom_sizes`: takes width and height; otherwise a tier and an aspect, and the model picks the size."""

    family: str
    price: Decimal | None
    max_inputs: int
    custom_sizes: bool = False


MODELS = {
    "bytedance/seedream-4": Model("4.0", Decimal("0.03"), 10, custom_sizes=True),
    "bytedance/seedream-4.5": Model("4.5", None, 14),
    "bytedance/seedream-5-lite": Model("5.0-lite", None, 14),
}


class Replicate(PollingBackend):
    """Options beside HttpBackend's: `model`, a name of MODELS; `price` where Replicate's is not known."""

    name = "replicate"
    default_base_url = "https://api.replicate.com/v1"
    interval = 1.0

    def __init__(self, *, model: str = "bytedance/seedream-4", **options: Any) -> None:
        known = MODELS.get(model)
        family = family_called(known.family) if known else None
        if known is None or family is None:
            raise Misconfigured(f"Replicate: the model {model!r} is none of {', '.join(MODELS)}.")
        self.label = f"{family.label} at Replicate"
        super().__init__(**options)
        price = known.price if self.price is None else self.price
        if price is None:
            raise Misconfigured(f"{self.label}: set `price`, US$ per picture; Replicate's is not known.")
        self.family = family.name
        self._model, self._known, self._price = model, known, price
        self.capabilities = replace(
            family.capabilities,
            sizes=sizes_of(known, family.capabilities.sizes),
            price_per_picture=price,
            max_inputs=known.max_inputs,
            streaming=False,
            options=None,
        )

    def check(self, request: ImageRequest) -> None:
        super().check(request)
        if own := OWN_FIELDS & set(request.options):
            raise Unsupported(f"{self.label}: {', '.join(sorted(own))} cannot be set as an option.")
        if not self._known.custom_sizes and tier_of(self.capabilities.sizes, request) is None:
            raise Unsupported(f"{self.label} takes only the sizes that it offers by name.")

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        until = Deadline(self.deadline)
        # So that what nobody waits for any longer ends there too; half an hour is Replicate's own limit.
        minutes = min(30, max(1, math.ceil(self.deadline / 60)))
        answer = self.ask(
            "POST",
            f"/models/{self._model}/predictions",
            until,
            json={"input": self._input(request)},
            headers={"Cancel-After": f"{minutes}m"},
        )
        prediction = as_object(answer.json())
        ref = as_text(prediction.get("id"))
        if not re.fullmatch(r"\w{1,80}", ref):
            raise BadAnswer(f"{self.label} accepted the request without naming it.")
        yield Accepted(ref)
        yield from self._until_it_ends(prediction, ref, until)

    def follow(self, ref: str, request: ImageRequest, until: Deadline) -> Iterator[Event]:
        yield from self._until_it_ends(self._asked(ref, until), ref, until)

    def cancel(self, ref: str) -> bool:
        answer = self.asked_to_stop("POST", f"/predictions/{ref}/cancel")
        return answer is not None

    def _asked(self, ref: str, until: Deadline) -> Mapping[str, object]:
        return as_object(self.question(f"/predictions/{ref}", until).json())

    def _until_it_ends(self, prediction: Mapping[str, object], ref: str, until: Deadline) -> Iterator[Event]:
        told = ""
        while (state := as_text(prediction.get("status"))) in ("starting", "processing"):
            if state != told:
                told = state
                yield Progress(None, "drawing" if state == "processing" else "starting")
            self.wait(self.interval, until)
            prediction = self._asked(ref, until)
        reason = self.words(as_text(prediction.get("error")))
        if state == "succeeded":
            yield from self._pictures(prediction.get("output"), until)
        elif state == "failed":
            raise Refused(reason or f"{self.label} failed and told no reason.", code=state)
        elif state == "canceled":
            raise Refused(f"{self.label} canceled the call. {reason}".strip(), charged="unknown", code=state)
        elif state == "aborted":
            raise Unavailable(f"{self.label} ended the call before it began. {reason}".strip(), code=state)
        else:
            raise BadAnswer(f"{self.label} answered with an unknown state.", code=self.words(state))

    def _pictures(self, output: object, until: Deadline) -> Iterator[Event]:
        addresses = [output] if isinstance(output, str) else as_list(output)
        if not addresses:
            raise BadAnswer(f"{self.label} ended without any picture.")
        for index, address in enumerate(addresses):
            try:
                content, media_type = self.picture_at(as_text(address), until)
            except BadAnswer as error:
                yield ImageFailed(index, error)
                continue
            yield GeneratedImage(index, content, media_type)
        yield Usage(len(addresses), self._price * len(addresses))

    def _input(self, request: ImageRequest) -> dict[str, object]:
        fields: dict[str, object] = {**request.options, "prompt": request.prompt}
        if self._known.custom_sizes:
            fields |= {"size": "custom", "width": request.width, "height": request.height}
        elif named := tier_of(self.capabilities.sizes, request):
            fields["size"], fields["aspect_ratio"] = named
        if request.inputs:
            fields["image_input"] = [data_uri(image) for image in request.inputs]
        if request.count > 1:
            fields["sequential_image_generation"] = "auto"
            fields["max_images"] = request.count
        return fields


def sizes_of(model: Model, sizes: SizeRules) -> SizeRules:
    """The family's sizes as far as Replicate takes them."""
    if not model.custom_sizes:
        return sizes
    bounded = replace(sizes, min_side=1024, max_side=4096)
    tiers = {
        tier: {aspect: size for aspect, size in named.items() if bounded.problem(*size) is None}
        for tier, named in sizes.tiers.items()
    }
    return replace(bounded, tiers=tiers)


def tier_of(sizes: SizeRules, request: ImageRequest) -> tuple[str, str] | None:
    """(tier, aspect) whose size the request asks for; None when it asks for another."""
    asked = (request.width, request.height)
    for tier, named in sizes.tiers.items():
        for aspect, size in named.items():
            if size == asked:
                return tier, aspect
    return None
