"""Waiting: for a job's end, or for whatever happens in a project. Only these operations wait; no thread does."""

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from ninja import Header, Query, Router

from studio.api import limits
from studio.api.bearer import ERRORS, READS_AND_WAITS
from studio.api.caller import ApiRequest, Caller
from studio.api.problems import Problem, ProblemShape
from studio.api.routes.jobs import read
from studio.api.shapes import JobOut
from studio.api.waiting import until_settled
from studio.live.places import STREAMS, WAITS, NoPlace
from studio.live.stream import stream
from studio.threads import in_thread

LONGEST_WAIT_SECONDS = 60

router = Router()


@router.get(
    "/jobs/{int:pk}/wait",
    auth=READS_AND_WAITS,
    response={200: JobOut, 503: ProblemShape, **ERRORS},
    summary="One job, once it has ended",
    description="The job as it is when it ends, or when the seconds are over: look at `state`.",
)
async def wait_for_job(
    request: ApiRequest,
    pk: int,
    seconds: Annotated[
        int, Query(ge=0, le=LONGEST_WAIT_SECONDS, description="How long to wait at most")
    ] = 30,
) -> JobOut:
    found = await in_thread(request.auth.job, pk)
    try:
        with WAITS.take(request.auth.user.pk):
            await until_settled(found.pk, found.project_id, seconds)
    except NoPlace as error:
        raise Problem(503, str(error), headers={"Retry-After": "5"}) from error
    # Asked for again: meanwhile its person may have been taken out of the team, or its token revoked.
    return await in_thread(_read, request.auth, pk)


@router.get(
    "/projects/{int:pk}/events",
    auth=READS_AND_WAITS,
    response={503: ProblemShape, **ERRORS},
    summary="What happens in a project",
    description="Server-sent events: a name and ids, then ask for the row. `Last-Event-ID` goes on where a "
    "connection broke off; `event: reset` says that something was missed and everything is to be read again.",
    openapi_extra={"responses": {200: {"description": "text/event-stream"}}},
)
async def listen(
    request: ApiRequest,
    pk: int,
    last_id: Annotated[
        str | None, Header(alias="Last-Event-ID", description="The id of the last event that you heard")
    ] = None,
) -> StreamingHttpResponse:
    caller = request.auth
    await in_thread(caller.project, pk)

    async def allowed() -> bool:
        return await in_thread(_still, caller, pk)

    try:
        held = STREAMS.take(caller.user.pk)
    except NoPlace as error:
        raise Problem(503, str(error), headers={"Retry-After": "5"}) from error
    response = StreamingHttpResponse(
        held.held(stream(pk, last_id, allowed)),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
    limits.tell(response, request.rate)
    return response


def _read(caller: Caller, pk: int) -> JobOut:
    if not caller.is_live():
        raise Http404
    return read(caller.job(pk))


def _still(caller: Caller, pk: int) -> bool:
    """Neither taken out of the team nor without a valid token by now."""
    try:
        caller.project(pk)
    except (Http404, PermissionDenied):
        return False
    return caller.is_live()
