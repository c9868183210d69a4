"""Jobs: asking for pictures, and what can be decided about them afterwards."""

import json
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from ninja import Header, Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from studio.api import once
from studio.api.bearer import ERRORS, READS, SPENDING_ERRORS, SPENDS, WRITES
from studio.api.caller import ApiRequest, Caller
from studio.api.paging import At, Page, page
from studio.api.problems import Problem
from studio.api.shapes import CallOut, JobOut, call_out, job_out
from studio.api.validity import require_valid
from studio.backends.errors import Misconfigured, Unsupported
from studio.backends.registry import offered
from studio.forms.choices import CUSTOM, Wanted, choices
from studio.forms.job import SET, VARIANTS, JobForm
from studio.models import Call, Job, JobInput, Project, Role, Variant
from studio.pipeline.budget import OverBudget, TooMuchAtOnce
from studio.pipeline.cancel import cancel, let_go
from studio.pipeline.retry import retry, retry_unknown
from studio.pipeline.spool import NoRoom
from studio.pipeline.submit import submit

Made = TypeVar("Made")
NAMES = {"reference": "references", "series": "set"}
Key = Annotated[
    str | None,
    Header(
        alias=once.HEADER,
        description="Your own id of this request, 1 to 200 visible characters: sent again, it spends nothing again",
    ),
]

router = Router()


class JobIn(Schema):
    """Either `aspect` (and `tier`), or `width` and `height`; with neither, the backend's first."""

    model_config = ConfigDict(extra="forbid")
    prompt: str | dict[str, Any] = Field(
        description=f"Words, or a structured document; at most {settings.MAX_PROMPT_CHARACTERS:,} characters. "
        "@name speaks of a reference of the project"
    )
    backend: str = Field("", max_length=40, description="An alias of `/backends`; empty for the first")
    tier: str = Field(
        "", max_length=20, examples=["2K"], description="One of the backend's `sizes`; empty for the first"
    )
    aspect: str = Field(
        "",
        max_length=20,
        examples=["3:4"],
        description="A shape of that tier; empty for the first, or with width and height",
    )
    width: int | None = Field(None, description="px, with `height`, in place of a shape")
    height: int | None = Field(None, description="px, with `width`")
    count: int = Field(
        1, description=f"How many pictures, at most {settings.MAX_COUNT}; a set up to `max_set`"
    )
    set: bool = Field(False, description="One coherent set in one call, which may bring fewer")
    references: list[int] = Field(
        [], max_length=64, description="Their ids, in the order in which the prompt counts them, from image 1"
    )
    seed: int | None = Field(
        None, description="Where the backend has one; counted up from picture to picture"
    )
    format: str = Field("", max_length=20, description="One of the backend's `formats`; empty for its own")


def whole(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """With everything that `job_out` tells; four queries whatever their number."""
    return jobs.prefetch_related(
        Prefetch("calls", Call.objects.order_by("slot", "attempt")),
        Prefetch("variants", Variant.objects.kept().select_related("image").order_by("pk")),
        Prefetch("inputs", JobInput.objects.order_by("position")),
    )


@router.get(
    "/projects/{int:pk}/jobs", auth=READS, response={200: Page[JobOut], **ERRORS}, summary="A project's jobs"
)
def list_jobs(request: ApiRequest, pk: int, at: At) -> Page[JobOut]:
    found, following = page(whole(Job.objects.filter(project=request.auth.project(pk))), at)
    return Page(items=[job_out(each) for each in found], next=following)


@router.post(
    "/projects/{int:pk}/jobs",
    auth=SPENDS,
    response={201: JobOut, 200: JobOut, **SPENDING_ERRORS},
    summary="Ask for pictures",
    description="201 with the new job, its calls waiting. 200 with the job that this Idempotency-Key made before.",
)
def make_job(
    request: ApiRequest, response: HttpResponse, pk: int, asked: JobIn, key: Key = None
) -> Status[JobOut]:
    caller = request.auth
    project = caller.project(pk, Role.EDITOR)
    # Without what says nothing: a field that a later version adds makes no other request of the same words.
    wanted = {"make": "job", "project": pk, **asked.dict(exclude_defaults=True)}
    job, replayed = once.once(caller, once.key_of(key), wanted, lambda: submitted(caller, project, asked))
    once.tell(response, replayed=replayed)
    return Status(200 if replayed else 201, read(job))


@router.get("/jobs/{int:pk}", auth=READS, response={200: JobOut, **ERRORS}, summary="One job")
def read_job(request: ApiRequest, pk: int) -> JobOut:
    return read(request.auth.job(pk))


@router.post(
    "/jobs/{int:pk}/cancel",
    auth=WRITES,
    response={200: JobOut, **ERRORS},
    summary="Take back what was not sent yet",
    description="What is being drawn already still arrives, unless its backend can stop it by an id of its own.",
)
def cancel_job(request: ApiRequest, pk: int) -> JobOut:
    found = request.auth.job(pk, Role.EDITOR)
    cancel(found)
    return read(found)


@router.post(
    "/jobs/{int:pk}/retry",
    auth=SPENDS,
    response={200: JobOut, **SPENDING_ERRORS},
    summary="Ask again for what failed or was cancelled",
    description="Only for the pictures that are missing; 409 where none is. Calls whose outcome is unknown are decided about one by one.",
)
def retry_job(request: ApiRequest, response: HttpResponse, pk: int, key: Key = None) -> JobOut:
    caller = request.auth
    found = caller.job(pk, Role.EDITOR)

    def spend() -> Job:
        if not spending(lambda: retry(found, caller.user)):
            raise Problem(409, "There is nothing left to ask for again.")
        return found

    job, replayed = once.once(caller, once.key_of(key), {"retry": "job", "id": pk}, spend)
    once.tell(response, replayed=replayed)
    return read(job)


@router.post(
    "/calls/{int:pk}/retry",
    auth=SPENDS,
    response={200: JobOut, **SPENDING_ERRORS},
    summary="Repeat a call whose outcome is unknown",
    description="It may be charged twice: that is yours to decide.",
)
def retry_call(request: ApiRequest, response: HttpResponse, pk: int, key: Key = None) -> JobOut:
    caller = request.auth
    found = caller.call(pk, Role.EDITOR)

    def spend() -> Job:
        if not spending(lambda: retry_unknown(found, caller.user)):
            raise Problem(409, "The outcome of this call is not unknown: there is nothing to decide.")
        return found.job

    job, replayed = once.once(caller, once.key_of(key), {"retry": "call", "id": pk}, spend)
    once.tell(response, replayed=replayed)
    return read(job)


@router.post(
    "/calls/{int:pk}/let-go",
    auth=WRITES,
    response={200: CallOut, 409: SPENDING_ERRORS[409], **ERRORS},
    summary="Do without a call whose outcome is unknown",
    description="What it may have been charged stays counted.",
)
def let_call_go(request: ApiRequest, pk: int) -> CallOut:
    if not let_go(request.auth.call(pk, Role.EDITOR)):
        raise Problem(409, "The outcome of this call is not unknown: there is nothing to decide.")
    return call_out(request.auth.call(pk))


def read(job: Job) -> JobOut:
    """The job as its rows have it now."""
    return job_out(whole(Job.objects.filter(pk=job.pk)).get())


def form_data(asked: JobIn, project: Project) -> dict[str, Any]:
    """What the composer of the page would send."""
    custom = asked.width is not None or asked.height is not None
    offer = choices(Wanted(backend=asked.backend), offered(project.team_id))
    first = next((each.value for each in offer.aspects if each.chosen), "")
    return {
        "prompt": asked.prompt
        if isinstance(asked.prompt, str)
        else json.dumps(asked.prompt, ensure_ascii=False, indent=2),
        "backend": asked.backend,
        "tier": asked.tier,
        "aspect": CUSTOM if custom and not asked.aspect else asked.aspect or first,
        "width": asked.width,
        "height": asked.height,
        "count": asked.count,
        "series": SET if asked.set else VARIANTS,
        "reference": asked.references,
        "seed": asked.seed,
        "format": asked.format,
    }


def submitted(caller: Caller, project: Project, asked: JobIn) -> Job:
    """The job of what the composer's form takes. Raises Problem."""
    form = JobForm(form_data(asked, project), project=project)
    require_valid(form, NAMES)
    return spending(lambda: submit(form.order(caller.user)))


def spending(spend: Callable[[], Made]) -> Made:
    """What `spend` makes, its refusals as problems."""
    try:
        return spend()
    except Unsupported as error:
        raise Problem(422, str(error)) from error
    except OverBudget as error:
        raise Problem(409, str(error), errors=[("budget", str(error))]) from error
    except TooMuchAtOnce as error:
        raise Problem(429, str(error), headers={"Retry-After": "10"}) from error
    except (NoRoom, Misconfigured) as error:
        raise Problem(503, str(error), headers={"Retry-After": "60"}) from error
