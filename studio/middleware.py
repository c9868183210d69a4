"""What is answered instead of a page: a request that is too large, a server of ours that is away."""

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import has_vary_header

from studio.api.problems import Problem, as_response

MEGABYTE = 1024 * 1024
AWAY = (OperationalError, InterfaceError, redis.RedisError)
RETRY_SECONDS = 5

log = logging.getLogger(__name__)


class LimitedBody:
    """Refuses a request that says it is larger than any form of ours may be.

    Without it, Django would write the files of anybody's multipart request to the disk before a view is asked.
    A request that does not say how large it is has an empty body under WSGI.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdigit() or int(stated) > settings.MAX_REQUEST_BYTES:
            limit = settings.MAX_REQUEST_BYTES // MEGABYTE
            if request.path.startswith(("/api/", "/v1/")):
                return as_response(Problem(413, f"A request has at most {limit} MB."))
            return render(request, "413.html", {"limit": limit}, status=413)
        return self._get_response(request)


class PrivatePages:
    """What depends on who asks is kept by nobody between us and them, unless its view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if has_vary_header(response, "Cookie") and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        return response


class OtherMethods:
    """Tells a program as a problem what the API's framework says in plain text: an address has no such method."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code != 405 or not request.path.startswith("/api/"):
            return response
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        return as_response(Problem(405, f"This address takes {allowed}.", headers={"Allow": allowed}))


class ServersAway:
    """Answers that it is a moment's matter when a page fails because the database does not answer; or Valkey, where it
    counts attempts to sign in: everything else does without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AWAY):
            return None
        log.warning("%s: a server is away: %s", request.path, exception)
        again = str(RETRY_SECONDS)
        if request.path.startswith("/api/"):
            words = "The studio’s servers do not answer just now; what was submitted before is safe. Ask again in a moment."
            return as_response(Problem(503, words, headers={"Retry-After": again}))
        answer = render(None, "503.html", status=503)
        answer["Retry-After"] = again
        return answer
