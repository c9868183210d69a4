"""What is asked of the engine besides pictures: vectors, whether a picture is for adults, where a thing is.

`POST /v1/embeddings` speaks OpenAI's protocol (https://platform.openai.com/docs/api-reference/embeddings),
`POST /v1/picture-checks` and `POST /v1/segments` one of our own. The first two have a worker of their own, so
that nobody who searches waits for a drawing; a segment is found by the editor's networks and in its turn.
"""

import base64
import json
import struct
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from studio.engine.answers import Answer
from studio.engine.errors import ApiError, invalid, missing
from studio.engine.fetch import References
from studio.engine.frames import Frame
from studio.engine.intake import Intake, check_caller, discard
from studio.engine.limits import PROMPT_CHARACTERS, TEXTS
from studio.engine.pool import Pool

Body = dict[str, Any]
EMBEDDER, SIZE = "all-minilm-l6-v2", 384
_THING_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Questions:
    """An ASGI endpoint: the body is read within the intake's bounds, `answer` makes the reply of it."""

    answer: Callable[[Pool, References, Body], Awaitable[Body]]
    pool: Pool
    references: References
    intake: Intake
    key: str | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        reply = Answer(request, send)
        with self.intake.hold() as held:
            try:
                check_caller(request, self.key)
                body = _document(await held.read(request))
                told = await self.answer(self.pool, self.references, body)
            except ClientDisconnect:
                return
            except ApiError as error:
                await discard(request)
                await reply.error(error)
                return
        await reply.whole(told)


async def embeddings(pool: Pool, _: References, body: Body) -> Body:
    """A unit vector for each text, in order."""
    texts = _texts(body.get("input"))
    shape = body.get("encoding_format") or "float"
    if shape not in ("float", "base64"):
        invalid("encoding_format", "it must be float or base64.")
    if body.get("dimensions") not in (None, SIZE):
        invalid("dimensions", f"{EMBEDDER} has {SIZE}.")
    told = await _ask(pool, Frame({"question": "embeddings", "texts": texts}))
    return {
        "object": "list",
        "model": EMBEDDER,
        "data": [
            {
                "object": "embedding",
                "index": index,
                "embedding": vector if shape == "float" else _packed(vector),
            }
            for index, vector in enumerate(told["vectors"])
        ],
        "usage": {"prompt_tokens": told["pieces"], "total_tokens": told["pieces"]},
    }


async def picture_checks(pool: Pool, references: References, body: Body) -> Body:
    """`mature`, 0…1; `embedding` stays null, for no network for pictures may be shipped (docs/licences.md)."""
    (content,) = await references.read_all((_picture(body),))
    return await _ask(pool, Frame({"question": "picture-check"}, (content,)))


async def segments(pool: Pool, references: References, body: Body) -> Body:
    """The mask of the thing at a point, or of the thing that words name, as a PNG data URI."""
    point, thing = body.get("point"), body.get("thing")
    if (point is None) == (thing is None):
        invalid("point", "give either `point` as [x, y] or `thing` as words.")
    if point is not None and not _is_point(point):
        invalid("point", "it must be two numbers from 0 to 1, from the left and from the top.")
    if thing is not None and not (isinstance(thing, str) and 1 <= len(thing.strip()) <= _THING_CHARACTERS):
        invalid("thing", f"it must be 1 to {_THING_CHARACTERS} characters.")
    (content,) = await references.read_all((_picture(body),))
    return await _ask(
        pool, Frame({"question": "segment", "point": point, "thing": thing, "references": 1}, (content,))
    )


async def _ask(pool: Pool, job: Frame) -> Body:
    error: ApiError | None = None
    told: Body = {}
    with pool.admit():
        async with aclosing(pool.draw(job)) as frames:
            async for frame in frames:  # read to the end: a worker that is left in the middle is ended
                if frame.header["kind"] == "error":
                    header = frame.header
                    error = ApiError(
                        header["status"], header["code"], header["message"], param=header["param"]
                    )
                else:
                    told = frame.header["answer"]
    if error is not None:
        raise error
    return told


def _document(content: bytes) -> Body:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "InvalidParameter", "The request body is not a JSON object.")
    return body


def _texts(value: object) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    if texts is None:
        missing("input")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        invalid("input", "it must be a string, or a list of strings.")
    if not 1 <= len(texts) <= TEXTS:
        invalid("input", f"it has {len(texts)} texts; 1 to {TEXTS} are read at a time.")
    if any(len(text) > PROMPT_CHARACTERS for text in texts):
        invalid("input", f"each text has at most {PROMPT_CHARACTERS} characters.")
    return [text.encode("utf-8", "replace").decode() for text in texts]


def _picture(body: Body) -> str:
    image = body.get("image")
    if image is None:
        missing("image")
    if not isinstance(image, str):
        invalid("image", "it must be a data URI or an http(s) address.")
    return image


def _is_point(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(type(number) in (int, float) and 0 <= number <= 1 for number in value)
    )


def _packed(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
