"""Presets over the wire: kept, merged after a look, passed on as files, and nobody else's."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from studio.models import Preset, Project, User
from studio.prompts.starters import STARTERS
from tests.studio.views.conftest import HTMX, signed_in

pytestmark = pytest.mark.usefixtures("provider")

PROMPT = '{"who": "a potter", "light": {"key": "window", "K": 5.60e3}, "no": ["text"]}'


def keep(client: Client, project: Project, **data: object) -> int:
    wanted = {"prompt": PROMPT, "field": ["light"], "name": "Window light", "whose": "mine", **data}
    return client.post(reverse("preset-create", args=[project.pk]), wanted).status_code


def test_chosen_fields_are_kept_as_they_were_written(as_alice: Client, project: Project, alice: User) -> None:
    assert keep(as_alice, project) == 302
    kept = Preset.objects.get()
    assert (kept.owner, kept.team) == (alice, None)
    assert kept.text == '{\n  "light": {\n    "key": "window",\n    "K": 5.60e3\n  }\n}'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": " "}, "Give the preset a name."),
        ({"name": "x" * 101}, "at most 100 characters; this one has 101"),
        ({"field": []}, "Choose at least one field"),
        ({"field": ["sky"]}, "There is no “sky”"),
        ({"prompt": "words"}, "Only fields of a structured prompt"),
    ],
)
def test_what_cannot_be_kept_is_said(
    as_alice: Client, project: Project, data: dict[str, object], words: str
) -> None:
    wanted = {"prompt": PROMPT, "field": ["light"], "name": "Light", "whose": "mine", **data}
    answer = as_alice.post(reverse("preset-create", args=[project.pk]), wanted)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Preset.objects.exists()


def test_a_name_is_there_once_for_me_and_once_for_the_team(as_alice: Client, project: Project) -> None:
    assert keep(as_alice, project) == 302
    assert keep(as_alice, project, whose="team") == 302
    assert keep(as_alice, project) == 422
    assert Preset.objects.count() == 2


def test_mine_are_mine_and_the_teams_are_the_teams(
    as_alice: Client, project: Project, bob: User, charlie: User
) -> None:
    keep(as_alice, project, name="Only hers")
    keep(as_alice, project, name="Everybody's", whose="team")
    page = signed_in(bob).get(reverse("presets", args=[project.pk])).content.decode()
    assert "Everybody&#x27;s" in page
    assert "Only hers" not in page
    hers = Preset.objects.get(name="Only hers")
    merged = signed_in(bob).post(reverse("preset-merge", args=[project.pk]), {"preset": hers.pk})
    deleted = signed_in(bob).post(reverse("preset-delete", args=[project.pk, hers.pk]))
    assert (merged.status_code, deleted.status_code) == (404, 404)


def test_a_preset_is_merged_with_a_look_at_what_changes_and_locked_fields_stay(
    as_alice: Client, project: Project
) -> None:
    keep(as_alice, project)
    data = {"preset": Preset.objects.get().pk, "prompt": '{"light": {"key": "dusk"}, "mm": 50}'}
    url = reverse("preset-merge", args=[project.pk])
    page = as_alice.post(url, data, headers=HTMX).content.decode()
    assert "<del>dusk</del><ins>window</ins>" in page
    assert "&quot;K&quot;: 5.60e3" in page
    assert "&quot;mm&quot;: 50" in page
    locked = as_alice.post(url, {**data, "lock": ["light.key"]}, headers=HTMX).content.decode()
    assert "dusk</del>" not in locked
    assert "5.60e3" in locked


def test_every_starting_preset_merges_into_words_and_into_nothing(as_alice: Client, project: Project) -> None:
    url = reverse("preset-merge", args=[project.pk])
    for number, starter in enumerate(STARTERS):
        for prompt in ("", "a red kite", PROMPT):
            answer = as_alice.post(url, {"preset": f"starter-{number}", "prompt": prompt}, headers=HTMX)
            assert starter.name in answer.content.decode()
    assert as_alice.post(url, {"preset": f"starter-{len(STARTERS)}"}).status_code == 404


def test_a_file_of_presets_comes_in_as_it_went_out(as_alice: Client, project: Project) -> None:
    keep(as_alice, project)
    file = as_alice.get(reverse("presets-export", args=[project.pk])).content
    url = reverse("presets-import", args=[project.pk])
    upload = BytesIO(file)
    upload.name = "presets.json"
    as_alice.post(url, {"file": upload, "whose": "mine"})
    assert {(each.name, each.text) for each in Preset.objects.all()} == {
        ("Window light", Preset.objects.earliest("pk").text),
        ("Window light (2)", Preset.objects.earliest("pk").text),
    }


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"[]", b"words", b'{"seedbed_presets": 2}'])
def test_a_file_that_is_none_is_refused_in_a_sentence(
    as_alice: Client, project: Project, content: bytes
) -> None:
    upload = BytesIO(content)
    upload.name = "presets.json"
    url = reverse("presets-import", args=[project.pk])
    answer = as_alice.post(url, {"file": upload}, headers=HTMX)
    assert answer.status_code == 422
    assert not Preset.objects.exists()


def test_a_deleted_preset_is_gone(as_alice: Client, project: Project) -> None:
    keep(as_alice, project)
    as_alice.post(reverse("preset-delete", args=[project.pk, Preset.objects.get().pk]))
    assert not Preset.objects.exists()
