"""What can be wrong with a request, as application/problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from ninja import Schema
from pydantic import Field

MEDIA_TYPE = "application/problem+json"


class Wrong(Schema):
    """One thing that is wrong, and the field that it is about; "" where it is about the request as a whole."""

    field: str
    message: str


class ProblemShape(Schema):
    """The same members in every error."""

    type: str = Field("about:blank", description="What kind of problem it is: about:blank, or /api/v1/docs#…")
    title: str = Field(description="The status in words")
    status: int
    detail: str = Field(description="A sentence for the person")
    errors: list[Wrong] = Field(default=[], description="What is wrong, by field")


class Problem(Exception):
    """An answer that ends the request. `errors` are pairs of a field's name and a sentence."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}


def field_problem(field: str, message: str, *, status: int = 422) -> Problem:
    return Problem(status, message, errors=[(field, message)])


def as_response(problem: Problem) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "errors": [{"field": field, "message": message} for field, message in problem.errors],
    }
    response = JsonResponse(body, status=problem.status, content_type=MEDIA_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response
