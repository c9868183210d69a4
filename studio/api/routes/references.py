"""References: pictures that are brought, for jobs to look at."""

from typing import Annotated

from ninja import File, Router, UploadedFile
from ninja.responses import Status

from studio.api.bearer import ERRORS, READS, WRITES
from studio.api.caller import ApiRequest
from studio.api.paging import At, Page, page
from studio.api.problems import field_problem
from studio.api.shapes import ReferenceOut, reference_out
from studio.forms.upload import added
from studio.models import Reference, Role
from studio.pipeline.refer import add_variant
from studio.pipeline.trash import trash_reference

router = Router()


@router.get(
    "/projects/{int:pk}/references",
    auth=READS,
    response={200: Page[ReferenceOut], **ERRORS},
    summary="A project's references",
)
def list_references(request: ApiRequest, pk: int, at: At) -> Page[ReferenceOut]:
    kept = Reference.objects.kept().filter(project=request.auth.project(pk)).select_related("image")
    found, following = page(kept, at)
    return Page(items=[reference_out(each) for each in found], next=following)


@router.post(
    "/projects/{int:pk}/references",
    auth=WRITES,
    response={201: ReferenceOut, **ERRORS},
    summary="Bring a picture",
    description="A file in a multipart form. It is drawn anew, without its metadata, before anything is kept.",
)
def add_reference(
    request: ApiRequest,
    pk: int,
    file: Annotated[UploadedFile, File(description="JPEG, PNG or WebP, at most 20 MB and 40 megapixels")],
) -> Status[ReferenceOut]:
    project = request.auth.project(pk, Role.EDITOR)
    reference, problem = added(project, request.auth.user, file)
    if reference is None:
        raise field_problem("file", problem)
    return Status(201, reference_out(reference))


@router.get(
    "/references/{int:pk}", auth=READS, response={200: ReferenceOut, **ERRORS}, summary="One reference"
)
def read_reference(request: ApiRequest, pk: int) -> ReferenceOut:
    return reference_out(request.auth.reference(pk))


@router.delete(
    "/references/{int:pk}", auth=WRITES, response={204: None, **ERRORS}, summary="Offer a reference no more"
)
def remove_reference(request: ApiRequest, pk: int) -> Status[None]:
    trash_reference(request.auth.reference(pk, Role.EDITOR))
    return Status(204, None)


@router.post(
    "/variants/{int:pk}/reference",
    auth=WRITES,
    response={200: ReferenceOut, **ERRORS},
    summary="Make a picture a reference",
    description="The one that it is already, where it was made one before.",
)
def use_variant(request: ApiRequest, pk: int) -> ReferenceOut:
    return reference_out(add_variant(request.auth.variant(pk, Role.EDITOR), request.auth.user))
