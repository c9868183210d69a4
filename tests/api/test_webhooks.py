"""Job ends are told to the addresses that a project names: signed, repeated, and never inside our own network."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from pytest_django import Settings

from studio.models import Delivery, Job, Outbox, Project, Webhook
from studio.pipeline import deliver as sending
from studio.pipeline import sweep, webhooks
from studio.tasks import deliver_webhook
from tests.api.conftest import Program
from tests.backends.provider import Provider
from tests.conftest import work

pytestmark = pytest.mark.django_db


class Receiver(ThreadingHTTPServer):
    """Answers with `status`, and keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.came: list[tuple[dict[str, str], bytes]] = []

    @property
    def origin(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(({name.lower(): value for name, value in self.headers.items()}, content))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", f"http://{self.server.origin}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving() as server:
        settings.WEBHOOK_ORIGINS = frozenset({server.origin})
        yield server


@pytest.fixture
def hook(project: Project, receiver: Receiver) -> Webhook:
    return Webhook.objects.create(project=project, url=f"http://{receiver.origin}/hook")


def due_now(delivery: Delivery) -> None:
    """Its pause is over."""
    Delivery.objects.filter(pk=delivery.pk).update(not_before=timezone.now() - timedelta(seconds=1))


def test_a_jobs_end_is_told_once_and_signed(
    hook: Webhook, receiver: Receiver, make_job: Callable[..., Job], provider: Provider
) -> None:
    job = make_job()
    assert not Delivery.objects.exists()
    work()
    delivery = Delivery.objects.get()
    for _ in range(2):
        deliver_webhook(delivery.pk)
    [(headers, content)] = receiver.came
    told = json.loads(content)
    assert told["type"] == "job.ended"
    assert told["data"]["job"] == job.pk
    assert (told["data"]["state"], told["data"]["variants"]) == (
        "done",
        list(job.variants.values_list("pk", flat=True)),
    )
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + content
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == (Delivery.State.DELIVERED, 200, 1)


def test_the_news_is_promised_in_the_transaction_that_ends_the_job(
    hook: Webhook, make_job: Callable[..., Job], provider: Provider
) -> None:
    make_job()
    work()
    assert Outbox.objects.filter(task="studio.tasks.deliver_webhook").count() == 1


def test_what_was_not_taken_is_sent_again_later_under_the_same_id(hook: Webhook, receiver: Receiver) -> None:
    delivery = webhooks.test(hook)
    receiver.status = 500
    deliver_webhook(delivery.pk)
    deliver_webhook(delivery.pk)
    delivery.refresh_from_db()
    hook.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.status) == (Delivery.State.WAITING, 1, 500)
    assert timedelta(seconds=3) < delivery.not_before - timezone.now() < timedelta(seconds=7)
    assert hook.failing_since is not None
    receiver.status = 204
    due_now(delivery)
    deliver_webhook(delivery.pk)
    assert Webhook.objects.get(pk=hook.pk).failing_since is None
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    assert len(receiver.came) == 2


def test_a_redirect_is_not_followed(hook: Webhook, receiver: Receiver) -> None:
    delivery = webhooks.test(hook)
    receiver.status = 302
    deliver_webhook(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.trouble == "It answered 302: redirects are not followed."
    assert len(receiver.came) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1"])
def test_nothing_inside_our_network_is_reached(
    host: str, hook: Webhook, receiver: Receiver, settings: Settings
) -> None:
    settings.WEBHOOK_ORIGINS = frozenset()
    port = receiver.server_address[1]
    for url in (f"http://{host}:{port}/", f"https://{host}:{port}/", f"https://{host}/"):
        Webhook.objects.filter(pk=hook.pk).update(url=url)
        delivery = webhooks.test(hook)
        deliver_webhook(delivery.pk)
        delivery.refresh_from_db()
        assert (delivery.trouble, delivery.status) == ("The address could not be reached.", None)
    assert receiver.came == []


def test_it_is_given_up_after_its_last_attempt(hook: Webhook, receiver: Receiver) -> None:
    receiver.status = 503
    delivery = webhooks.test(hook)
    for _ in range(len(sending.PAUSES) + 1):
        due_now(delivery)
        deliver_webhook(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.trouble) == (Delivery.State.FAILED, "It answered 503.")
    assert len(receiver.came) == len(sending.PAUSES) + 1


def test_a_receiver_that_fails_for_days_is_switched_off_and_told_no_more(
    hook: Webhook, receiver: Receiver, make_job: Callable[..., Job], provider: Provider
) -> None:
    receiver.status = 500
    Webhook.objects.filter(pk=hook.pk).update(failing_since=timezone.now() - timedelta(days=3, hours=1))
    waiting = webhooks.test(hook)
    deliver_webhook(webhooks.test(hook).pk)
    hook.refresh_from_db()
    assert hook.disabled_at is not None
    deliver_webhook(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, len(receiver.came)) == (Delivery.State.FAILED, 1)
    make_job()
    work()
    assert Delivery.objects.count() == 2


def test_a_receiver_that_says_it_is_gone_is_switched_off(hook: Webhook, receiver: Receiver) -> None:
    receiver.status = 410
    deliver_webhook(webhooks.test(hook).pk)
    hook.refresh_from_db()
    assert hook.disabled_at is not None


def test_a_delivery_whose_sender_died_is_due_again_after_its_lease(hook: Webhook, receiver: Receiver) -> None:
    delivery = webhooks.test(hook)
    assert Delivery.objects.claim(delivery.pk, lease=sending.LEASE)
    deliver_webhook(delivery.pk)
    assert receiver.came == []
    due_now(delivery)
    deliver_webhook(delivery.pk)
    assert len(receiver.came) == 1


def test_old_news_and_old_keys_are_forgotten(hook: Webhook, receiver: Receiver) -> None:
    old, young = webhooks.test(hook), webhooks.test(hook)
    deliver_webhook(old.pk)
    deliver_webhook(young.pk)
    Delivery.objects.filter(pk=old.pk).update(ended_at=timezone.now() - timedelta(days=31))
    sweep.forget()
    assert list(Delivery.objects.all()) == [young]


def test_a_program_has_an_address_told_and_looks_after_it(
    as_alice: Program, project: Project, receiver: Receiver
) -> None:
    made = as_alice.post(f"/api/v1/projects/{project.pk}/webhooks", {"url": f"http://{receiver.origin}/hook"})
    assert made.status_code == 201
    address, hook = f"/api/v1/webhooks/{made.json()['id']}", Webhook.objects.get()
    assert made.json()["secret"] == hook.secret
    for told in (as_alice.get(address), as_alice.get(f"/api/v1/projects/{project.pk}/webhooks")):
        assert hook.url in told.content.decode()
        assert hook.secret not in told.content.decode(), "it is told once"
    sent = as_alice.post(f"{address}/test").json()
    receiver.status = 410
    deliver_webhook(sent["id"])
    [(headers, _)] = receiver.came
    [delivery] = as_alice.get(f"{address}/deliveries").json()["items"]
    assert delivery["message"] == sent["message"] == headers["webhook-id"]
    assert (delivery["state"], delivery["status"]) == ("failed", 410)
    assert as_alice.get(address).json()["disabled_at"]
    receiver.status = 200
    assert as_alice.post(f"{address}/switch-on").json()["disabled_at"] is None
    again = as_alice.post(f"{address}/deliveries/{delivery['id']}/again").json()
    assert (again["state"], again["message"]) == ("waiting", delivery["message"])
    deliver_webhook(delivery["id"])
    assert as_alice.get(f"{address}/deliveries").json()["items"][0]["state"] == "delivered"
    assert as_alice.send("DELETE", address).status_code == 204
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("url", ["", "http://example.org/", "https://10.0.0.1/", "https://localhost/", "x"])
def test_a_program_cannot_name_a_private_address_either(
    as_alice: Program, project: Project, url: str
) -> None:
    answer = as_alice.post(f"/api/v1/projects/{project.pk}/webhooks", {"url": url})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "url")
    assert not Webhook.objects.exists()
