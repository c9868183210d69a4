"""From what was asked to a job, and from its pictures to an answer. All of it works on rows, in a thread."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core import signing
from django.http import Http404, HttpRequest
from django.urls import reverse

from studio.api import once
from studio.api.caller import Caller
from studio.api.openai.asked import Asked
from studio.api.openai.errors import WireError
from studio.api.problems import Problem
from studio.api.routes.jobs import spending
from studio.api.validity import require_valid
from studio.backends.registry import offered
from studio.forms.choices import CUSTOM
from studio.forms.job import VARIANTS, JobForm
from studio.images.errors import ImageRefused
from studio.images.inspect import inspect_upload
from studio.images.mask_files import from_holes
from studio.images.masks import MaskRefused
from studio.models import Image, Job, JobInput, Project, Role, Variant
from studio.numbers import number
from studio.pipeline.kept import keep_mask, keep_upload
from studio.pipeline.store import StorageTrouble, read
from studio.pipeline.submit import Input, submit

PROJECT_HEADER = "OpenAI-Project"
RETRY_HEADER = "x-stainless-retry-count"
SALT = "studio.api.openai.file"
ADDRESS_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Begun:
    """A job that was asked for on this wire."""

    job: int
    project: int
    replayed: bool


def begin(request: HttpRequest, caller: Caller, asked: Asked) -> Begun:
    """Raises WireError, Problem or Http404; then nothing was asked for."""
    project = project_of(request, caller)
    key = once.key_of(request.headers.get(once.HEADER))
    wanted = {"project": project.pk, **asked.digest()}
    if key:
        job, replayed = once.once(caller, key, wanted, lambda: _submitted(caller, project, asked))
    else:
        is_retry = request.headers.get(RETRY_HEADER, "0") not in ("", "0")
        job, replayed = once.unless_retried(
            caller, wanted, lambda: _submitted(caller, project, asked), is_retry=is_retry
        )
    return Begun(job.pk, job.project_id, replayed)


def project_named(request: HttpRequest, caller: Caller, role: Role = Role.VIEWER) -> Project | None:
    """The one that the client names, or the token's project; None where there is neither. Raises Http404."""
    named = request.headers.get(PROJECT_HEADER, "")
    pk = number(named) if named else caller.token.project_id
    return caller.project(pk, role) if pk else None


def project_of(request: HttpRequest, caller: Caller) -> Project:
    """The project that is drawn into. Raises WireError where none is named."""
    if (project := project_named(request, caller, Role.EDITOR)) is None:
        raise WireError(
            400,
            "This token is not bound to a project: name one by its number in the header OpenAI-Project, or use a "
            "token that is bound.",
            param=PROJECT_HEADER,
        )
    return project


def pictures(caller: Caller, begun: Begun) -> tuple[Job, list[Variant]]:
    """The job, and its pictures so far in the order in which they were asked for.

    Raises Http404 where the caller may not see them any more: waiting takes minutes.
    """
    if not caller.is_live():
        raise Http404
    job = caller.job(begun.job)
    came = Variant.objects.kept().filter(job=job).select_related("image", "call")
    return job, list(came.order_by("call__slot", "index"))


def picture(request: HttpRequest, caller: Caller, variant: Variant, *, as_url: bool) -> dict[str, object]:
    """One item of `data`. Raises WireError while the storage is away."""
    told = {name: variant.details[name] for name in ("revised_prompt",) if name in variant.details}
    if as_url:
        signed = signing.dumps([variant.image_id, caller.token.pk], salt=SALT)
        return {"url": request.build_absolute_uri(reverse("openai-file", args=[signed])), **told}
    try:
        content = read(variant.image)
    except StorageTrouble as trouble:
        raise WireError(
            503,
            f"The pictures of job {variant.job_id} cannot be read just now.",
            kind="server_error",
            final=True,
        ) from trouble
    return {"b64_json": base64.b64encode(content).decode(), **told}


def _submitted(caller: Caller, project: Project, asked: Asked) -> Job:
    able = offered(project.team_id)
    model = asked.model or next(
        (alias for alias, each in able.items() if not asked.images or each.capabilities.max_inputs), ""
    )
    if model not in able:
        raise WireError(
            404,
            f"There is no model “{asked.model[:60]}” here; there are {', '.join(able) or 'none'}.",
            param="model",
            code="model_not_found",
        )
    inputs = _inputs(project, asked)
    source = inputs[0].image if inputs else None
    form = JobForm(
        {
            "prompt": asked.prompt,
            "backend": model,
            "count": asked.count,
            "series": VARIANTS,
            **_size(able[model].capabilities.sizes.tiers, asked, source),
        },
        project=project,
    )
    require_valid(form)
    return spending(lambda: submit(replace(form.order(caller.user), inputs=inputs)))


def _size(
    tiers: Mapping[str, Mapping[str, tuple[int, int]]], asked: Asked, source: Image | None
) -> dict[str, object]:
    """The size that was asked for, or of the first tier the shape that is nearest to the picture's."""
    if asked.size:
        return {"aspect": CUSTOM, "width": asked.size[0], "height": asked.size[1]}
    tier, shapes = next(iter(tiers.items()), ("", {}))
    if not shapes:
        return {"aspect": CUSTOM, "width": 1024, "height": 1024}
    wanted = source.width / source.height if source else 1.0
    aspect = min(shapes, key=lambda name: abs(shapes[name][0] / shapes[name][1] - wanted))
    return {"tier": tier, "aspect": aspect}


def _inputs(project: Project, asked: Asked) -> list[Input]:
    """The pictures, kept: the first is the one to change, the others are looked at; then the mask."""
    param = "image"
    try:
        images = [keep_upload(project.team, content) for content in asked.images]
        roles = [JobInput.Role.SOURCE] + [JobInput.Role.REFERENCE] * len(images)
        inputs = [Input(image, role=role) for image, role in zip(images, roles, strict=False)]
        if asked.mask:
            param = "mask"
            holes = from_holes(inspect_upload(asked.mask).content)
            mask = keep_mask(project.team, holes, (images[0].width, images[0].height))
            inputs.append(Input(mask, role=JobInput.Role.MASK))
    except (ImageRefused, MaskRefused) as refusal:
        raise WireError(400, str(refusal), param=param) from refusal
    except StorageTrouble as trouble:
        raise Problem(
            503, "The pictures' storage does not answer just now. Nothing was asked for."
        ) from trouble
    return inputs


def signed_image(signed: str) -> tuple[int, int]:
    """(image, token) of an address that we gave. Raises Http404."""
    try:
        image, token = signing.loads(signed, salt=SALT, max_age=ADDRESS_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    return image, token
