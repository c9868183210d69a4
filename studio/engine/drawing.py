"""From an order to drawn pictures: its references fetched, a worker asked, its frames understood."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from studio.engine.errors import ApiError
from studio.engine.fetch import References
from studio.engine.frames import Frame
from studio.engine.pool import Pool
from studio.engine.protocol import LARGEST_SEED, Order, Sources
from studio.engine.replies import Failure, Json


@dataclass(frozen=True, slots=True)
class Drawn:
    """One finished picture as file content in the order's format."""

    index: int
    width: int
    height: int
    plan: Json
    spent: dict[str, float]  # seconds by step: decode, draw, encode
    content: bytes


async def draw(
    pool: Pool, references: References, order: Order, sources: Sources
) -> AsyncGenerator[Drawn | Failure]:
    """Pictures in order. ApiError when there is none; once there are some, a Failure ends them instead."""
    count = 0
    failed: ApiError | None = None
    try:
        with pool.admit():
            async with aclosing(pool.draw(await _job(references, order, sources))) as frames:
                async for frame in frames:
                    if frame.header["kind"] == "error":
                        failed = _error(frame)  # read on: a worker that is left in the middle is ended
                    else:
                        yield _drawn(frame)
                        count += 1
                if failed is not None:
                    raise failed
    except ApiError as error:
        if count == 0:
            raise
        yield Failure(count, error)


async def _job(references: References, order: Order, sources: Sources) -> Frame:
    blobs = await references.read_all(sources.references)
    if sources.mask is not None:
        blobs += await references.read_all((sources.mask,), "mask")
    told = {
        "model": order.model,
        "prompt": order.prompt,
        "size": order.size,
        "count": order.count,
        "series": order.series,
        "seed": secrets.randbelow(LARGEST_SEED) if order.seed is None else order.seed,
        "detail": order.detail,
        "format": order.format,
        "watermark": order.watermark,
        "references": order.references,
    }
    return Frame(told, tuple(blobs))


def _drawn(frame: Frame) -> Drawn:
    told = frame.header
    return Drawn(told["index"], told["width"], told["height"], told["plan"], told["spent"], frame.blobs[0])


def _error(frame: Frame) -> ApiError:
    told = frame.header
    return ApiError(told["status"], told["code"], told["message"], param=told["param"])
