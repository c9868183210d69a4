"""The results of an order with their places: drawn now, or told again to a repeated Idempotency-Key.

A key stands for one request for an hour, also over a restart: who repeats it gets the same pictures, and waits if they are still being drawn. A request that ended early or in an error is drawn anew.
"""

import asyncio
import base64
import weakref
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field

from studio.engine.drawing import Drawn, draw
from studio.engine.errors import ApiError, internal, invalid
from studio.engine.fetch import References
from studio.engine.files import Files, Kept
from studio.engine.pool import Pool
from studio.engine.protocol import Order, Sources
from studio.engine.replies import Failure, Picture, Result


@dataclass(frozen=True, slots=True)
class Repeatable:
    """An Idempotency-Key and the fingerprint of the request that came with it."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Results:
    pool: Pool
    files: Files
    references: References
    _turns: "weakref.WeakValueDictionary[str, asyncio.Lock]" = field(
        default_factory=weakref.WeakValueDictionary
    )

    async def of(
        self, order: Order, sources: Sources, repeatable: Repeatable | None, base_url: str
    ) -> AsyncGenerator[Result]:
        """Each once it is finished. ApiError when there is no picture; after the first, a Failure."""
        if repeatable is None:
            async with aclosing(self._new(order, sources, base_url)) as results:
                async for result in results:
                    yield result
            return
        turn = self._turns.setdefault(repeatable.key, asyncio.Lock())
        async with turn:
            known = await self._known(repeatable)
            if known is not None:
                for index, kept in enumerate(known):
                    yield await self._again(index, kept, order, base_url)
                return
            new: list[Kept] = []
            async with aclosing(self._new(order, sources, base_url, new)) as results:
                async for result in results:
                    yield result
            await asyncio.to_thread(self.files.keep_answer, repeatable.key, repeatable.fingerprint, new)

    async def _new(
        self, order: Order, sources: Sources, base_url: str, keep: list[Kept] | None = None
    ) -> AsyncGenerator[Result]:
        async with aclosing(draw(self.pool, self.references, order, sources)) as outcomes:
            async for outcome in outcomes:
                if isinstance(outcome, Failure):
                    yield outcome
                    if keep is not None:
                        keep.append(Kept(code=outcome.error.code, message=outcome.error.message))
                    continue
                name = ""
                if keep is not None or not order.inline:
                    name = await self._put(outcome, order)
                if keep is not None:
                    keep.append(Kept(name, outcome.width, outcome.height, outcome.plan))
                place = _inline(outcome.content) if order.inline else _address(name, base_url)
                yield Picture(
                    outcome.index, outcome.width, outcome.height, outcome.plan, place, outcome.spent
                )

    async def _put(self, drawn: Drawn, order: Order) -> str:
        try:
            return await asyncio.to_thread(self.files.put, drawn.content, order.format)
        except OSError as fault:
            raise internal(f"The picture is drawn but cannot be kept: {fault.strerror}.") from fault

    async def _known(self, repeatable: Repeatable) -> list[Kept] | None:
        known = await asyncio.to_thread(self.files.find_answer, repeatable.key)
        if known is None:
            return None
        fingerprint, results = known
        if fingerprint != repeatable.fingerprint:
            invalid("Idempotency-Key", "it has been used with another request.")
        return results

    async def _again(self, index: int, kept: Kept, order: Order, base_url: str) -> Result:
        if not kept.file:
            return Failure(index, ApiError(500, kept.code, kept.message))
        if order.inline:
            place = _inline(await asyncio.to_thread(self.files.read, kept.file))
        else:
            place = _address(kept.file, base_url)
        return Picture(index, kept.width, kept.height, kept.plan, place)


def _inline(content: bytes) -> dict[str, str]:
    return {"b64_json": base64.b64encode(content).decode()}


def _address(name: str, base_url: str) -> dict[str, str]:
    return {"url": f"{base_url}files/{name}"}
