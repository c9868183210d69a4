"""What is refused before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studio.api.problems import Problem, as_response

MEGABYTE = 1024 * 1024


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
