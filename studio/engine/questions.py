"""What the gallery asks the engine besides pictures: vectors of texts, and whether a picture is for adults.

`POST /v1/embeddings` speaks OpenAI's protocol (https://platform.openai.com/docs/api-reference/embeddings),
`POST /v1/picture-checks` one of our own. Both are answered by a worker of their own, so that nobody who
searches waits for a drawing, and that is ended when nobody asks.
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

from studio.engine import fetch
from studio.engine.answers import Answer
from studio.engine.errors import ApiError, invalid, missing
from studio.engine.frames import Frame
from studio.engine.intake import Intake, check_caller, discard
from studio.engine.limits import PROMPT_CHARACTERS, TEXTS
from studio.engine.pool import Pool

Body = dict[str, Any]
EMBEDDER, SIZE = "all-minilm-l6-v2", 384


@dataclass(frozen=True, slots=True)
class Questions:
    """An ASGI endpoint: the body is read within the intake's bounds, `answer` makes the reply of it."""

    answer: Callable[[Pool, Body], Awaitable[Body]]
    pool: Pool
    intake: Intake
    key: str | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        reply = Answer(request, send)
        with self.intake.hold() as held:
            try:
                check_caller(request, self.key)
                body = _document(await held.read(request))
                told = await self.answer(self.pool, body)
            except ClientDisconnect:
                return
            except ApiError as error:
                await discard(request)
                await reply.error(error)
                return
        await reply.whole(told)


async def embeddings(pool: Pool, body: Body) -> Body:
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


async def picture_checks(pool: Pool, body: Body) -> Body:
    """`mature`, 0…1; `embedding` stays null, for no network for pictures may be shipped (docs/licences.md)."""
    (content,) = await fetch.read_all((_picture(body),))
    return await _ask(pool, Frame({"question": "picture-check"}, (content,)))


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


def _packed(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
