"""One stream of events per page. The only async view: everything else is served by threads."""

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from studio.access import Person, project_for
from studio.live.places import STREAMS, NoPlace
from studio.live.stream import stream
from studio.models import User
from studio.threads import in_thread


@require_GET
async def live(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The project's events after `Last-Event-ID`, or after ?after=, the id that the page was rendered with."""
    user = await request.auser()
    session = request.session.session_key or ""

    async def allowed() -> bool:
        return await in_thread(_is_allowed, user, session, pk)

    if not await allowed():
        raise Http404
    try:
        place = STREAMS.take(user.pk or 0)
    except NoPlace as error:
        return HttpResponse(str(error), status=503, headers={"Retry-After": "5"})
    last_id = request.headers.get("Last-Event-ID") or request.GET.get("after")
    return StreamingHttpResponse(
        place.held(stream(pk, last_id, allowed)),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _is_allowed(user: Person, session: str, pk: int) -> bool:
    """Still signed in, and still in the team: a stream lasts longer than a request."""
    if not Session.objects.filter(session_key=session, expire_date__gt=Now()).exists():
        return False
    if not User.objects.filter(pk=user.pk or 0, is_active=True).exists():
        return False
    try:
        project_for(user, pk)
    except (Http404, PermissionDenied):
        return False
    return True
