"""The bytes of pictures: kept by the browser, harmless on their own, and for their team alone."""

import io

import pytest
from django.core.files.storage import default_storage
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from PIL import Image

from studio.models import Rendition, Variant

SPECS = {"w320": 320, "w640": 640, "w1280": 1280, "w2048": 2048}


def get(client: Client, variant: Variant, spec: str, **headers: str) -> tuple[HttpResponseBase, bytes]:
    answer = client.get(reverse("media", args=[variant.image_id, spec]), headers=headers)
    return answer, answer.getvalue()


@pytest.mark.parametrize("spec", [*SPECS, "original"])
def test_every_size_is_a_picture_that_may_be_kept_for_good(
    spec: str, as_alice: Client, variant: Variant
) -> None:
    answer, body = get(as_alice, variant, spec)
    shown = Image.open(io.BytesIO(body))
    assert shown.width == min(SPECS.get(spec, 1280), variant.image.width)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == ("image/jpeg" if spec == "original" else "image/webp")
    again, empty = get(as_alice, variant, spec, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, empty) == (304, b"")


def test_a_picture_opened_on_its_own_can_do_nothing(as_alice: Client, variant: Variant) -> None:
    answer, _ = get(as_alice, variant, "original")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_a_size_that_is_not_made_yet_is_the_nearest_for_a_moment(as_alice: Client, variant: Variant) -> None:
    Rendition.objects.filter(image=variant.image, spec__in=["w320", "w1280", "w2048"]).delete()
    answer, body = get(as_alice, variant, "w320")
    assert Image.open(io.BytesIO(body)).width == 640
    assert answer.headers["Cache-Control"] == "private, max-age=5"
    Rendition.objects.filter(image=variant.image).delete()
    answer, _ = get(as_alice, variant, "w320")
    assert answer.headers["Content-Type"] == "image/jpeg"


def test_a_size_that_nobody_knows_is_not_there(as_alice: Client, variant: Variant) -> None:
    assert as_alice.get(reverse("media", args=[variant.image_id, "w9"])).status_code == 404


def test_a_file_that_is_gone_is_not_there(as_alice: Client, variant: Variant) -> None:
    default_storage.delete(variant.image.key)
    assert as_alice.get(reverse("media", args=[variant.image_id, "original"])).status_code == 404


def test_a_download_has_a_name_that_tells_where_it_came_from(as_alice: Client, variant: Variant) -> None:
    answer = as_alice.get(reverse("variant-download", args=[variant.pk]))
    assert answer.getvalue()
    name = f'attachment; filename="winter-lookbook-{variant.pk}.jpg"'
    assert answer.headers["Content-Disposition"] == name
