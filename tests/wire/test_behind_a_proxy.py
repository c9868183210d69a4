"""The web process as a TLS proxy reaches it: whose address counts, and which cookies leave."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import httpx
import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker

from tests.bench.browser import web

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "studio.example.org"
LOGIN = "/accounts/login/"


@pytest.fixture(scope="module")
def proxy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[httpx.Client]:
    """Speaks to the web process as the proxy of this machine does."""
    env = {"SITE_URL": f"https://{HOST}", "ALLOWED_HOSTS": f"{HOST},127.0.0.1", "BEHIND_PROXY": "true"}
    limits = {"SEEDBED_SEARCHES_PER_MINUTE": "2"}
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    with (
        django_db_blocker.unblock(),
        web(**env, **limits) as origin,
        httpx.Client(base_url=origin, headers=headers, timeout=30) as client,
    ):
        yield client


def test_a_stranger_does_not_choose_whose_searches_are_counted(proxy: httpx.Client) -> None:
    """The proxy appends the address that it sees to whatever the client said."""

    def search(said: str, seen: str) -> int:
        return proxy.get("/gallery/?q=kite", headers={"X-Forwarded-For": f"{said}, {seen}"}).status_code

    answers = [search(f"203.0.113.{number}", "198.51.100.7") for number in range(3)]
    assert answers == [200, 200, 429]
    assert search("198.51.100.7", "198.51.100.8") == 200


def test_sign_in_counts_the_address_that_the_server_saw() -> None:
    request = RequestFactory().post(LOGIN, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="203.0.113.1")
    assert get_adapter().get_client_ip(request) == "198.51.100.7"


def test_cookies_are_bound_to_this_very_host(proxy: httpx.Client) -> None:
    page = proxy.get(LOGIN)
    cookie = SimpleCookie(page.headers["Set-Cookie"])["__Host-csrftoken"]
    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
    assert cookie["secure"] and cookie["httponly"]

    def sign_in(name: str) -> int:
        token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        headers = {"Cookie": f"{name}={cookie.value}", "Referer": f"https://{HOST}{LOGIN}"}
        return proxy.post(LOGIN, data={"csrfmiddlewaretoken": token}, headers=headers).status_code

    assert sign_in("__Host-csrftoken") == 200, "a form with its fields empty"
    assert sign_in("csrftoken") == 403, "another host of the domain could have set this one"
