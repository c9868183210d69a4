"""Backends in the browser: added, tried, re-keyed, switched off and removed by those who may; keys stay inside."""

import json
import logging
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio import sealing
from studio.backends import registry
from studio.backends.errors import Misconfigured
from studio.models import BackendAccount, Call, Job, Outbox, Project, Team, User
from studio.pipeline.export import write
from tests.api.conftest import Program, make_token
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.studio.test_money import added
from tests.studio.views.conftest import HTMX, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]

KEY = "sk-canary-0123456789-abcd"
ARK = {"label": "Our Seedream", "region": "johor", "model": "seedream-4-0-250828", "key": KEY}
WORKFLOW = {
    "3": {"class_type": "KSampler", "inputs": {"seed": "{{seed}}", "steps": "{{steps|20}}"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{prompt}}"}},
}


@pytest.fixture
def staff(alice: User) -> Client:
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    return signed_in(alice)


def add(client: Client, whose: object, kind: str, data: dict[str, object]) -> tuple[int, str]:
    answer = client.post(reverse("backend-add", args=[whose, kind]), data)
    return answer.status_code, answer.content.decode()


def a_file(value: object) -> BytesIO:
    file = BytesIO(value if isinstance(value, bytes) else json.dumps(value).encode())
    file.name = "workflow.json"
    return file


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("seedream", ARK),
        ("seedream", {**ARK, "model": "other", "model_id": "ep-1", "family": "4.5", "region": "beijing"}),
        ("fal", {"label": "Fal", "model": "fal-ai/bytedance/seedream/v4/text-to-image", "key": KEY}),
        ("replicate", {"label": "R", "model": "bytedance/seedream-4", "key": KEY}),
        (
            "openai",
            {"label": "O", "model": "gpt-image-2", "price": "0.05", "partial_images": "1", "key": KEY},
        ),
        (
            "server",
            {
                "label": "S",
                "base_url": "https://s.example",
                "server": "sglang",
                "model": "m",
                "max_area": "1048576",
            },
        ),
        ("comfyui", {"label": "C", "base_url": "https://c.example", "max_area": "1048576"}),
        (
            "automatic1111",
            {"label": "A", "base_url": "https://a.example", "steps": "20", "max_area": "1048576"},
        ),
    ],
)
def test_every_kind_can_be_added_and_is_offered_at_once(
    as_alice: Client, team: Team, project: Project, kind: str, data: dict[str, object]
) -> None:
    files = {"workflow": a_file(WORKFLOW)} if kind == "comfyui" else {}
    status, page = add(as_alice, team.pk, kind, {**data, **files})
    assert status == 302, page
    account = BackendAccount.objects.get()
    assert account.alias in registry.offered(team.pk)
    assert str(data["label"]) in as_alice.get(reverse("project", args=[project.pk])).content.decode()
    shown = as_alice.get(reverse("backend", args=[account.pk]))
    assert shown.status_code == 200
    again = as_alice.post(
        reverse("backend", args=[account.pk]),
        {"price": "0.07", "partial_images": "0", **data, "label": "Renamed"},
    )
    assert again.status_code == 302, again.content.decode()
    account.refresh_from_db()
    assert account.label == "Renamed"
    registry.backend(account.alias, team=team.pk)


def test_what_a_server_does_with_masks_can_be_said(as_alice: Client, team: Team) -> None:
    data = {"label": "S", "base_url": "https://s.example", "server": "vllm-omni", "model": "m"}
    for said, becomes in (("", "none"), ("white", "native")):
        add(as_alice, team.pk, "server", {**data, "max_area": "1048576", "mask": said})
        account = BackendAccount.objects.latest("pk")
        assert registry.backend(account.alias, team=team.pk).capabilities.mask == becomes
        shown = as_alice.get(reverse("backend", args=[account.pk])).content.decode()
        assert f'<option value="{said}" selected>' in shown


def test_a_model_has_its_other_name_in_china(as_alice: Client, team: Team) -> None:
    add(as_alice, team.pk, "seedream", {**ARK, "region": "beijing"})
    options = BackendAccount.objects.get().options
    assert options["model"] == "doubao-seedream-4-0-250828"
    assert options["base_url"] == "https://ark.cn-beijing.volces.com/api/v3"


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("seedream", {"key": ""}, "Nothing can be drawn there without a key."),
        ("seedream", {"key": "två nycklar"}, "characters that no key has"),
        ("seedream", {"label": " "}, "Give it a name."),
        ("seedream", {"model": "other"}, "Give the id of the model"),
        ("seedream", {"model": "other", "model_id": "ep-1"}, "Of which family is the model"),
        ("seedream", {"price": "-1"}, "greater than or equal to 0"),
        ("seedream", {"concurrency": "0"}, "greater than or equal to 1"),
        ("fal", {"model": "fal-ai/bytedance/seedream/v4.5/text-to-image"}, "set `price`"),
        ("openai", {"model": "gpt-image-2", "partial_images": "1"}, "Say what a picture costs"),
        ("comfyui", {"base_url": "https://c.example", "max_area": "1048576"}, "Choose the workflow"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    as_alice: Client, team: Team, kind: str, changes: dict[str, object], words: str
) -> None:
    status, page = add(as_alice, team.pk, kind, {**ARK, **changes})
    assert status == 422
    assert words in page.replace("&#x27;", "'")
    assert KEY not in page
    assert not BackendAccount.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not json", "This file is not JSON"),
        (b"[" * 100_000, "This file is not JSON"),
        ([1], "This is no workflow"),
        ({"1": {"class_type": "x", "inputs": {}}}, "no {{prompt}}"),
        ({"1": {"inputs": {"text": "{{prompt}}"}}}, "not in API format"),
        (b" " * 1_100_000, "larger than 1 MB"),
    ],
)
def test_a_workflow_that_is_none_is_refused(
    as_alice: Client, team: Team, content: object, words: str
) -> None:
    data = {"label": "C", "base_url": "https://c.example", "max_area": "1048576", "workflow": a_file(content)}
    status, page = add(as_alice, team.pk, "comfyui", data)
    assert (status, words in page) == (422, True), page


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "https://example.org:8443",
        "https://127.0.0.1",
        "https://10.0.0.7",
        "https://[::1]",
        "https://[::ffff:10.0.0.7]",
        "https://2130706433",
        "https://localhost",
        "https://u:p@example.org",
        "https://example.org/?x=1",
        "file:///etc/passwd",
        "gopher://example.org",
        "",
    ],
)
def test_a_team_cannot_lead_the_studio_into_its_own_network(
    as_alice: Client, team: Team, address: str
) -> None:
    data: dict[str, object] = {"label": "A", "max_area": "1048576", "base_url": address}
    status, page = add(as_alice, team.pk, "automatic1111", data)
    assert status == 422
    assert 'id="id_base_url_error"' in page


def test_the_staff_may_name_a_machine_in_its_own_network(staff: Client) -> None:
    data: dict[str, object] = {"label": "Desk", "max_area": "1048576", "base_url": "http://10.0.0.7:7860/"}
    status, _ = add(staff, "everybody", "automatic1111", data)
    account = BackendAccount.objects.get()
    assert (status, account.team, account.options["base_url"]) == (302, None, "http://10.0.0.7:7860")
    assert "desk" in registry.aliases(team=12345)


def test_what_is_for_everybody_is_not_there_for_an_owner_who_is_no_staff(
    as_alice: Client, provider: Provider
) -> None:
    account = added(provider)
    for name in ("backend", "backend-tested"):
        assert as_alice.get(reverse(name, args=[account.pk])).status_code == 404
    for name in ("backend-key", "backend-switch", "backend-remove", "backend-test"):
        assert as_alice.post(reverse(name, args=[account.pk])).status_code == 404
    assert as_alice.get(reverse("backend-choose", args=["everybody"])).status_code == 404
    assert add(as_alice, "everybody", "seedream", {**ARK})[0] == 404


def test_a_kept_key_cannot_be_led_to_another_address(as_alice: Client, team: Team) -> None:
    data: dict[str, object] = {
        "label": "A",
        "max_area": "1048576",
        "base_url": "https://a.example",
        "key": "u:p",
    }
    add(as_alice, team.pk, "automatic1111", data)
    account = BackendAccount.objects.get()
    as_alice.post(reverse("backend", args=[account.pk]), {**data, "base_url": "https://evil.example"})
    account.refresh_from_db()
    assert account.options["base_url"] == "https://a.example"


def test_a_test_draws_a_small_red_square_through_the_ledger(
    as_alice: Client, provider: Provider, team: Team, settings: Settings
) -> None:
    account = added(provider)
    BackendAccount.objects.update(team=None)
    User.objects.update(is_staff=True)
    page = as_alice.post(reverse("backend-test", args=[account.pk]), headers=HTMX).content.decode()
    assert "Waiting for a worker" in page
    assert provider.requests == []
    work()
    page = as_alice.get(reverse("backend-tested", args=[account.pk]), headers=HTMX).content.decode()
    assert "<dt>Took</dt>" in page
    assert "$0.03" in page
    call = Call.objects.get()
    assert (call.team, call.backend, call.job.project.name) == (team, "added", "Backend tests")
    assert "hx-trigger" not in page


def test_a_test_that_fails_says_so_in_the_backends_words(as_alice: Client, provider: Provider) -> None:
    User.objects.update(is_staff=True)
    account = added(provider)
    provider.script(Reply(status=401, error=("AuthenticationError", "the key is not valid")))
    as_alice.post(reverse("backend-test", args=[account.pk]))
    work()
    page = as_alice.get(reverse("backend", args=[account.pk])).content.decode()
    assert "the key is not valid" in page


def test_a_test_that_is_tried_again_says_why_and_can_be_stopped(as_alice: Client, provider: Provider) -> None:
    User.objects.update(is_staff=True)
    account = added(provider)
    provider.script(
        Reply(status=429, error=("ServerOverloaded", "we are full"), headers={"Retry-After": "60"})
    )
    as_alice.post(reverse("backend-test", args=[account.pk]))
    work()
    fresh = reverse("backend-tested", args=[account.pk])
    page = as_alice.get(fresh, headers=HTMX).content.decode()
    stop = reverse("job-cancel", args=[Job.objects.get().pk])
    assert "we are full" in page and stop in page
    as_alice.post(stop)
    assert "Stopped, and not charged." in as_alice.get(fresh, headers=HTMX).content.decode()


def test_one_that_cannot_be_had_says_so_in_the_list_and_on_its_page(
    staff: Client, provider: Provider, make_job: Callable[..., Job]
) -> None:
    account = added(provider)
    job = make_job(backend="added")
    silent = {"state": Call.State.FAILED, "error_kind": "Unavailable", "ended_at": Now()}
    Call.objects.bulk_create(
        Call(job=job, team=job.project.team, backend="added", slot=slot, **silent) for slot in range(1, 6)
    )
    assert "no answer since" in staff.get(reverse("backend-list")).content.decode()
    assert "has not answered since" in staff.get(reverse("backend", args=[account.pk])).content.decode()


def test_the_settings_own_is_tried_out_like_any_other(staff: Client, provider: Provider, team: Team) -> None:
    page = staff.get(reverse("backend-list")).content.decode()
    assert reverse("backend-given", args=["paid"]) in page
    provider.script(Reply(), Reply(status=401, error=("AuthenticationError", "the key is not valid")))
    asked = staff.post(reverse("backend-given-test", args=["paid"]), headers=HTMX).content.decode()
    assert reverse("backend-given-tested", args=["paid"]) in asked, "the page does not ask what came of it"
    work()
    told = staff.get(reverse("backend-given-tested", args=["paid"]), headers=HTMX).content.decode()
    assert "<dt>Took</dt>" in told
    assert "$0.03" in told
    assert (Call.objects.get().team, Call.objects.get().backend) == (team, "paid")
    assert staff.post(reverse("backend-given-test", args=["paid"])).status_code == 200
    work()
    page = staff.get(reverse("backend-given", args=["paid"])).content.decode()
    assert "the key is not valid" in page
    assert "test-key" not in page


def test_only_staff_sees_the_settings_own_and_only_those_there_are(staff: Client, bob: User) -> None:
    assert staff.get(reverse("backend-given", args=["nothing"])).status_code == 404
    as_bob = signed_in(bob)
    assert as_bob.get(reverse("backend-given", args=["paid"])).status_code == 404
    assert as_bob.get(reverse("backend-given-tested", args=["paid"])).status_code == 404
    assert as_bob.post(reverse("backend-given-test", args=["paid"])).status_code == 404
    assert not Job.objects.exists()


def test_a_wrong_entry_of_the_settings_says_so_and_hurts_no_page(staff: Client, settings: Settings) -> None:
    settings.IMAGE_BACKENDS = {"typo": {"BACKEND": "studio.backends.seedream.Seedreem", "OPTIONS": {}}}
    assert staff.get(reverse("backend-list")).status_code == 200
    page = staff.get(reverse("backend-given", args=["typo"])).content.decode()
    assert "there is no studio.backends.seedream.Seedreem" in page
    tried = staff.post(reverse("backend-given-test", args=["typo"]))
    assert (tried.status_code, Job.objects.exists()) == (409, False)


def test_a_switched_off_one_can_be_switched_on_again(
    as_alice: Client, provider: Provider, team: Team
) -> None:
    account = added(provider, team=team)
    as_alice.post(reverse("backend-switch", args=[account.pk]), {"enabled": "off"})
    assert "added" not in registry.aliases(team.pk)
    as_alice.post(reverse("backend-switch", args=[account.pk]), {"enabled": "on"})
    assert "added" in registry.aliases(team.pk)


def test_a_removed_ones_alias_never_means_another(as_alice: Client, team: Team) -> None:
    add(as_alice, team.pk, "seedream", {**ARK})
    first = BackendAccount.objects.get()
    as_alice.post(reverse("backend-remove", args=[first.pk]))
    add(as_alice, team.pk, "seedream", {**ARK})
    assert set(BackendAccount.objects.values_list("alias", "kind")) == {
        ("our-seedream", "seedream"),
        ("our-seedream-2", "seedream"),
    }
    first.refresh_from_db()
    assert (first.sealed_key, first.key_ending, first.options) == ("", "", {})


def test_a_key_is_nowhere_but_on_the_wire_to_its_backend(
    as_alice: Client,
    alice: User,
    provider: Provider,
    project: Project,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Looked for in every page, log line, task, row of ours and export, through a good call and bad ones."""
    User.objects.update(is_staff=True)
    caplog.set_level(logging.DEBUG)
    account = added(provider)
    seen = [as_alice.post(reverse("backend-key", args=[account.pk]), {"key": KEY}).content]
    for reply in (
        Reply(),
        Reply(status=401, error=("AuthenticationError", f"Incorrect API key provided: {KEY}")),
        Reply(status=400, error=("InvalidParameter", f"Bearer {KEY} is no key")),
        Reply(fault="reset"),
    ):
        provider.script(reply)
        seen.append(as_alice.post(reverse("backend-test", args=[account.pk]), headers=HTMX).content)
        seen.append(json.dumps(list(Outbox.objects.values("task", "arguments"))).encode())
        work()
        seen.append(as_alice.get(reverse("backend", args=[account.pk])).content)
    for name in ("backend-list", "project-list"):
        seen.append(as_alice.get(reverse(name)).content)
    seen.append(as_alice.get(reverse("project", args=[project.pk])).content)
    seen.append(as_alice.get(reverse("project", args=[Job.objects.all()[0].project_id])).content)
    program = Program(make_token(alice)[0])
    trials = Job.objects.all()[0].project
    seen += [program.get(path).content for path in ("/api/v1/backends", f"/api/v1/projects/{trials.pk}/jobs")]
    rows, file = StringIO(), BytesIO()
    call_command("dumpdata", "studio", stdout=rows)
    write(trials, file)
    assert b"red square" in file.getvalue(), "the file cannot be searched"
    seen += [
        rows.getvalue().encode(),
        file.getvalue(),
        caplog.text.encode(),
        repr(account.entry().config["BACKEND"]).encode(),
    ]
    assert provider.requests[-1].headers["Authorization"] == f"Bearer {KEY}"
    assert [place for place in seen if KEY.encode() in place] == []
    assert b"abcd" in seen[3]


def test_a_changed_secret_opens_what_was_sealed_before_and_can_be_made_the_only_one(
    provider: Provider, settings: Settings
) -> None:
    account = added(provider)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [django_settings.SECRET_KEY], "another secret"
    call_command("reseal", stdout=StringIO())
    settings.SECRET_KEY_FALLBACKS = []
    account.refresh_from_db()
    assert sealing.unseal(account.sealed_key) == "test-key"


def test_a_key_that_cannot_be_opened_is_named_and_hurts_no_page(
    as_alice: Client, provider: Provider, project: Project, settings: Settings
) -> None:
    User.objects.update(is_staff=True)
    account = added(provider)
    account.sealed_key = "gAAAA-not-ours"
    account.save()
    assert as_alice.get(reverse("project", args=[project.pk])).status_code == 200
    with pytest.raises(Misconfigured, match="Set the key anew"):
        registry.backend("added")
    page = as_alice.get(reverse("backend", args=[account.pk])).content.decode()
    assert "Set the key anew" in page
