"""What the composer sends: a job, or the same form with what is wrong beside each field."""

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.models import Job, Project, Reference, Team, User
from studio.pipeline.refer import add_upload
from tests.backends.provider import Provider, Reply
from tests.conftest import backend_settings, work
from tests.pictures import TEXT, png
from tests.studio.views.conftest import HTMX

pytestmark = pytest.mark.usefixtures("provider")

GOOD = {"prompt": "a red kite over dunes", "backend": "paid", "aspect": "16:9", "tier": "1K", "count": "2"}


def ask(
    client: Client, project: Project, data: Mapping[str, object], *, htmx: bool = True
) -> tuple[int, str]:
    answer = client.post(
        reverse("job-create", args=[project.pk]), {**GOOD, **data}, headers=HTMX if htmx else {}
    )
    return answer.status_code, answer.content.decode()


def test_a_good_form_becomes_a_job_and_its_card(as_alice: Client, project: Project) -> None:
    status, page = ask(as_alice, project, {})
    job = Job.objects.get()
    assert status == 201
    assert f'id="job-{job.pk}"' in page
    assert (job.sent_text, job.width, job.height, job.count) == ("a red kite over dunes", 1280, 720, 2)
    assert page.count('data-state="waiting"') == 2


def test_without_script_one_comes_back_to_the_project(as_alice: Client, project: Project) -> None:
    answer = as_alice.post(reverse("job-create", args=[project.pk]), GOOD)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("project", args=[project.pk])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"prompt": ""}, "Write what you want to see."),
        ({"prompt": " \n "}, "Write what you want to see."),
        ({"prompt": "k" * 30_000}, "A prompt has at most 20,000 characters; this one has 30,000."),
        ({"count": "0"}, "Between 1 and 8 pictures can be asked for at once, not 0."),
        ({"count": "1000"}, "Between 1 and 8 pictures can be asked for at once, not 1,000."),
        ({"count": "many"}, "The number of pictures is not a whole number."),
        ({"backend": "dall-e"}, "There is no backend called “dall-e” here."),
        ({"tier": "9K"}, "has no size called “9K”."),
        ({"aspect": "5:1"}, "has no shape called “5:1” at 1K."),
        ({"aspect": "custom", "width": "64", "height": "64"}, "the smallest allowed area is 921,600."),
        ({"aspect": "custom", "width": "9000", "height": "9000"}, "the largest allowed area is 16,777,216."),
        ({"aspect": "custom", "width": "2000"}, "Give both a width and a height in pixels."),
        ({"aspect": "custom", "width": "wide", "height": "10"}, "The width is not a whole number."),
        ({"reference": ["999999"]}, "Reference 1 can no longer be found in this project."),
        ({"reference": ["x"]}, "A reference was sent that is none."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked_for(
    data: dict[str, object], words: str, as_alice: Client, project: Project
) -> None:
    status, page = ask(as_alice, project, data)
    assert status == 422
    assert words in page
    assert not Job.objects.exists()


def test_nothing_that_was_typed_or_laid_out_is_lost(
    as_alice: Client, project: Project, reference: Reference
) -> None:
    for htmx in (True, False):
        status, page = ask(as_alice, project, {"count": "0", "reference": [reference.pk]}, htmx=htmx)
        assert status == 422
        assert "a red kite over dunes</textarea>" in page
        assert f'data-reference="{reference.pk}"' in page
        assert 'value="16:9" checked' in page


def test_references_are_sent_in_the_order_in_which_they_lie(
    as_alice: Client, project: Project, alice: User
) -> None:
    first, second = (add_upload(project, alice, png((64, size)), name=f"p{size}.png") for size in (40, 50))
    ask(as_alice, project, {"reference": [second.pk, first.pk, second.pk]})
    inputs = Job.objects.get().inputs.all()
    assert [(each.position, each.reference) for each in inputs] == [(1, second), (2, first)]


def test_more_references_than_the_backend_takes_are_refused_by_number(
    as_alice: Client, project: Project, reference: Reference
) -> None:
    many = [
        Reference.objects.create(project=project, name=f"copy-{n}", image=reference.image).pk
        for n in range(15)
    ]
    _, page = ask(as_alice, project, {"reference": many})
    assert "takes at most 14 references; there are 15." in page
    _, page = ask(as_alice, project, {"reference": many[:14], "count": "2", "series": "set"})
    assert "takes at most 15 references and pictures of a set together, not 16." in page
    assert not Job.objects.exists()


def test_another_teams_reference_is_not_found(
    as_alice: Client, project: Project, charlie: User, reference: Reference
) -> None:
    elsewhere = Project.objects.create(team=charlie.teams.get(), name="Elsewhere")
    Reference.objects.filter(pk=reference.pk).update(project=elsewhere)
    _, page = ask(as_alice, project, {"reference": [reference.pk]})
    assert "Reference 1 can no longer be found in this project." in page


def test_a_budget_that_does_not_reach_is_said_above_the_form(
    as_alice: Client, project: Project, team: Team
) -> None:
    Team.objects.filter(pk=team.pk).update(monthly_budget=Decimal("0.05"))
    status, page = ask(as_alice, project, {"count": "4"})
    assert status == 422
    assert "This would cost up to $0.12" in page
    assert not Job.objects.exists()


def test_a_file_of_a_page_without_script_becomes_a_reference(as_alice: Client, project: Project) -> None:
    good, bad = SimpleUploadedFile("kite.png", png()), SimpleUploadedFile("fake.png", TEXT)
    status, page = ask(as_alice, project, {"files": [good, bad]}, htmx=False)
    assert status == 422
    assert "fake.png: This is not a picture" in page
    kite = project.references.get()
    assert f'data-reference="{kite.pk}"' in page
    status, _ = ask(as_alice, project, {"reference": [kite.pk]}, htmx=False)
    assert status == 302


def test_only_what_the_backend_can_do_is_offered(
    as_alice: Client, project: Project, settings: Settings, provider: Provider
) -> None:
    settings.IMAGE_BACKENDS = {
        **settings.IMAGE_BACKENDS,
        "pro": backend_settings(provider, model="seedream-5-0-pro-260415", price=None, label="Pro"),
    }
    url = reverse("composer", args=[project.pk])
    page = as_alice.get(url, {"backend": "pro", "tier": "4K", "count": "3"}, headers=HTMX).content.decode()
    assert 'value="pro" selected' in page
    assert "1.5K" in page
    assert 'value="4K"' not in page
    assert "A coherent set" not in page
    assert "$0.135" in page or "$0.27" in page


def test_the_price_follows_the_count(as_alice: Client, project: Project) -> None:
    url = reverse("composer", args=[project.pk])
    for count, price in ((1, "$0.03"), (4, "$0.12"), (8, "$0.24")):
        page = as_alice.get(url, {"count": count}, headers=HTMX).content.decode()
        assert f"{count} · {price}" in page


def test_settings_from_a_strange_address_fall_back_to_what_is_offered(
    as_alice: Client, project: Project
) -> None:
    url = reverse("composer", args=[project.pk])
    strange = {"backend": "x", "aspect": "<b>", "tier": "\x00", "count": "-5", "width": "1e9", "series": "?"}
    answer = as_alice.get(url, strange, headers=HTMX)
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_what_was_wished_comes_back_with_a_backend_that_can_do_it(
    as_alice: Client, project: Project, settings: Settings, provider: Provider
) -> None:
    lite = backend_settings(provider, model="seedream-5-0-lite-260128", label="Lite")
    local = backend_settings(provider, model="seedbed-illustrator", label="Local")
    settings.IMAGE_BACKENDS = {**settings.IMAGE_BACKENDS, "lite": lite, "local": local}
    url = reverse("composer", args=[project.pk])

    def chosen(backend: str, **more: str | list[str]) -> tuple[set[str], list[str]]:
        asked: dict[str, str | list[str]] = {"backend": backend, **more}
        page = as_alice.get(url, asked, headers=HTMX).content.decode()
        kept = re.findall(r'name="kept" value="([^"]*)"', page)
        return set(re.findall(r'value="([^"]*)" checked', page)), kept

    page = as_alice.get(url, {"backend": "local", "seed": "7"}, headers=HTMX).content.decode()
    assert 'name="seed"' in page and 'value="7"' in page
    on, kept = chosen("paid", tier="1K", aspect="21:9", format="png", seed="7", count="3")
    assert on >= {"1K", "21:9", "3"} and "png" not in on
    assert set(kept) == {"format:png:", "seed:7:"}
    on, kept = chosen("lite", tier="1K", aspect="21:9", count="3", kept=kept)
    assert on >= {"2K", "21:9", "png", "3"}
    on, kept = chosen("local", tier="2K", aspect="21:9", format="png", count="3", kept=kept)
    assert on >= {"1K", "21:9", "png", "3"} and kept == []


def test_a_seed_and_a_format_go_to_a_backend_that_has_them_and_no_other(
    as_alice: Client, project: Project, settings: Settings, provider: Provider
) -> None:
    _, page = ask(as_alice, project, {"seed": "7", "format": "png"})
    assert "has no seed" in page and "has no format called “png”" in page
    local = backend_settings(provider, model="seedbed-illustrator", label="Local")
    settings.IMAGE_BACKENDS = {**settings.IMAGE_BACKENDS, "local": local}
    wish = {"backend": "local", "seed": "7", "format": "png", "tier": "1K", "count": "2"}
    status, page = ask(as_alice, project, wish)
    assert status == 201, page
    work()
    bodies = [asked.body for asked in provider.requests]
    assert sorted((body["seed"], body["output_format"]) for body in bodies) == [(7, "png"), (8, "png")]


def test_a_form_that_comes_twice_is_one_job_and_the_next_press_another(
    as_alice: Client, project: Project
) -> None:
    first, page = ask(as_alice, project, {"ticket": "t1"})
    again, _ = ask(as_alice, project, {"ticket": "t1"})
    assert (first, again, Job.objects.count()) == (201, 201, 1)
    [fresh] = re.findall(r'name="ticket" id="ticket" value="(\w+)"', page)
    ask(as_alice, project, {"ticket": fresh})
    assert Job.objects.count() == 2


def test_a_set_that_came_in_part_says_why_and_offers_the_rest(
    as_alice: Client, project: Project, provider: Provider
) -> None:
    refusal = ("OutputImageSensitiveContentDetected", "The output may contain sensitive content.")
    provider.script(Reply(failing={1: refusal, 3: refusal}))
    ask(as_alice, project, {"count": "4", "series": "set"})
    work()
    page = as_alice.get(reverse("project", args=[project.pk])).content.decode()
    assert "2 of 4 did not come." in page
    assert "The output may contain sensitive content." in page
    assert "Ask for the missing 2" in page


def test_an_answer_that_is_no_picture_says_so_on_the_wall(
    as_alice: Client, project: Project, provider: Provider
) -> None:
    provider.script(Reply(pictures=(b"GIF89a but not quite",)))
    ask(as_alice, project, {"count": "1"})
    work()
    page = as_alice.get(reverse("project", args=[project.pk])).content.decode()
    assert "could not be read as a picture" in page
