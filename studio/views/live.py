"""One stream of events per page. The only async view: everything else is served by threads."""

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from studio.access import Person, project_for
from studio.live.stream import stream


@require_GET
async def live(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The project's events after `Last-Event-ID`, or after ?after=, the id that the page was rendered with."""
    user = await request.auser()

    async def allowed() -> bool:
        try:
            await sync_to_async(_find)(user, pk)
        except (Http404, PermissionDenied):
            return False
        return True

    if not await allowed():
        raise Http404
    last_id = request.headers.get("Last-Event-ID") or request.GET.get("after")
    return StreamingHttpResponse(
        stream(pk, last_id, allowed),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _find(user: Person, pk: int) -> None:
    project_for(user, pk)
