"""Pictures, and their bytes."""

from django.http.response import HttpResponseBase
from ninja import Router
from ninja.responses import Status

from studio.api import limits
from studio.api.bearer import ERRORS, READS, WRITES
from studio.api.caller import ApiRequest
from studio.api.paging import At, Page, page
from studio.api.shapes import VariantOut, variant_out
from studio.models import Role, Variant
from studio.pipeline import trash as bin
from studio.serve import send

router = Router()


@router.get(
    "/projects/{int:pk}/variants",
    auth=READS,
    response={200: Page[VariantOut], **ERRORS},
    summary="A project's pictures",
)
def list_variants(request: ApiRequest, pk: int, at: At) -> Page[VariantOut]:
    kept = Variant.objects.kept().filter(project=request.auth.project(pk)).select_related("image")
    found, following = page(kept, at)
    return Page(items=[variant_out(each) for each in found], next=following)


@router.get("/variants/{int:pk}", auth=READS, response={200: VariantOut, **ERRORS}, summary="One picture")
def read_variant(request: ApiRequest, pk: int) -> VariantOut:
    return variant_out(request.auth.variant(pk))


@router.delete(
    "/variants/{int:pk}", auth=WRITES, response={204: None, **ERRORS}, summary="Move a picture to the trash"
)
def remove_variant(request: ApiRequest, pk: int) -> Status[None]:
    bin.trash(request.auth.variant(pk, Role.EDITOR))
    return Status(204, None)


@router.post(
    "/variants/{int:pk}/restore",
    auth=WRITES,
    response={200: VariantOut, **ERRORS},
    summary="Put a picture back",
)
def restore_variant(request: ApiRequest, pk: int) -> VariantOut:
    bin.restore(request.auth.variant(pk, Role.EDITOR))
    return variant_out(request.auth.variant(pk))


@router.get(
    "/media/{int:image}/{spec}",
    auth=READS,
    response=ERRORS,
    summary="The bytes of a picture",
    description="`spec` is original, w320, w640, w1280 or w2048. Where the pictures lie in a bucket, the answer "
    "leads to an address there that is good for minutes.",
    url_name="media",
)
def media(request: ApiRequest, image: int, spec: str) -> HttpResponseBase:
    response = send(request, request.auth.image(image), spec)
    limits.tell(response, request.rate)
    return response
