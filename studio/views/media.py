"""The bytes of pictures, for those who may see them."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from studio.access import image_for
from studio.serve import send
from studio.views.answers import SignedInRequest, signed_in


@require_safe
@signed_in
def media(request: SignedInRequest, image: int, spec: str) -> HttpResponseBase:
    return send(request, image_for(request.user, image), spec)
