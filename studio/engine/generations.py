"""`POST /api/v3/images/generations`: from the request's bytes to the last one of its answer."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from studio.engine.answers import Answer
from studio.engine.errors import ApiError, invalid
from studio.engine.intake import Intake, check_caller, discard
from studio.engine.protocol import Order, Sources, fingerprint, read_order
from studio.engine.replies import Picture, Reply, Result
from studio.engine.results import Repeatable, Results

_KEY_CHARACTERS = 255


@dataclass(frozen=True, slots=True)
class Generations:
    """The ASGI endpoint. The work for a request ends when its caller has gone."""

    results: Results
    intake: Intake
    key: str | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer = Answer(request, send)
        with self.intake.hold() as held:
            try:
                check_caller(request, self.key)
                content = await held.read(request)
                order, sources = read_order(content)
                repeatable = _repeatable(request, order, sources)
            except ClientDisconnect:
                return
            except ApiError as error:
                await discard(request)
                await answer.error(error)
                return
            del content  # the sources have all of it that is still needed
            results = self.results.of(order, sources, repeatable, str(request.base_url))
            await _unless_gone(receive, _tell(order, results, answer))


def _repeatable(request: Request, order: Order, sources: Sources) -> Repeatable | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 1 <= len(key) <= _KEY_CHARACTERS:
        invalid("Idempotency-Key", f"it must have 1 to {_KEY_CHARACTERS} characters.")
    return Repeatable(key, fingerprint(order, sources))


async def _tell(order: Order, results: AsyncGenerator[Result], answer: Answer) -> None:
    """The status waits for the first result, so that a request that yields none is an error in full."""
    reply = Reply(order)
    told: list[Result] = []
    try:
        async with aclosing(results):
            async for result in results:
                if order.stream:
                    await answer.event(reply.event(result))
                    result = _without_place(result)  # sent, and too large to keep until the end
                told.append(result)
        if order.stream:
            await answer.event(reply.completed(told))
            await answer.end()
        else:
            await answer.whole(reply.whole(told), headers={"server-timing": _timing(told)})
    except ApiError as error:
        await answer.error(error)
    except TimeoutError:
        return  # the caller has stopped reading; the server closes the connection


def _timing(results: Sequence[Result]) -> str:
    """The workers' time in ms by step; what the request took beyond it was waiting and transport."""
    spent: Counter[str] = Counter()
    for result in results:
        if isinstance(result, Picture):
            spent.update(result.spent)
    return ", ".join(f"{step};dur={seconds * 1000:.1f}" for step, seconds in spent.items())


def _without_place(result: Result) -> Result:
    return replace(result, place={}) if isinstance(result, Picture) else result


async def _unless_gone(receive: Receive, work: Coroutine[object, object, None]) -> None:
    """Do the work, or stop it where it is when the caller's connection ends."""
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_disconnected(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        working.cancel()  # without effect on finished work
        await asyncio.gather(working, leaving, return_exceptions=True)
    if not working.cancelled():
        working.result()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
