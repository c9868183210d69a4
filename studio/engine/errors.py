"""Ark's error envelope: `{"error": {"code", "message", "param", "type"}}`, one constructor per kind."""

from typing import NoReturn

TYPES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "BadRequest",
    413: "BadRequest",
    429: "TooManyRequests",
    500: "InternalServerError",
    503: "InternalServerError",
}


class ApiError(Exception):
    """What the caller is told. `param` names the field at fault; `retry_after` is in whole seconds."""

    def __init__(
        self, status: int, code: str, message: str, *, param: str = "", retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        self.retry_after = retry_after

    def item(self) -> dict[str, str]:
        """The short form, as it stands in `data[i].error` and in stream events."""
        return {"code": self.code, "message": self.message}

    def envelope(self, request_id: str) -> dict[str, dict[str, str]]:
        return {
            "error": {
                "code": self.code,
                "message": f"{self.message} Request id: {request_id}",
                "param": self.param,
                "type": TYPES[self.status],
            }
        }


def invalid(param: str, why: str) -> NoReturn:
    """Refuse one field. `why` continues "The parameter `x` is not valid: " and ends with a full stop."""
    raise ApiError(
        400, "InvalidParameter", f"The parameter `{param}` is not valid: {why}", param=param.split("[")[0]
    )


def missing(param: str) -> NoReturn:
    raise ApiError(400, "MissingParameter", f"The parameter `{param}` is missing.", param=param)


def overloaded(retry_after: int) -> ApiError:
    return ApiError(
        429,
        "ServerOverloaded",
        f"The engine has as much to draw as it can queue; try again in {retry_after} s.",
        retry_after=retry_after,
    )


def internal(message: str) -> ApiError:
    return ApiError(500, "InternalServiceError", message)
