"""The edit page: what it offers, what it asks for, and what it refuses."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio import lineage
from studio.backends.families import FAMILIES
from studio.engine.edit.understand import understand
from studio.forms.operations import OPERATIONS, Operation
from studio.models import Edit, Job, JobInput, User, Variant
from tests.backends.provider import Provider
from tests.conftest import work
from tests.studio.edits.conftest import painted

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(source: Variant, alice: User, client: Client) -> tuple[Client, str]:
    client.force_login(alice)
    return client, reverse("variant-edit", args=[source.pk])


def file(content: bytes) -> BytesIO:
    found = BytesIO(content)
    found.name = "mask.png"
    return found


def test_what_is_painted_and_written_becomes_a_job_of_the_picture(
    page: tuple[Client, str], source: Variant
) -> None:
    client, url = page
    sent = {
        "prompt": "remove the boat",
        "backend": "paid",
        "mask": file(painted()),
        "feather": "7",
        "ticket": "t",
    }
    answer = client.post(url, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    job = Job.objects.latest("pk")
    assert [(each.role, each.variant) for each in job.inputs.all()] == [("source", source), ("mask", None)]
    assert job.parameters["mask"] == "composed"
    assert job.parameters["feather"] == 7
    assert (job.width, job.height) == (1280, 720)


@pytest.fixture
def drawn_here(source: Variant) -> Variant:
    """A picture that a backend drew which draws its own again, and said from which seed."""
    Job.objects.filter(pk=source.job_id).update(backend="engine")
    source.details = {"plan": {"seed": 42}}
    source.save(update_fields=["details"])
    return source


def test_a_variation_is_asked_for_as_the_prompt_of_its_picture(
    drawn_here: Variant, page: tuple[Client, str], provider: Provider
) -> None:
    client, url = page
    sent = {"prompt": drawn_here.job.sent_text, "backend": "engine", "ticket": "t"}
    for name in ("variation-subtle", "variation-strong"):
        assert f'data-operation="{name}"' in client.get(url).content.decode()
        assert client.post(url, sent | {"operation": name}, headers={"HX-Request": "true"}).status_code == 204
    work()
    subtle, strong = (each.body for each in provider.requests[-2:])
    assert (subtle["prompt"], subtle["seed"], "image" in subtle) == (drawn_here.job.sent_text, 42, False)
    assert isinstance(subtle["detail"], int)
    assert isinstance(strong["seed"], int)
    assert (strong["seed"] % 4, "detail" in strong) == (3, False)
    for made in Variant.objects.exclude(pk=drawn_here.pk):
        assert lineage.ancestors(made) == [drawn_here]
        assert not Edit.objects.filter(variant=made).exists()


def test_a_variation_is_asked_for_in_one_press_beside_its_picture(
    drawn_here: Variant, alice: User, client: Client
) -> None:
    client.force_login(alice)
    beside = client.get(reverse("variant", args=[drawn_here.pk]), headers={"HX-Request": "true"})
    form = beside.content.decode().partition('value="variation-subtle"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"operation": "variation-subtle"}
    url = reverse("variant-edit", args=[drawn_here.pk])
    answers = [client.post(url, sent | {"at_once": "1"}, headers={"HX-Request": "true"}) for _ in range(2)]
    made = Job.objects.exclude(
        pk=drawn_here.job_id
    ).get()  # a second click of the same button is no second wish
    assert made.count == 4
    assert [each.status_code for each in answers] == [201, 201]
    assert f'id="job-{made.pk}"' in answers[0].content.decode()
    refused = client.post(url, sent | {"at_once": "1", "prompt": ""}, headers={"HX-Request": "true"})
    assert (refused.status_code, "Say what should change." in refused.content.decode()) == (409, True)


def test_a_variation_refuses_what_it_could_not_heed(drawn_here: Variant, page: tuple[Client, str]) -> None:
    client, url = page
    sent = {"prompt": "a lake", "backend": "engine", "operation": "variation-subtle"}
    answer = client.post(url, sent | {"mask": file(painted())}, headers={"HX-Request": "true"})
    assert "take the marks and notes away" in answer.content.decode()
    assert not Job.objects.exclude(pk=drawn_here.job_id).exists()


def test_no_variation_is_offered_of_what_an_edit_made(drawn_here: Variant, page: tuple[Client, str]) -> None:
    JobInput.objects.create(
        job_id=drawn_here.job_id, position=1, role=JobInput.Role.SOURCE, image=drawn_here.image
    )
    client, url = page
    assert "variation-subtle" not in client.get(f"{url}?backend=engine").content.decode()


LOCAL = next(each.capabilities for each in FAMILIES if each.capabilities.edits)


@pytest.mark.parametrize("asked", [each for each in OPERATIONS if each.offered_by(LOCAL, 512, 512)])
def test_the_engine_understands_every_word_of_the_named_edits_it_offers(asked: Operation) -> None:
    for words in filter(None, (asked.words, asked.masked_words)):
        assert understand(words.replace("‹", "").replace("›", ""), pictures=2).missed == ()


def test_notes_are_drawn_and_told(page: tuple[Client, str]) -> None:
    client, url = page
    notes = [{"kind": "arrow", "at": [0.1, 0.2], "to": [0.5, 0.5], "text": "move the boat here"}]
    client.post(url, {"prompt": "", "notes": json.dumps(notes)})
    job = Job.objects.latest("pk")
    assert [each.role for each in job.inputs.all()] == ["source", "notes"]
    assert "1. From 10% from the left, 20% from the top to 50% from the left" in job.sent_text
    assert "move the boat here" in job.sent_text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"prompt": ""}, "Say what should change."),
        ({"prompt": "Remove ‹the boat›."}, "Write your own words"),
        ({"prompt": "As in image 2", "operation": "try-on"}, "lay it into the references first"),
        ({"prompt": "x", "notes": "[1]"}, "neither an arrow nor a note"),
        ({"prompt": "x", "notes": "{"}, "cannot be read"),
        ({"prompt": "x", "backend": "nobody"}, "cannot change a picture"),
        ({"prompt": "x", "mask": painted(size=(64, 64))}, "they must agree"),
        ({"prompt": "x", "mask": painted((0, 0, 0, 0))}, "marks nothing"),
        ({"prompt": "x", "mask": b"<html>"}, "HTML"),
        ({"prompt": "x", "mask": painted(), "size": "4K"}, "keeps its size"),
    ],
)
def test_what_cannot_be_meant_comes_back_with_words_and_nothing_lost(
    page: tuple[Client, str], sent: dict[str, object], words: str
) -> None:
    client, url = page
    before = Job.objects.count()
    data = {key: file(value) if isinstance(value, bytes) else value for key, value in sent.items()}
    answer = client.post(url, data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert str(sent["prompt"]) in text
    assert Job.objects.count() == before


def test_a_picture_that_went_to_the_trash_meanwhile_is_not_edited(
    page: tuple[Client, str], source: Variant
) -> None:
    client, url = page
    Variant.objects.filter(pk=source.pk).update(trashed_at=timezone.now())
    answer = client.post(url, {"prompt": "make it blue"})
    assert answer.status_code == 422
    assert "Put it back" in answer.content.decode()


def test_only_what_the_backend_can_do_is_offered(page: tuple[Client, str]) -> None:
    client, url = page
    paid = client.get(url, {"backend": "paid"}).content.decode()
    engine = client.get(url, {"backend": "engine"}).content.decode()
    assert "Strong variation" in paid
    assert "Strong variation" not in engine
    assert "Upscale to 4K" in engine
    assert "takes no mask" in paid
    assert "takes no mask" not in engine


def test_upscaling_chooses_the_largest_size_and_writes_the_words(page: tuple[Client, str]) -> None:
    client, url = page
    text = client.get(url, {"backend": "paid", "operation": "upscale"}).content.decode()
    assert '<option value="4K" selected>' in text
    assert "Upscale the picture to 4K." in text


def test_a_long_chain_is_warned_of_and_can_be_done_in_one_go(
    page: tuple[Client, str], source: Variant, provider: Provider
) -> None:

    client, _ = page
    at = source
    for words in ("one", "two", "three"):
        client.post(reverse("variant-edit", args=[at.pk]), {"prompt": words, "backend": "paid"})
        work()
        at = Variant.objects.latest("pk")
    text = client.get(reverse("variant-edit", args=[at.pk])).content.decode()
    assert "edit 4 in a row" in text
    again = client.get(reverse("variant-edit", args=[source.pk]), {"all": at.pk}).content.decode()
    assert "1. one\n2. two\n3. three" in again


def test_every_icon_of_the_tools_is_on_the_page(page: tuple[Client, str]) -> None:
    client, url = page
    text = client.get(url).content.decode()
    tools = Path("static/src/elements/mask/toolbar.ts").read_text()
    wanted = {
        line.partition('icon: "')[2].partition('"')[0] for line in tools.splitlines() if 'icon: "' in line
    }
    assert wanted
    assert all(f'data-icon="{icon}"' in text for icon in wanted)
