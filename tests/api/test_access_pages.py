"""Where people make tokens and webhooks."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from studio.models import Delivery, Project, Token, User, Webhook
from studio.pipeline import webhooks
from tests.api.conftest import Program, make_token


@pytest.fixture
def browser(alice: User, client: Client) -> Client:
    client.force_login(alice)
    return client


WANTED = {"name": "The newsletter", "scopes": ["read", "spend"], "lasts": "90"}


def test_a_token_is_shown_once_and_works(browser: Client, project: Project) -> None:
    made = browser.post(reverse("tokens"), {**WANTED, "project": project.pk})
    assert made.status_code == 201
    assert "no-store" in made.headers["Cache-Control"]
    secret = re.findall(r"sbd_\w{36}", made.content.decode())[0]
    told = Program(secret).get("/api/v1/me").json()["token"]
    assert (told["scopes"], told["project"]) == (["read", "spend"], project.pk)
    page = browser.get(reverse("tokens")).content.decode()
    assert "The newsletter" in page
    assert secret not in page
    assert secret[-4:] in page


def test_a_revoked_token_is_gone(browser: Client, alice: User) -> None:
    secret, token = make_token(alice)
    browser.post(reverse("token-revoke", args=[token.pk]))
    assert Program(secret).get("/api/v1/me").status_code == 401
    assert browser.post(reverse("token-revoke", args=[token.pk])).status_code == 404


def test_somebody_elses_token_is_not_found(browser: Client, bob: User) -> None:
    _, token = make_token(bob)
    assert browser.post(reverse("token-revoke", args=[token.pk])).status_code == 404
    assert Token.objects.live().filter(pk=token.pk).exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "Say what it is for"),
        ({"scopes": []}, "choose at least one"),
        ({"scopes": ["rule"]}, "not one of the available choices"),
        ({"project": "4711"}, "none of your projects"),
    ],
)
def test_what_is_wrong_with_a_token_is_said_beside_it(
    change: dict[str, object], words: str, browser: Client
) -> None:
    answer = browser.post(reverse("tokens"), WANTED | change)
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())
    assert not Token.objects.exists()


def test_a_webhook_is_made_tried_and_removed(browser: Client, project: Project) -> None:
    made = browser.post(
        reverse("webhooks", args=[project.pk]), {"url": "https://example.org/hook"}, follow=True
    )
    hook = Webhook.objects.get()
    assert hook.secret in html.unescape(made.content.decode())
    tried = browser.post(reverse("webhook-test", args=[hook.pk]), follow=True)
    assert "A test is on its way." in tried.content.decode()
    assert Delivery.objects.get().event == "ping"
    browser.post(reverse("webhook-remove", args=[hook.pk]))
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/", "begins with https://"),
        ("https://me:secret@example.org/", "begins with https://"),
        ("https://example.org:8443/", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("https://127.0.0.1/", "not on the public internet"),
        ("https://[::1]/", "not on the public internet"),
        ("https://localhost/", "not on the public internet"),
        ("https://example.org/there", "told already"),
    ],
)
def test_an_address_that_may_not_be_told_is_refused(
    url: str, words: str, browser: Client, project: Project
) -> None:
    Webhook.objects.create(project=project, url="https://example.org/there")
    answer = browser.post(reverse("webhooks", args=[project.pk]), {"url": url})
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())


def test_what_was_sent_can_be_sent_again_and_a_switched_off_one_comes_back(
    browser: Client, project: Project
) -> None:
    hook = Webhook.objects.create(project=project, url="https://example.org/hook")
    delivery = webhooks.test(hook)
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", attempts=12, trouble="It answered 500.")
    Webhook.objects.filter(pk=hook.pk).update(disabled_at=hook.created_at)
    page = browser.get(reverse("webhook", args=[hook.pk])).content.decode()
    assert "It answered 500." in page
    assert "Switched off" in page
    browser.post(reverse("webhook-switch-on", args=[hook.pk]))
    browser.post(reverse("delivery-again", args=[hook.pk, delivery.pk]))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.WAITING, 0)
    assert Webhook.objects.get().disabled_at is None
