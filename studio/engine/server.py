"""The engine's ASGI application: Ark's image API, the results' files, questions, and the engine's health."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from studio.engine.answers import Answer
from studio.engine.errors import ApiError, internal
from studio.engine.families import MODELS
from studio.engine.fetch import References
from studio.engine.files import Files
from studio.engine.generations import Generations
from studio.engine.intake import Intake, check_caller
from studio.engine.limits import FILE_SECONDS, Limits, home
from studio.engine.memory import resident_bytes
from studio.engine.pool import Pool
from studio.engine.questions import Questions, embeddings, picture_checks, segments
from studio.engine.results import Results

ILLUSTRATOR = "studio.engine.illustrate:pictures"
_PARTS = (
    "pillow", "numpy", "resvg-py", "opencv-python-headless", "onnxruntime", "ncnn", "starlette", "uvicorn"
)  # fmt: skip


def app(
    illustrator: str = ILLUSTRATOR,
    *,
    key: str | None = None,
    limits: Limits | None = None,
    folder: Path | None = None,
    origins: frozenset[str] = frozenset(),
) -> Starlette:
    """`illustrator` is "module:function", called in worker processes; with a `key` only its bearers may draw;
    `origins` are those of this machine or a private network that references may be read from."""
    limits = limits or Limits()
    pool = Pool(illustrator, limits)
    answering = Pool(illustrator, replace(limits, workers=1), ready=False)
    intake = Intake(limits.held_bytes)
    files = Files(folder or home(), limits.cache_bytes)
    references = References(files, origins)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        files.open()
        await pool.open()
        try:
            yield
        finally:
            await pool.close()
            await answering.close()

    async def models(request: Request) -> Response:
        check_caller(request, key)
        return JSONResponse({"object": "list", "data": [_model(name) for name in MODELS]})

    async def file(request: Request) -> Response:
        path = files.find(request.path_params["name"])
        if path is None:
            raise ApiError(404, "NotFound", "The file does not exist, or its 24 hours are over.")
        return FileResponse(
            path,
            headers={
                "cache-control": f"private, max-age={FILE_SECONDS}, immutable",
                "x-content-type-options": "nosniff",
                "content-security-policy": "default-src 'none'",
            },
        )

    async def health(_: Request) -> Response:
        front = resident_bytes(os.getpid())
        state, asked = pool.state(), answering.state()
        workers = sum(worker["resident_bytes"] for worker in (*state["workers"], *asked["workers"]))
        return JSONResponse(
            {
                "status": "ok",
                "pid": os.getpid(),
                "resident_bytes": front + workers,
                "front_bytes": front,
                **state,
                "questions": asked,
                "versions": _versions(),
            }
        )

    return Starlette(
        routes=[
            Route(
                "/api/v3/images/generations",
                Generations(Results(pool, files, references), intake, key),
                methods=["POST"],
            ),
            *(
                Route(path, Questions(answer, asked, references, intake, key), methods=["POST"])
                for path, answer, asked in (
                    ("/v1/embeddings", embeddings, answering),
                    ("/v1/picture-checks", picture_checks, answering),
                    ("/v1/segments", segments, pool),
                )
            ),
            Route("/api/v3/models", models),
            Route("/files/{name}", file),
            *(Route(path, health) for path in ("/healthz", "/health")),
        ],
        exception_handlers={ApiError: _refused, HTTPException: _unrouted, Exception: _broken},
        lifespan=lifespan,
    )


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return Envelope(error)


def _unrouted(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return Envelope(
        ApiError(
            fault.status_code,
            fault.detail.replace(" ", ""),
            f"{request.method} {request.url.path}: {fault.detail}.",
        )
    )


def _broken(request: Request, fault: Exception) -> Response:
    return Envelope(internal("The engine failed at this request; its log says why."))


class Envelope(Response):
    """An error as an ASGI response, with the ids that every answer has."""

    def __init__(self, error: ApiError) -> None:
        super().__init__(status_code=error.status)
        self._error = error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await Answer(Request(scope), send).error(self._error)


def _model(name: str) -> dict[str, object]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "seedbed"}


def _versions() -> dict[str, str | None]:
    """None for a part that is not installed: the engine draws without those that only edits need."""
    told: dict[str, str | None] = {}
    for part in _PARTS:
        try:
            told[part] = version(part)
        except PackageNotFoundError:
            told[part] = None
    return told
