"""OpenAI's own client against the pair that speaks its wire, on the real web server."""

import base64
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from http.client import HTTPConnection
from io import BytesIO
from typing import Any

import httpx
import openai
import pytest
from django.db import connection
from django.db.models.functions import Now
from PIL import Image
from pytest_django import DjangoDbBlocker, Settings

from studio.models import BackendAccount, Call, Job, JobInput, Project, Team, Token, User
from tests.api.conftest import make_token
from tests.backends.provider import Provider, Reply, picture
from tests.bench.browser import web
from tests.conftest import backend_settings, work
from tests.pictures import png
from tests.workers import until

pytestmark = pytest.mark.django_db(transaction=True)

ONE, TWO = picture(1280, 720, seed=1), picture(1280, 720, seed=2)
SIZE: Any = "1280x720"  # the client's types know OpenAI's own sizes only


@pytest.fixture(scope="module")
def far(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, Provider]]:
    """The origin of the studio's web server, and the provider that it draws with as "seedream"."""
    with Provider() as provider, django_db_blocker.unblock():
        env = {"ARK_API_KEY": "test-key", "ARK_BASE_URL": provider.url, "ARK_PRICE": "0.03"}
        with web(**env) as origin:
            yield origin, provider


@pytest.fixture
def provider(far: tuple[str, Provider], settings: Settings) -> Provider:
    settings.IMAGE_BACKENDS = {"seedream": backend_settings(far[1])}
    far[1].requests.clear()
    return far[1]


@pytest.fixture
def client(
    far: tuple[str, Provider], provider: Provider, alice: User, project: Project
) -> Iterator[openai.OpenAI]:
    secret, _ = make_token(alice, "read", "spend", project=project)
    with openai.OpenAI(base_url=f"{far[0]}/v1", api_key=secret) as made:
        yield made


@contextmanager
def working() -> Iterator[None]:
    """Calls are made while the client waits, as workers would."""
    stop = threading.Event()

    def run() -> None:
        try:
            while not stop.wait(0.02):
                work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_it_generates_into_the_tokens_project_under_its_ledger(
    client: openai.OpenAI, provider: Provider, project: Project
) -> None:
    provider.script(Reply(pictures=(ONE,)), Reply(pictures=(TWO,)))
    with working():
        answer = client.images.generate(prompt="a red kite", n=2, size=SIZE)
    assert {base64.b64decode(each.b64_json or "") for each in answer.data or []} == {ONE, TWO}
    job = Job.objects.get()
    assert (job.project, job.state, job.count, job.backend) == (project, Job.State.DONE, 2, "seedream")
    assert sum(call.amount or 0 for call in job.calls.all()) == Decimal("0.06")


def test_it_gives_an_address_that_needs_no_token_and_cannot_be_changed(
    client: openai.OpenAI, provider: Provider
) -> None:
    provider.script(Reply(pictures=(ONE,)))
    with working():
        answer = client.images.generate(prompt="a red kite", size=SIZE, response_format="url")
    address = (answer.data or [])[0].url or ""
    assert httpx.get(address).content == ONE
    assert httpx.get(address[:-1] + ("A" if address[-1] != "A" else "B")).status_code == 404


def test_it_streams_each_picture_as_it_comes(client: openai.OpenAI, provider: Provider) -> None:
    provider.script(Reply(pictures=(ONE,)))
    with working():
        events = list(client.images.generate(prompt="a red kite", size=SIZE, stream=True))
    assert [event.type for event in events] == ["image_generation.completed"]
    assert base64.b64decode(events[0].b64_json) == ONE


def test_it_edits_what_is_sent_along_and_keeps_to_the_mask(client: openai.OpenAI, provider: Provider) -> None:
    provider.script(Reply(pictures=(ONE,)))
    with working():
        answer = client.images.edit(
            image=[("a.png", png((1280, 720))), ("b.png", png((640, 480), "blue"))],
            mask=("mask.png", holes(1280, 720)),
            prompt="make the sky red",
        )
    assert answer.data
    assert list(JobInput.objects.values_list("role", flat=True)) == ["source", "reference", "mask"]
    source = Image.open(BytesIO(png((1280, 720)))).convert("RGB")
    drawn = Image.open(BytesIO(base64.b64decode(answer.data[0].b64_json or ""))).convert("RGB")
    assert drawn.size == (1280, 720)
    assert drawn.getpixel((5, 700)) == source.getpixel((5, 700))
    assert drawn.getpixel((640, 100)) != source.getpixel((640, 100))


def holes(width: int, height: int) -> bytes:
    """A mask of OpenAI's sort: transparent, where it may change, in the upper half."""
    mask = Image.new("RGBA", (width, height), "black")
    mask.paste((0, 0, 0, 0), (0, 0, width, height // 2))
    out = BytesIO()
    mask.save(out, "PNG")
    return out.getvalue()


def test_it_streams_an_edit(client: openai.OpenAI, provider: Provider) -> None:
    provider.script(Reply(pictures=(ONE,)))
    with working():
        events = list(
            client.images.edit(
                image=("a.png", png((1280, 720))), prompt="make it red", size=SIZE, stream=True
            )
        )
    assert [event.type for event in events] == ["image_edit.completed"]


def test_a_refusal_comes_in_the_backends_words_and_is_not_repeated(
    client: openai.OpenAI, provider: Provider
) -> None:
    provider.script(Reply(status=400, error=("InputTextSensitiveContentDetected", "Not these words.")))
    with working(), pytest.raises(openai.BadRequestError, match="Not these words") as refused:
        client.images.generate(prompt="a red kite", size=SIZE)
    assert refused.value.type == "image_generation_user_error"
    assert refused.value.code == "InputTextSensitiveContentDetected"
    assert (len(provider.requests), Job.objects.count()) == (1, 1)


def test_a_refusal_ends_a_stream(client: openai.OpenAI, provider: Provider) -> None:
    provider.script(Reply(status=400, error=("InputTextSensitiveContentDetected", "Not these words.")))
    with working(), pytest.raises(openai.APIError, match="Not these words"):
        list(client.images.generate(prompt="a red kite", size=SIZE, stream=True))


def test_an_unknown_outcome_is_told_and_never_bought_again(client: openai.OpenAI, provider: Provider) -> None:
    provider.script(Reply(fault="reset"))
    with working(), pytest.raises(openai.InternalServerError, match="not known whether") as told:
        client.images.generate(prompt="a red kite", size=SIZE)
    assert told.value.code == "outcome_unknown"
    assert (len(provider.requests), Call.objects.count()) == (1, 1)


def test_a_client_that_gives_up_and_asks_again_gets_what_it_asked_for_first(
    client: openai.OpenAI, provider: Provider
) -> None:
    provider.script(Reply(pictures=(ONE,), delay=1.2))
    with working():
        answer = client.with_options(timeout=0.7, max_retries=8).images.generate(
            prompt="a red kite", size=SIZE
        )
    assert base64.b64decode((answer.data or [])[0].b64_json or "") == ONE
    assert (Job.objects.count(), len(provider.requests)) == (1, 1)


def test_asking_for_the_same_again_on_purpose_draws_again(client: openai.OpenAI, provider: Provider) -> None:
    with working():
        for _ in range(2):
            client.images.generate(prompt="a red kite", size=SIZE)
    assert Job.objects.count() == 2


def test_an_idempotency_key_holds_here_too(client: openai.OpenAI, provider: Provider) -> None:
    with working():
        for _ in range(2):
            client.images.generate(
                prompt="a red kite", size=SIZE, extra_headers={"Idempotency-Key": "kite-1"}
            )
    assert Job.objects.count() == 1


def test_a_budget_that_is_spent_is_told_once(client: openai.OpenAI, provider: Provider, team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(monthly_budget=Decimal("0.01"))
    with pytest.raises(openai.RateLimitError, match="of the team's budget") as told:
        client.images.generate(prompt="a red kite", size=SIZE)
    assert (told.value.code, provider.requests) == ("insufficient_quota", [])


@pytest.mark.parametrize(
    ("wish", "param", "words"),
    [
        ({"prompt": " "}, "prompt", "Write what you want to see"),
        ({"size": "64x64"}, "size", "smallest allowed area"),
        ({"size": "large"}, "size", "no size"),
        ({"n": 99}, "n", "at once"),
        ({"quality": "high"}, "quality", "cannot be chosen here"),
        ({"model": "gpt-image-1"}, "model", "there are seedream"),
        ({"extra_body": {"colour": "red"}}, "colour", "no parameter"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(
    wish: dict[str, Any], param: str, words: str, client: openai.OpenAI, provider: Provider
) -> None:
    with pytest.raises(openai.APIStatusError, match=words) as told:
        client.images.generate(**{"prompt": "a red kite", "size": SIZE, **wish})
    body: Any = told.value.body
    assert body["param"] == param
    assert (provider.requests, Job.objects.count()) == ([], 0)


def test_who_may_not_is_told_so(
    far: tuple[str, Provider], client: openai.OpenAI, bob: User, charlie: User, project: Project
) -> None:
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="sbd_nonsense").images.generate(prompt="a red kite")
    reads, _ = make_token(bob, "read")
    with pytest.raises(openai.PermissionDeniedError, match="scope"):
        client.with_options(api_key=reads).images.generate(prompt="a red kite")
    free, _ = make_token(charlie)
    with pytest.raises(openai.BadRequestError, match="not bound to a project"):
        client.with_options(api_key=free).images.generate(prompt="a red kite")
    with pytest.raises(openai.NotFoundError):
        client.with_options(api_key=free, project=str(project.pk)).images.generate(prompt="a red kite")
    assert [each.id for each in client.models.list()] == ["seedream", "engine"]
    BackendAccount.objects.create(team=project.team, kind="replicate", alias="ours", label="Ours", price=1)
    everywhere = client.with_options(api_key=make_token(bob)[0], project=str(project.pk))
    assert [each.id for each in everywhere.models.list()] == ["seedream", "engine", "ours"]
    with pytest.raises(openai.NotFoundError):
        client.with_options(api_key=free, project=str(project.pk)).models.list()


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [("Transfer-Encoding", "chunked", 411), ("Content-Length", str(10**12), 413)],
)
def test_a_body_without_end_is_refused_before_it_is_read(
    header: str, value: str, status: int, far: tuple[str, Provider]
) -> None:
    connection = HTTPConnection(far[0].removeprefix("http://"), timeout=10)
    connection.putrequest("POST", "/v1/images/edits")
    connection.putheader(header, value)
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


@pytest.mark.parametrize("how", ["taken out of the team", "token revoked"])
def test_who_loses_the_right_while_waiting_is_shown_nothing(
    how: str, client: openai.OpenAI, far: tuple[str, Provider], alice: User, project: Project
) -> None:
    secret, waiting = make_token(alice, "read")
    header = {"Authorization": f"Bearer {secret}"}

    def drawn() -> int:
        try:
            client.images.generate(prompt="a red kite", size=SIZE)
        except openai.APIStatusError as error:
            return error.status_code
        return 200

    def waited(job: int) -> int:
        address = f"{far[0]}/api/v1/jobs/{job}/wait?seconds=60"
        return httpx.get(address, headers=header, timeout=60).status_code

    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(drawn)]
        until(Job.objects.exists, seconds=20)
        answers.append(threads.submit(waited, Job.objects.get().pk))
        until(Token.objects.filter(pk=waiting.pk).exclude(last_used_at=None).exists, seconds=20)
        if how == "token revoked":
            Token.objects.update(revoked_at=Now())
        else:
            alice.memberships.all().delete()
        work()
        assert [each.result() for each in answers] == [404, 404]
