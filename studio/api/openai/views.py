"""The pair that OpenAI's clients know, /v1/images/generations and /v1/images/edits, over the studio's own ledger.

Both are asynchronous: a client waits for its pictures here, and no thread waits with it.
"""

import contextlib
import json
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from studio.access import image_for
from studio.api import limits, once
from studio.api.caller import Caller, admit
from studio.api.openai import asked as reading
from studio.api.openai import draw
from studio.api.openai.asked import Asked
from studio.api.openai.errors import WireError, as_response, of_job, of_problem, of_stranger, of_wait
from studio.api.problems import Problem
from studio.api.waiting import changes
from studio.backends.registry import aliases
from studio.live.places import WAITS, NoPlace, Place
from studio.models import Call, Job, Token, Variant
from studio.serve import ORIGINAL, send
from studio.threads import in_thread

# Below the ten minutes after which OpenAI's clients hang up and ask again.
WAIT_SECONDS = 300
JOB_HEADER = "X-Seedbed-Job"

Read = Callable[[HttpRequest], Asked]
View = Callable[[HttpRequest], Coroutine[Any, Any, HttpResponseBase]]


def wire(view: View) -> View:
    """POST only; every refusal in the words and the shape that these clients read."""

    @wraps(view)
    async def checked(request: HttpRequest) -> HttpResponseBase:
        try:
            if request.method != "POST":
                raise WireError(405, "This address takes POST.", headers={"Allow": "POST"})
            response = await view(request)
        except WireError as error:
            response = as_response(error)
        except Problem as problem:
            response = as_response(of_problem(problem))
        except NoPlace as error:
            response = as_response(
                WireError(503, str(error), kind="server_error", headers={"Retry-After": "5"})
            )
        except Http404:
            response = as_response(of_stranger())
        except PermissionDenied as error:
            response = as_response(WireError(403, str(error), kind="permission_error"))
        except (SuspiciousOperation, MultiPartParserError) as error:
            response = as_response(WireError(400, f"The request cannot be read: {error}"[:300]))
        limits.tell(response, vars(request).get("rate"))
        return response

    return csrf_exempt(checked)


@wire
async def generations(request: HttpRequest) -> HttpResponseBase:
    return await _draw(request, reading.generation, "image_generation")


@wire
async def edits(request: HttpRequest) -> HttpResponseBase:
    return await _draw(request, reading.edit, "image_edit")


async def _draw(request: HttpRequest, read: Read, name: str) -> HttpResponseBase:
    caller = await in_thread(admit, request, Token.Scope.SPEND)
    # Before anything is spent: a request that may not wait asks for nothing.
    held = WAITS.take(caller.user.pk)
    asked = await in_thread(read, request)
    begun = await in_thread(draw.begin, request, caller, asked)
    headers = {JOB_HEADER: str(begun.job)}
    if begun.replayed:
        headers[once.REPLAYED] = "true"
    if asked.stream:
        return StreamingHttpResponse(
            _told(request, caller, asked, begun, name, held),
            content_type="text/event-stream",
            headers=headers | {"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    with held:
        response = await _whole(request, caller, asked, begun)
    for header, value in headers.items():
        response[header] = value
    return response


async def _whole(request: HttpRequest, caller: Caller, asked: Asked, begun: draw.Begun) -> HttpResponse:
    async with contextlib.aclosing(changes(begun.job, begun.project, WAIT_SECONDS)) as looks:
        async for _ in looks:
            if (answer := await in_thread(_answer, request, caller, asked, begun)) is not None:
                return answer
    return as_response(of_wait(await in_thread(Job.objects.get, pk=begun.job)))


def _answer(request: HttpRequest, caller: Caller, asked: Asked, begun: draw.Begun) -> HttpResponse | None:
    """None while the job is open. What came counts, also where not everything did."""
    job, came = draw.pictures(caller, begun)
    if job.state == Job.State.OPEN:
        return None
    if not came:
        return as_response(of_job(job, _calls(job)))
    data = [draw.picture(request, caller, each, as_url=asked.as_url) for each in came]
    return JsonResponse({"created": int(time.time()), "data": data, **_about(came[0])})


async def _told(
    request: HttpRequest,
    caller: Caller,
    asked: Asked,
    begun: draw.Begun,
    name: str,
    held: Place,
) -> AsyncGenerator[bytes]:
    """Each picture as it comes, then nothing more; an error where there will be none."""
    sent: set[int] = set()
    with held:
        yield b": waiting\n\n"
        async with contextlib.aclosing(changes(begun.job, begun.project, WAIT_SECONDS)) as looks:
            async for _ in looks:
                try:
                    job, came = await in_thread(draw.pictures, caller, begun)
                except Http404:
                    yield _event({"type": "error", **of_stranger().body()})
                    return
                fresh = [each for each in came if each.pk not in sent]
                for each in fresh:
                    sent.add(each.pk)
                    try:
                        item = await in_thread(draw.picture, request, caller, each, as_url=asked.as_url)
                    except WireError as error:
                        yield _event({"type": "error", **error.body()})
                        continue
                    yield _event({"type": f"{name}.completed", **item, **_event_about(each)})
                if job.state != Job.State.OPEN:
                    if not sent:
                        yield _event({"type": "error", **of_job(job, await in_thread(_calls, job)).body()})
                    return
                if not fresh:
                    yield b": still here\n\n"
        yield _event({"type": "error", **of_wait(job).body()})


def _event(body: dict[str, object]) -> bytes:
    return f"event: {body['type']}\ndata: {json.dumps(body)}\n\n".encode()


def _about(variant: Variant) -> dict[str, object]:
    image = variant.image
    return {"size": f"{image.width}x{image.height}", "output_format": image.format.lower()}


def _event_about(variant: Variant) -> dict[str, object]:
    return {
        **_about(variant),
        "created_at": int(variant.created_at.timestamp()),
        "quality": "auto",
        "background": "auto",
    }


def _calls(job: Job) -> list[Call]:
    return list(job.calls.order_by("slot", "attempt"))


@csrf_exempt
def models(request: HttpRequest) -> HttpResponse:
    """What `model` can be."""
    try:
        caller = admit(request, Token.Scope.READ)
        project = draw.project_named(request, caller)
        team = project.team_id if project else None
        found = [
            {"id": alias, "object": "model", "created": 0, "owned_by": "seedbed"} for alias in aliases(team)
        ]
    except Problem as problem:
        return as_response(of_problem(problem))
    except Http404:
        return as_response(of_stranger())
    return JsonResponse({"object": "list", "data": found})


def file(request: HttpRequest, signed: str) -> HttpResponseBase:
    """The bytes behind an address that an answer gave, for an hour, as long as its token is valid."""
    image, pk = draw.signed_image(signed)
    token = Token.objects.live().select_related("user").filter(pk=pk).first()
    if token is None:
        raise Http404
    return send(request, image_for(token.user, image), ORIGINAL)


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    there = "/v1/images/generations, /v1/images/edits and /v1/models"
    return as_response(WireError(404, f"There is no such address here; there are {there}.", code="not_found"))
