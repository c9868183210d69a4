"""The API as a whole: its routes, its errors, and how it describes itself."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from studio.api import limits
from studio.api.problems import MEDIA_TYPE, Problem, as_response
from studio.api.reading import StrictParser
from studio.api.routes import edits, events, jobs, me, projects, references, variants, webhooks

DESCRIPTION = """\
Everything that the pages of the studio do, for programs: under the same roles, the same checks and the same ledger.

Send a token as `Authorization: Bearer sbd_…`; people make them under “API tokens”. Lists come in pages: pass
`next` back as `cursor`. Errors are application/problem+json and name the field. Whatever spends takes an
`Idempotency-Key`: the same key and body give the same job, with `Idempotent-Replayed: true`.

A project holds prompts, references, jobs and pictures (variants). A job is what was asked for; it makes one call to its
backend for each picture, or one for a whole set. Ask for it, then wait for its end: `/jobs/{id}/wait`, the project's
events, or a webhook. Money is US$ as a decimal in a string, times are ISO 8601, sizes px. 404 is said of what is not
there and of what this token does not reach.
"""

WORDS = {
    "extra_forbidden": "There is no such field.",
    "missing": "It is required.",
    "string_pattern_mismatch": "It does not have the form that this field takes.",
}
"""What Pydantic says about a field, where it can be said better."""


class Api(NinjaAPI):
    """Tells the rate limit with every answer, and errors as problems."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        limits.tell(response, vars(request).get("rate"))
        return response

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        response = super().on_exception(request, exc)
        limits.tell(response, vars(request).get("rate"))
        return response

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """What a generated client calls it."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **options: Any) -> Any:
        """Ninja's, with every answer above 399 under the media type that it has."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return schema


api = Api(
    title="Seedbed",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    parser=StrictParser(),
)
api.add_router("", me.router, tags=["You"])
api.add_router("", projects.router, tags=["Projects and prompts"])
api.add_router("", references.router, tags=["References"])
api.add_router("", jobs.router, tags=["Jobs"])
api.add_router("", variants.router, tags=["Pictures"])
api.add_router("", edits.router, tags=["Edits"])
api.add_router("", events.router, tags=["Waiting"])
api.add_router("", webhooks.router, tags=["Webhooks"])


@api.exception_handler(Problem)
def problem(request: HttpRequest, error: Any) -> HttpResponse:
    return as_response(error)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return as_response(Problem(404, "There is nothing here that this token reaches."))


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, error: Any) -> HttpResponse:
    return as_response(Problem(403, str(error) or "Your role does not allow this."))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    wrong = [
        (".".join(str(part) for part in each["loc"][1:]), WORDS.get(each["type"], str(each["msg"])))
        for each in error.errors
    ]
    # Ninja names the parameter of ours that a body or a query is bound to, which is no field of the caller's.
    wrong = [
        (name.partition(".")[2] if name.split(".")[0] in ("asked", "at") else name, why)
        for name, why in wrong
    ]
    detail = "; ".join(f"{name}: {why}" if name else why for name, why in wrong[:3])
    return as_response(Problem(422, detail[:500], errors=wrong))


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    # What our parser says of a body, Ninja would keep to itself.
    told = error.__cause__ if isinstance(error.__cause__, Problem) else None
    return as_response(told or Problem(error.status_code, str(error)))


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: Any) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return as_response(Problem(413, f"Beside files, a request has at most {most} MB."))


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return as_response(Problem(400, f"The request cannot be read: {error}"[:300]))
