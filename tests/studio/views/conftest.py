"""A project with one picture, one reference, and the people who may see them or not."""

from collections.abc import Callable

import pytest
from django.test import Client

from studio.models import Job, Project, Reference, User, Variant
from studio.pipeline.refer import add_upload
from tests.backends.provider import Provider, Reply, picture
from tests.conftest import work
from tests.pictures import png

HTMX = {"HX-Request": "true"}


@pytest.fixture
def variant(provider: Provider, make_job: Callable[..., Job]) -> Variant:
    """A picture that a backend drew, with its renditions."""
    provider.script(Reply(pictures=(picture(1280, 720),)))
    job = make_job(count=1)
    work()
    return Variant.objects.select_related("image", "job", "project").get(job=job)


@pytest.fixture
def reference(project: Project, alice: User) -> Reference:
    return add_upload(project, alice, png((96, 64)), name="bottle.png")


@pytest.fixture
def as_alice(alice: User, client: Client) -> Client:
    client.force_login(alice)
    return client


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
