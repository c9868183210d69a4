"""Nothing that a stranger can send costs more than its refusal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.models import Project, Reference, User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stated", ["101", "99999999999999999999", "-1", "many"])
def test_a_request_that_says_it_is_too_large_is_refused_unread(stated: str, settings: Settings) -> None:
    settings.MAX_REQUEST_BYTES = 100
    answer = Client().post(reverse("account_login"), {"login": "x"}, CONTENT_LENGTH=stated)
    assert answer.status_code == 413
    assert "too much at once" in answer.content.decode()


def test_too_many_files_at_once_are_refused_before_a_reference_is_made(
    alice: User, project: Project, settings: Settings
) -> None:
    settings.MAX_REQUEST_BYTES = 1000
    client = Client()
    client.force_login(alice)
    file = SimpleUploadedFile("large.png", b"\x89PNG" + b"0" * 2000)
    answer = client.post(reverse("reference-create", args=[project.pk]), {"file": file})
    assert (answer.status_code, Reference.objects.count()) == (413, 0)


def test_a_request_within_the_limit_is_served(settings: Settings) -> None:
    settings.MAX_REQUEST_BYTES = 1000
    assert Client().get(reverse("account_login")).status_code == 200
