"""References: versions of a name, what used them, and pictures from the web."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.forms.address import fetched
from studio.models import Job, Project, Reference, User
from studio.pipeline.refer import add_upload, add_version
from studio.pipeline.submit import Input
from tests.pictures import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]


@pytest.fixture
def bottle(project: Project, alice: User) -> Reference:
    return add_upload(project, alice, png((96, 64)), name="bottle.png", role="product")


class Web(BaseHTTPRequestHandler):
    """A site on loopback with every kind of trouble."""

    def do_GET(self) -> None:
        if self.path == "/boat.png":
            return self.answer(200, png((80, 60), "teal"))
        if self.path == "/page":
            return self.answer(200, b"<!doctype html><title>A page</title>")
        if self.path == "/inside":
            return self.answer(302, b"", Location="http://127.0.0.1:1/secret.png")
        if self.path == "/round":
            return self.answer(302, b"", Location="/round")
        if self.path == "/vast":
            return self.answer(200, b"", **{"Content-Length": str(4 * 1024**3)})
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(1024 * 1024))
        except OSError:
            return None

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def web(settings: Settings) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    origin = f"127.0.0.1:{server.server_address[1]}"
    settings.REFERENCE_ORIGINS = [origin]
    yield f"http://{origin}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_picture_from_the_web_becomes_a_reference(project: Project, alice: User, web: str) -> None:
    made, problem = fetched(project, alice, f"{web}/boat.png")
    assert (problem, made and made.name) == ("", "boat")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page", "a file of kind HTML"),
        ("/inside", "could not be fetched"),
        ("/round", "could not be fetched"),
        ("/vast", "larger than 20 MB"),
        ("/endless", "larger than 20 MB"),
    ],
)
def test_what_is_no_picture_of_the_public_web_is_refused_with_words(
    project: Project, alice: User, web: str, path: str, words: str
) -> None:
    made, problem = fetched(project, alice, web + path)
    assert made is None
    assert words in problem
    assert "127.0.0.1" not in problem


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "https://localhost/x.png",
        "file:///etc/passwd",
        "https://u:p@example.org/",
        "",
        "x" * 3000,
    ],
)
def test_private_and_strange_addresses_are_refused(project: Project, alice: User, address: str) -> None:
    made, problem = fetched(project, alice, address)
    assert made is None
    assert problem


def test_a_new_version_keeps_the_name_and_the_role_and_is_the_one_on_offer(
    bottle: Reference, alice: User, project: Project
) -> None:
    newer = add_version(bottle, alice, png((96, 64), "teal"))
    assert (newer.name, newer.version, newer.role) == ("bottle", 2, "product")
    assert list(project.references.newest()) == [newer]


def test_a_version_taken_away_brings_the_one_before_back(
    bottle: Reference, alice: User, project: Project
) -> None:
    newer = add_version(bottle, alice, png((96, 64), "teal"))
    Reference.objects.filter(pk=newer.pk).update(trashed_at="2026-01-01T00:00Z")
    assert list(project.references.newest()) == [bottle]


def test_a_name_in_the_prompt_is_sent_as_its_number(
    bottle: Reference, alice: User, client: Client, project: Project
) -> None:
    client.force_login(alice)
    chair = add_upload(project, alice, png((50, 50), "gold"), name="chair.png")
    words = {"prompt": "@bottle on @chair, not @nothing", "aspect": "1:1", "tier": "1K", "count": "1"}
    client.post(reverse("job-create", args=[project.pk]), {**words, "reference": [str(chair.pk)]})
    job = Job.objects.get()
    assert job.sent_text == "image 2 on image 1, not @nothing"
    assert job.prompt.text == words["prompt"]
    assert [each.reference for each in job.inputs.all()] == [chair, bottle]


def test_what_used_the_old_version_is_run_again_with_the_new_one(
    bottle: Reference, alice: User, client: Client, make_job: Callable[..., Job]
) -> None:
    client.force_login(alice)
    old = make_job(text="@bottle on ice", inputs=[Input(bottle.image, reference=bottle)], count=2)
    newer = add_version(bottle, alice, png((96, 64), "teal"))
    page = client.get(reverse("reference", args=[newer.pk])).content.decode()
    assert "Run the chosen again with version 2" in page
    client.post(reverse("reference-rerun", args=[bottle.pk]), {"job": [str(old.pk)]})
    fresh = Job.objects.exclude(pk=old.pk).get()
    assert (fresh.prompt, fresh.count, fresh.sent_text) == (old.prompt, 2, "image 1 on ice")
    assert fresh.inputs.get().reference == newer
    assert old.inputs.get().reference == bottle
