"""Who may ask, and how a request's body is read: bounded in size, in time, and over all callers together."""

import asyncio
import contextlib
import hmac
from collections.abc import Iterator

from starlette.requests import ClientDisconnect, Request

from studio.engine.errors import ApiError, overloaded
from studio.engine.limits import BODY_BYTES, BODY_SECONDS, MB

_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
_DISCARDED_BYTES = 4 * BODY_BYTES


def check_caller(request: Request, key: str | None) -> None:
    """Without a key of its own the engine takes any Bearer token, but only under this machine's own names.

    Both keep web pages out: a browser sends neither this header across origins without asking first, nor
    another Host than the one it was told (DNS rebinding).
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthenticated("The API key is missing; send it as `Authorization: Bearer <key>`.")
    if key is not None:
        if not hmac.compare_digest(token.strip().encode(), key.encode()):
            raise _unauthenticated("The API key is not valid for this engine.")
    elif request.url.hostname not in _LOOPBACK_NAMES:
        raise ApiError(
            403,
            "AccessDenied",
            f"Without ENGINE_KEY this engine answers on {', '.join(_LOOPBACK_NAMES)} only.",
        )


def _unauthenticated(message: str) -> ApiError:
    return ApiError(401, "AuthenticationError", message)


class Intake:
    """Reads bodies; what all of them hold at one moment stays below a bound."""

    def __init__(self, held_bytes: int) -> None:
        self._left = held_bytes

    @contextlib.contextmanager
    def hold(self) -> Iterator["Held"]:
        held = Held(self)
        try:
            yield held
        finally:
            self._left += held.bytes

    def take(self, size: int) -> None:
        if size > self._left:
            raise overloaded(2)
        self._left -= size


class Held:
    """One request's share, given back when the request ends."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.bytes = 0

    async def read(self, request: Request) -> bytes:
        """The JSON body; ApiError when it is too large, too slow or said to be something else."""
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise ApiError(400, "InvalidParameter", "The content type must be application/json.")
        if int(request.headers.get("content-length", "0")) > BODY_BYTES:
            raise _too_large()
        parts = []
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for part in request.stream():
                    if self.bytes + len(part) > BODY_BYTES:
                        raise _too_large()
                    self._intake.take(len(part))
                    self.bytes += len(part)
                    parts.append(part)
        except TimeoutError:
            raise ApiError(
                400, "InvalidParameter", f"The body did not arrive within {BODY_SECONDS} s."
            ) from None
        return b"".join(parts)


def _too_large() -> ApiError:
    return ApiError(413, "InvalidParameter", f"The request body is larger than {BODY_BYTES // MB} MB.")


async def discard(request: Request) -> None:
    """Read on and drop it, so that a caller who is still sending gets to read the refusal."""
    dropped = 0
    with contextlib.suppress(
        TimeoutError, ClientDisconnect, RuntimeError
    ):  # RuntimeError: read to the end already
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                dropped += len(part)
                if dropped > _DISCARDED_BYTES:
                    return
