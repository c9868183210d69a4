"""The JSON that goes back: the answer in one piece, and the events of a stream."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.engine.errors import ApiError
from studio.engine.protocol import Order

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn picture; `place` is {"url": …} or {"b64_json": …}."""

    index: int
    width: int
    height: int
    plan: Json
    place: dict[str, str]
    spent: dict[str, float] = field(default_factory=dict)  # seconds by step, when it was drawn just now


@dataclass(frozen=True, slots=True)
class Failure:
    """One picture of a set that did not come about, while others did."""

    index: int
    error: ApiError


Result = Picture | Failure


@dataclass(frozen=True, slots=True)
class Reply:
    """Writes the answers to one order; every part of them carries the same model and moment."""

    order: Order
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, results: Sequence[Result]) -> Json:
        return {
            **self._head(),
            "data": [self._datum(result) for result in results],
            **self._tools(),
            "usage": self._usage(results),
        }

    def event(self, result: Result) -> Json:
        outcome = "failed" if isinstance(result, Failure) else "succeeded"
        return {
            "type": f"image_generation.partial_{outcome}",
            **self._head(),
            "image_index": result.index,
            **self._datum(result),
        }

    def completed(self, results: Sequence[Result]) -> Json:
        return {
            "type": "image_generation.completed",
            **self._head(),
            **self._tools(),
            "usage": self._usage(results),
        }

    def _head(self) -> Json:
        return {"model": self.order.model, "created": self.created}

    def _datum(self, result: Result) -> Json:
        if isinstance(result, Failure):
            return {"error": result.error.item()}
        named = {"output_format": self.order.format} if len(self.order.family.formats) > 1 else {}
        return {**result.place, "size": f"{result.width}x{result.height}", **named, "plan": result.plan}

    def _tools(self) -> Json:
        return {"tools": [{"type": "web_search"}]} if self.order.web_search else {}

    def _usage(self, results: Sequence[Result]) -> Json:
        drawn = [result for result in results if isinstance(result, Picture)]
        tokens = sum(picture.width * picture.height for picture in drawn) // 256
        usage: Json = {"generated_images": len(drawn), "output_tokens": tokens, "total_tokens": tokens}
        if self.order.family.max_references == 10:
            usage["input_images"] = self.order.references
        if self.order.web_search:
            usage["tool_usage"] = {"web_search": 0}  # the engine has no web to search
        return usage


def sse(event: Json) -> bytes:
    """One server-sent event, named as its JSON's `type`; without a type it has no name."""
    name = f"event: {event['type']}\n" if "type" in event else ""
    return f"{name}data: {json.dumps(event)}\n\n".encode()


DONE = b"data: [DONE]\n\n"
