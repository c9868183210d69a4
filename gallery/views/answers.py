"""What the gallery's views share: signing in on the way, the age gate, and pages for strangers."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url

from studio.models import User

P = ParamSpec("P")
GROWN_UP = "grown-up"


class SignedInRequest(HttpRequest):
    user: User


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Nobody is sent to sign in, or up, and comes back to the page: a button pressed is pressed again there."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(cast(SignedInRequest, request), *args, **kwargs)
        if request.method == "GET":
            return redirect_to_login(request.get_full_path())
        pk = kwargs.get("pk")
        return redirect_to_login(
            resolve_url("creation", pk) if isinstance(pk, int) else resolve_url("gallery")
        )

    return checked


def is_grown_up(request: HttpRequest) -> bool:
    """Whether this browser went through the age gate."""
    return request.COOKIES.get(GROWN_UP) == "yes"


def told(request: HttpRequest, words: str, back: str, *args: object) -> HttpResponse:
    """Says `words` on the page one comes back to."""
    messages.info(request, words)
    return redirect(back, *args)
