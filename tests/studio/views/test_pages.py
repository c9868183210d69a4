"""Pages and fragments: the same rows, the same truth, and few questions to the database."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from studio.models import Call, Job, Project, Reference, User, Variant
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.pictures import TEXT, png
from tests.studio.views.conftest import HTMX, signed_in

MakeJob = Callable[..., Job]


def read(client: Client, name: str, *arguments: object, htmx: bool = False, **query: str | int) -> str:
    answer = client.get(reverse(name, args=arguments), query, headers=HTMX if htmx else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_pages_of_the_signed_in_are_kept_by_nobody_between(as_alice: Client, project: Project) -> None:
    assert as_alice.get(reverse("project", args=[project.pk])).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("endless", ["9" * 5000, "9" * 40])
def test_numbers_that_no_row_has_find_nothing(
    as_alice: Client, project: Project, reference: Reference, endless: str
) -> None:
    assert as_alice.get(reverse("references", args=[project.pk]), {"id": endless}).status_code == 200
    again = as_alice.post(reverse("reference-rerun", args=[reference.pk]), {"job": endless})
    assert again.status_code == 302
    assert as_alice.post(reverse("transfer-incoming"), {"team": endless}).status_code == 404


def test_a_new_project_is_opened_and_listed(as_alice: Client) -> None:
    answer = as_alice.post(reverse("project-list"), {"name": "  Spring   lookbook "})
    made = Project.objects.get()
    assert answer.headers["Location"] == reverse("project", args=[made.pk])
    assert made.name == "Spring lookbook"
    assert "Spring lookbook" in read(as_alice, "project-list")


def test_who_has_no_project_yet_begins_with_a_prompt(as_alice: Client) -> None:
    assert "What shall we draw first?" in read(as_alice, "project-list")
    words = "  A red fox, asleep under a birch in the first snow of the year\r\n"
    answer = as_alice.post(reverse("project-list"), {"prompt": words})
    made = Project.objects.get()
    assert made.name == "A red fox, asleep under a…"
    assert not Job.objects.exists()
    opened = as_alice.get(answer.headers["Location"])
    assert (
        ">A red fox, asleep under a birch in the first snow of the year</textarea>" in opened.content.decode()
    )


def test_a_document_to_begin_with_gives_no_name(as_alice: Client) -> None:
    as_alice.post(reverse("project-list"), {"prompt": '{"subject": "a fox"}'})
    assert Project.objects.get().name == "First project"


def test_a_prompt_that_is_too_long_to_begin_with_is_kept_and_refused(as_alice: Client) -> None:
    answer = as_alice.post(reverse("project-list"), {"prompt": "x" * 20_001})
    assert answer.status_code == 422
    assert "this one has 20,001." in answer.content.decode()
    assert "x" * 20_001 in answer.content.decode()
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"), [("", "Give the project a name."), ("x" * 121, "this one has 121.")]
)
def test_a_project_without_a_good_name_is_not_made(name: str, words: str, as_alice: Client) -> None:
    answer = as_alice.post(reverse("project-list"), {"name": name})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Project.objects.exists()


def test_a_project_is_not_made_in_another_team(as_alice: Client, charlie: User) -> None:
    answer = as_alice.post(reverse("project-list"), {"name": "Mine", "team": charlie.teams.get().pk})
    assert answer.status_code == 422
    assert not Project.objects.exists()


def test_a_page_asks_the_database_as_often_for_many_pictures_as_for_one(
    as_alice: Client,
    project: Project,
    make_job: MakeJob,
    provider: Provider,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        make_job(count=4)
    work()
    url = reverse("project", args=[project.pk])
    with django_assert_max_num_queries(8):
        page = as_alice.get(url).content.decode()
    assert page.count('data-state="picture"') == 12


def test_a_failed_picture_keeps_the_backends_words_and_can_be_asked_for_again(
    as_alice: Client, project: Project, make_job: MakeJob, provider: Provider
) -> None:
    provider.script(
        Reply(status=400, error=("InputTextSensitiveContentDetected", "Not these words, please."))
    )
    job = make_job(count=1)
    work()
    page = read(as_alice, "job", job.pk, htmx=True)
    assert "Not these words, please." in page
    answer = as_alice.post(reverse("job-retry", args=[job.pk]), headers=HTMX)
    assert answer.status_code == 200
    assert 'data-state="waiting"' in answer.content.decode()


def test_an_unknown_outcome_gives_the_two_honest_choices(
    as_alice: Client, make_job: MakeJob, provider: Provider
) -> None:
    provider.script(Reply(fault="reset"))
    job = make_job(count=1)
    work()
    page = read(as_alice, "job", job.pk, htmx=True)
    assert "Try again, may be charged twice" in page
    call = Call.objects.get(job=job)
    answer = as_alice.post(reverse("call-let-go", args=[call.pk]), headers=HTMX)
    assert "Let go." in answer.content.decode()
    assert "may be charged twice" not in read(as_alice, "job", job.pk, htmx=True)
    again = as_alice.post(reverse("call-retry", args=[call.pk]), headers=HTMX)
    assert "That has been decided already." in again.content.decode()


def test_a_cancelled_job_says_so(as_alice: Client, make_job: MakeJob, provider: Provider) -> None:
    job = make_job(count=2)
    answer = as_alice.post(reverse("job-cancel", args=[job.pk]), headers=HTMX)
    assert len(re.findall(r'id="place-[\d-]+" data-state="cancelled"', answer.content.decode())) == 2


def test_a_picture_that_was_moved_to_the_trash_comes_back_to_its_place(
    as_alice: Client, project: Project, variant: Variant
) -> None:
    gone = as_alice.post(reverse("variant-trash", args=[variant.pk]), headers=HTMX).content.decode()
    assert reverse("variant-restore", args=[variant.pk]) in gone
    assert f'data-variant="{variant.pk}"' not in read(as_alice, "wall", project.pk, htmx=True)
    assert "Put back" in read(as_alice, "trash", project.pk)
    back = as_alice.post(reverse("variant-restore", args=[variant.pk]), headers=HTMX).content.decode()
    assert f'data-variant="{variant.pk}"' in back


def test_a_picture_becomes_a_reference_once(as_alice: Client, project: Project, variant: Variant) -> None:
    for _ in range(2):
        answer = as_alice.post(reverse("variant-use", args=[variant.pk]), headers=HTMX)
    made = project.references.get()
    assert f'"reference": {made.pk}' in answer.headers["HX-Trigger"]
    assert f'data-reference="{made.pk}"' in read(as_alice, "project", project.pk, use=made.pk)


def test_the_wall_goes_on_before_its_last_job(
    as_alice: Client, project: Project, make_job: MakeJob, provider: Provider
) -> None:
    jobs = [make_job(count=1, text=f"kite {n}") for n in range(14)]
    first = read(as_alice, "wall", project.pk, htmx=True)
    assert first.count("<article") == 12
    assert f"?before={jobs[2].pk}" in first
    rest = read(as_alice, "wall", project.pk, htmx=True, before=jobs[2].pk)
    assert [f'id="job-{job.pk}"' in rest for job in jobs] == [True, True] + [False] * 12
    assert "Older pictures" not in rest


@pytest.mark.parametrize("before", ["-1", "x", "9" * 40, "1.5", "\x00"])
def test_a_strange_place_on_the_wall_is_its_beginning(
    before: str, as_alice: Client, project: Project
) -> None:
    assert "An empty wall" in read(as_alice, "project", project.pk, before=before)


def test_an_open_picture_is_open_after_a_reload_unless_it_is_not_ones_own(
    as_alice: Client, charlie: User, project: Project, variant: Variant
) -> None:
    assert f'id="picture-{variant.pk}"' in read(as_alice, "project", project.pk, open=variant.pk)
    elsewhere = Project.objects.create(team=charlie.teams.get(), name="Elsewhere")
    page = read(signed_in(charlie), "project", elsewhere.pk, open=variant.pk)
    assert "picture-" not in page


def test_a_viewer_sees_everything_and_is_offered_nothing(
    vera: User, project: Project, variant: Variant
) -> None:
    page = read(signed_in(vera), "project", project.pk, open=variant.pk)
    assert f'data-variant="{variant.pk}"' in page
    assert 'name="prompt"' not in page
    assert "/trash/" not in page.replace(reverse("trash", args=[project.pk]), "")


def test_a_fragment_without_a_session_leads_its_page_to_the_sign_in(project: Project) -> None:
    answer = Client().get(
        reverse("wall", args=[project.pk]),
        headers={**HTMX, "HX-Current-URL": f"http://testserver/projects/{project.pk}/"},
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == f"/accounts/login/?next=/projects/{project.pk}/"


def test_what_a_person_wrote_is_text_and_never_markup(
    as_alice: Client, project: Project, make_job: MakeJob, provider: Provider
) -> None:
    evil = '<img src=x onerror="alert(1)"></textarea>'
    Project.objects.filter(pk=project.pk).update(name=evil)
    make_job(text=evil)
    page = read(as_alice, "project", project.pk)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_an_upload_answers_with_its_place_on_the_shelf_or_with_a_sentence(
    as_alice: Client, project: Project
) -> None:
    url = reverse("reference-create", args=[project.pk])
    good = as_alice.post(url, {"file": SimpleUploadedFile("A bottle.PNG", png())}, headers=HTMX)
    assert good.status_code == 201
    assert Reference.objects.get().name == "a-bottle"
    bad = as_alice.post(url, {"file": SimpleUploadedFile("fake.png", TEXT)}, headers=HTMX)
    assert bad.status_code == 422
    assert bad.headers["Content-Type"].startswith("text/plain")
    assert bad.content.decode().startswith("fake.png: This is not a picture")
    none = as_alice.post(url, {}, headers=HTMX)
    assert none.status_code == 422
    several = [SimpleUploadedFile("cap.png", png()), SimpleUploadedFile("fake.png", TEXT)]
    page = as_alice.post(url, {"file": several}, follow=True).content.decode()
    assert "@cap" in page and "fake.png: This is not a picture" in page


def test_a_project_that_was_moved_to_the_trash_is_put_back_from_the_list(
    as_alice: Client, bob: User, project: Project
) -> None:
    page = as_alice.post(reverse("project-trash", args=[project.pk]), follow=True).content.decode()
    back = reverse("project-restore", args=[project.pk])
    assert back in page and f'href="{reverse("project", args=[project.pk])}"' not in page
    editor = Client()
    editor.force_login(bob)
    assert back not in editor.get(reverse("project-list")).content.decode(), "only owners put projects back"
    assert editor.post(back).status_code == 403
    again = as_alice.post(back, follow=True)
    assert again.redirect_chain == [(reverse("project", args=[project.pk]), 302)]
    assert back not in as_alice.get(reverse("project-list")).content.decode()


def test_the_page_has_no_inline_style_or_script(as_alice: Client, project: Project, variant: Variant) -> None:
    answer = as_alice.get(reverse("project", args=[project.pk]), {"open": variant.pk})
    page = answer.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module"') == 1
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
