"""The one-time link that `manage.py up` prints: it signs the local owner in, once, from this machine."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from studio.welcome import redeem


@require_GET
@never_cache
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    if not settings.EMBEDDED or not _from_this_machine(request):
        raise Http404
    user = redeem(token)
    if user is None:
        if request.user.is_authenticated:
            return redirect("project-list")
        return render(request, "studio/welcome_used.html", status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("project-list")


def _from_this_machine(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
