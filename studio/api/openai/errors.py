"""Errors as OpenAI's clients read them."""

from django.http import HttpResponse, JsonResponse

from studio.api.problems import Problem
from studio.models import Call, Job

# Our fields, by the names that they have on this wire.
PARAMS = {
    "backend": "model",
    "width": "size",
    "height": "size",
    "aspect": "size",
    "tier": "size",
    "count": "n",
    "reference": "image",
}


class WireError(Exception):
    """`final` tells the client not to repeat the request by itself: repeating could buy it twice."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
        final: bool = False,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.param = param
        self.code = code
        self.final = final
        self.headers = headers or {}

    def body(self) -> dict[str, object]:
        told = {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}
        return {"error": told}


def as_response(error: WireError) -> HttpResponse:
    response = JsonResponse(error.body(), status=error.status)
    for name, value in error.headers.items():
        response[name] = value
    if error.final:
        response["x-should-retry"] = "false"
    return response


def of_problem(problem: Problem) -> WireError:
    field = problem.errors[0][0] if problem.errors else ""
    if field == "budget":
        return WireError(
            429, problem.detail, kind="insufficient_quota", code="insufficient_quota", final=True
        )
    kinds = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
    return WireError(
        # 422 and 400 are one thing here.
        400 if problem.status == 422 else problem.status,
        problem.detail,
        kind=kinds.get(problem.status, "server_error" if problem.status >= 500 else "invalid_request_error"),
        param=PARAMS.get(field, field) or None,
        code={401: "invalid_api_key", 429: "rate_limit_exceeded"}.get(problem.status),
        headers=dict(problem.headers),
    )


def of_stranger() -> WireError:
    return WireError(404, "This token reaches no such project.", code="not_found")


def of_job(job: Job, calls: list[Call]) -> WireError:
    """Why an ended job brought no picture at all, in the backend's words."""
    last = next((call for call in reversed(calls) if call.error_message), None)
    words = last.error_message if last else "The job was cancelled."
    if job.state == Job.State.UNKNOWN:
        return WireError(
            502,
            f"It is not known whether job {job.pk} was charged: {words} Decide about it in the studio.",
            kind="server_error",
            code="outcome_unknown",
            final=True,
        )
    kind = last.error_kind if last else ""
    if kind == "Refused":
        return WireError(
            400,
            words,
            kind="image_generation_user_error",
            code=last.error_code if last else None,
            final=True,
        )
    if kind == "Exhausted":
        return WireError(429, words, kind="insufficient_quota", code="insufficient_quota", final=True)
    if kind == "Unsupported":
        return WireError(400, words, final=True)
    return WireError(502, words, kind="server_error", code=kind or "cancelled", final=True)


def of_wait(job: Job) -> WireError:
    return WireError(
        504,
        f"Job {job.pk} is still being drawn. Its pictures will be in the studio and at /api/v1/jobs/{job.pk}.",
        kind="server_error",
        code="still_drawing",
        final=True,
    )
