"""The front door, and the check that everything behind it answers."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("project-list")
    return render(request, "studio/home.html")


@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this process can serve pages: it runs and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
