"""A page's stream of events on a real server: what it holds, and how long it is heard."""

import contextlib
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from studio.models import Project, User
from tests.bench.browser import web
from tests.wire.serving import SECONDS, connected

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, int]]:
    """Of the studio's web process."""
    with django_db_blocker.unblock(), web() as origin:
        found = urlsplit(origin)
        yield str(found.hostname), found.port or 80


def listen(project: Project, client: Client) -> bytes:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return (
        f"GET /live/projects/{project.pk}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}\r\n\r\n"
    ).encode()


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_listening_pages_hold_no_connection_to_the_database(
    address: tuple[str, int], alice: User, project: Project
) -> None:
    client = Client()
    client.force_login(alice)
    asked = listen(project, client)
    with contextlib.ExitStack() as open_ones:
        counted = []
        for _ in range(8):
            page = open_ones.enter_context(connected(address, asked))
            came = b""
            while b": listening" not in came:
                came += page.recv(65_536)
            counted.append(connections())
        until = time.monotonic() + SECONDS
        while connections() > counted[0] and time.monotonic() < until:
            pass  # a connection that was closed is gone a moment later
        assert connections() <= counted[0]


def test_who_signed_out_or_was_shut_out_hears_nothing(
    address: tuple[str, int], alice: User, project: Project
) -> None:
    client = Client()
    client.force_login(alice)
    asked = listen(project, client)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with connected(address, asked) as page:
        assert page.recv(12) == b"HTTP/1.1 404"
    User.objects.filter(pk=alice.pk).update(is_active=True)
    client.logout()
    with connected(address, asked) as page:
        assert page.recv(12) == b"HTTP/1.1 404"
