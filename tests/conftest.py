"""The people and things that every test may ask for: Alice's team with Bob and Vera, and Charlie, a stranger."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from studio.backends.registry import backend
from studio.models import Call, Image, Job, Membership, Project, Role, Team, User
from studio.models.turns import Limits
from studio.pipeline.limits import limits_of
from studio.pipeline.submit import Input, Order, submit
from studio.tasks import derive_image, run_call
from tests.backends.provider import Provider, picture
from tests.database import template_in


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """pytest-django's own; and the database is a copy of one that is migrated already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_in(django_settings.HOME)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's own, which drops the database at the end: threads of async views have left connections."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True, scope="session")
def _uncollected_static_files() -> None:
    """Pages name the built files as they lie in static/: collecting and hashing them is tested on its own."""
    django_settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def make_user(email: str, **fields: Any) -> User:
    """Without a password: hashing one costs more than most tests. Clients sign in with force_login."""
    return User.objects.create_user(email, **fields)


@pytest.fixture
def alice(db: None) -> User:
    """Owner of her team."""
    user = make_user("alice@example.org", first_name="Alice")
    team = Team.objects.create(name="Northlight")
    Membership.objects.create(team=team, user=user, role=Role.OWNER)
    return user


@pytest.fixture
def team(alice: User) -> Team:
    return alice.memberships.get().team


@pytest.fixture
def bob(team: Team) -> User:
    """Editor in Alice's team."""
    user = make_user("bob@example.org")
    Membership.objects.create(team=team, user=user, role=Role.EDITOR)
    return user


@pytest.fixture
def vera(team: Team) -> User:
    """Viewer in Alice's team."""
    user = make_user("vera@example.org")
    Membership.objects.create(team=team, user=user, role=Role.VIEWER)
    return user


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger, with a team of his own."""
    user = make_user("charlie@example.org")
    own = Team.objects.create(name="Elsewhere")
    Membership.objects.create(team=own, user=user, role=Role.OWNER)
    return user


@pytest.fixture
def project(alice: User, team: Team) -> Project:
    return Project.objects.create(team=team, name="Winter lookbook", created_by=alice)


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """A loopback backend that speaks Seedream's wire, counts its charges, and is the only one configured."""
    with Provider() as running:
        settings.IMAGE_BACKENDS = {"paid": backend_settings(running)}
        yield running


def backend_settings(provider: Provider, **options: object) -> dict[str, object]:
    """A settings entry for a loopback provider; it costs 3 cents a picture."""
    return {
        "BACKEND": "studio.backends.seedream.Seedream",
        "OPTIONS": {
            "label": "Loopback Seedream",
            "base_url": provider.url,
            "model": "seedream-4-0-250828",
            "api_key": "test-key",
            "response_format": "b64_json",
            "price": Decimal("0.03"),
            **options,
        },
    }


def limits(alias: str = "paid", **changed: Any) -> Limits:
    """Those of a backend as it is configured, or with what a test wants otherwise."""
    return replace(limits_of(alias, backend(alias)), **changed)


@pytest.fixture
def order(project: Project, alice: User) -> Callable[..., Order]:
    """An order of one small picture, with what a test wants otherwise."""

    def make(**fields: Any) -> Order:
        wanted: dict[str, Any] = {
            "project": project,
            "person": alice,
            "text": "a red kite over dunes",
            "backend": "paid",
            "width": 1280,
            "height": 720,
        }
        return Order(**(wanted | fields))

    return make


@pytest.fixture
def sent_along(team: Team) -> list[Input]:
    """A picture that goes along with an order, kept without a decoder: its call is *claimed* while it is read."""
    content = picture(1024, 768)
    image = Image.objects.create(
        team=team, sha256=sha256(content).hexdigest(), key=default_storage.save("along.jpg", ContentFile(content)),
        format="JPEG", media_type="image/jpeg", width=1024, height=768, size_bytes=len(content),
    )  # fmt: skip
    return [Input(image)]


@pytest.fixture
def make_job(order: Callable[..., Order]) -> Callable[..., Job]:
    return lambda **fields: submit(order(**fields))


def ask(call: Call) -> None:
    """As a worker does that takes this call from the queue."""
    run_call(call.pk, call.backend)


def work() -> None:
    """Do what the workers would do now: every call that is due, and every rendition that is missing."""
    while due := list(Call.objects.ready()):
        for call in due:
            ask(call)
    for image in Image.objects.values_list("pk", flat=True):
        derive_image(image)
