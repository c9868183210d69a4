"""The bytes of a picture as an answer: streamed from disk, or sent on to the bucket's signed address."""

from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from studio.images.specs import SPECS
from studio.models import Image, Rendition
from studio.storage import SIGNED_SECONDS

ORIGINAL = "original"
FOREVER = "private, max-age=31536000, immutable"
A_MOMENT = "private, max-age=5"


def send(
    request: HttpRequest, image: Image, spec: str, *, filename: str = "", attachment: bool = False
) -> HttpResponseBase:
    """The image in the size `spec`. While that size is not made yet, the nearest that is, for a moment only."""
    key, media_type, exact = _stored(image, spec)
    etag = f'"{image.sha256[:32]}-{PurePosixPath(key).stem[-12:]}"'
    cache = FOREVER if exact else A_MOMENT
    if not isinstance(default_storage, FileSystemStorage):
        return signed(key, media_type, filename, attachment)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged["Cache-Control"] = cache
        return unchanged
    try:
        file = default_storage.open(key)
    except FileNotFoundError as error:
        raise Http404("The file of this picture is not in the storage.") from error
    response = FileResponse(file, content_type=media_type)
    response["Content-Disposition"] = (
        content_disposition_header(attachment, filename or _name(image, key)) or ""
    )
    response["Cache-Control"] = cache
    response["ETag"] = etag
    # Whatever these bytes are, opened on their own they may load, run and frame nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _stored(image: Image, spec: str) -> tuple[str, str, bool]:
    """Storage key, media type, and whether it is the size that was asked for."""
    if spec == ORIGINAL:
        return image.key, image.media_type, True
    if spec not in {each.name for each in SPECS}:
        raise Http404("There is no such size.")
    made = {each.spec: each for each in Rendition.objects.filter(image=image)}
    if spec in made:
        return made[spec].key, "image/webp", True
    if made:
        wide = _width(spec)
        nearest = min(made.values(), key=lambda each: (each.width < wide, abs(each.width - wide)))
        return nearest.key, "image/webp", False
    return image.key, image.media_type, False


def _width(spec: str) -> int:
    return next(each.width for each in SPECS if each.name == spec)


def signed(key: str, media_type: str, filename: str, attachment: bool) -> HttpResponse:
    disposition = content_disposition_header(attachment, filename or "picture")
    bucket: Any = default_storage  # django-storages' url() takes more than Django's
    address = bucket.url(
        key,
        parameters={"ResponseContentType": media_type, "ResponseContentDisposition": disposition},
        expire=SIGNED_SECONDS,
    )
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = f"private, max-age={SIGNED_SECONDS // 2}"
    return response


def _name(image: Image, key: str) -> str:
    return f"picture-{image.pk}{PurePosixPath(key).suffix}"
