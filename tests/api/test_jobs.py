"""Asking for pictures as a program does."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from pytest_django import Settings

from studio.models import Call, Job, Project, Team, User
from tests.api.conftest import Program
from tests.backends.provider import Provider, Reply
from tests.conftest import backend_settings, work

pytestmark = pytest.mark.usefixtures("provider")

KITE = {"prompt": "a red kite over dunes", "aspect": "16:9", "tier": "1K", "count": 2}


def jobs_of(project: Project) -> str:
    return f"/api/v1/projects/{project.pk}/jobs"


def test_a_job_is_made_and_its_pictures_are_found(as_alice: Program, project: Project) -> None:
    made = as_alice.post(jobs_of(project), KITE)
    assert made.status_code == 201
    assert made.json()["state"] == "open"
    assert made.json()["cost"] == "0.060000"
    work()
    read = as_alice.get(f"/api/v1/jobs/{made.json()['id']}").json()
    assert (read["state"], [each["state"] for each in read["calls"]]) == ("done", ["stored"] * 2)
    picture = as_alice.get(read["variants"][0]["image"]["address"])
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.getvalue()[:2] == b"\xff\xd8"


def test_a_structured_prompt_is_sent_in_the_order_of_its_keys(
    as_alice: Program, project: Project, provider: Provider
) -> None:
    made = as_alice.post(jobs_of(project), {**KITE, "prompt": {"z": 1, "a": ["é"]}})
    assert made.json()["text"] == '{\n  "z": 1,\n  "a": [\n    "é"\n  ]\n}'


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"prompt": " "}, "prompt"),
        ({"prompt": "x" * 20_001}, "prompt"),
        ({"count": 0}, "count"),
        ({"count": "many"}, "count"),
        ({"backend": "nowhere"}, "backend"),
        ({"aspect": "5:1"}, "aspect"),
        ({"aspect": "", "width": 64, "height": 64}, "width"),
        ({"references": [4711]}, "references"),
        ({"references": ["x"]}, "references.0"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(
    change: dict[str, object], field: str, as_alice: Program, project: Project
) -> None:
    answer = as_alice.post(jobs_of(project), KITE | change)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert answer.json()["errors"][0]["message"] in answer.json()["detail"]
    assert not Job.objects.exists()


def test_the_same_key_and_body_give_the_same_job(as_alice: Program, project: Project) -> None:
    first = as_alice.post(jobs_of(project), KITE, Idempotency_Key="kite-1")
    again = as_alice.post(jobs_of(project), dict(reversed(KITE.items())), Idempotency_Key="kite-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert Call.objects.count() == 2


def test_the_same_key_with_another_body_is_refused(as_alice: Program, project: Project) -> None:
    as_alice.post(jobs_of(project), KITE, Idempotency_Key="kite-1")
    answer = as_alice.post(jobs_of(project), {**KITE, "count": 1}, Idempotency_Key="kite-1")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert Job.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(as_alice: Program, project: Project, team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(monthly_budget=Decimal("0.01"))
    refused = as_alice.post(jobs_of(project), KITE, Idempotency_Key="kite-1")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (409, "budget")
    Team.objects.filter(pk=team.pk).update(monthly_budget=None)
    assert as_alice.post(jobs_of(project), KITE, Idempotency_Key="kite-1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "ключ".encode().decode("latin-1")])
def test_a_key_that_is_none_is_refused(key: str, as_alice: Program, project: Project) -> None:
    answer = as_alice.post(jobs_of(project), KITE, Idempotency_Key=key)
    assert (answer.status_code, Job.objects.count()) == (400, 0)


def test_another_person_may_use_the_same_key(
    as_alice: Program, bob: User, program: Callable[..., Program], project: Project
) -> None:
    first = as_alice.post(jobs_of(project), KITE, Idempotency_Key="1")
    assert program(bob).post(jobs_of(project), KITE, Idempotency_Key="1").json()["id"] != first.json()["id"]


def test_what_failed_is_asked_for_again_once_for_one_key(
    as_alice: Program, project: Project, provider: Provider
) -> None:
    provider.script(Reply(status=400, error=("InvalidParameter", "Not like this.")))
    made = as_alice.post(jobs_of(project), {**KITE, "count": 1}).json()
    work()
    failed = as_alice.get(f"/api/v1/jobs/{made['id']}").json()
    assert (failed["state"], failed["cost"]) == ("failed", "0")
    assert failed["calls"][0]["trouble"]["message"] == "Not like this."
    for replayed in (None, "true"):
        answer = as_alice.post(f"/api/v1/jobs/{made['id']}/retry", Idempotency_Key="again")
        assert (answer.status_code, answer.headers.get("Idempotent-Replayed")) == (200, replayed)
    assert Call.objects.count() == 2
    assert as_alice.post(f"/api/v1/jobs/{made['id']}/retry").status_code == 409


def test_an_unknown_outcome_is_decided_once(as_alice: Program, project: Project, provider: Provider) -> None:
    provider.script(Reply(fault="reset"))
    made = as_alice.post(jobs_of(project), {**KITE, "count": 1}).json()
    work()
    call = as_alice.get(f"/api/v1/jobs/{made['id']}").json()["calls"][0]
    assert call["state"] == "unknown"
    assert as_alice.post(f"/api/v1/calls/{call['id']}/let-go").json()["state"] == "let_go"
    assert as_alice.post(f"/api/v1/calls/{call['id']}/let-go").status_code == 409
    assert as_alice.post(f"/api/v1/calls/{call['id']}/retry").status_code == 409


def test_a_cancelled_job_is_cancelled(as_alice: Program, project: Project) -> None:
    made = as_alice.post(jobs_of(project), KITE).json()
    assert as_alice.post(f"/api/v1/jobs/{made['id']}/cancel").json()["state"] == "cancelled"


def test_lists_go_on_by_key(as_alice: Program, project: Project) -> None:
    made = [as_alice.post(jobs_of(project), KITE).json()["id"] for _ in range(5)]
    seen: list[int] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = as_alice.get(jobs_of(project), limit=2, **cursor).json()
        seen += [each["id"] for each in page["items"]]
        cursor = {"cursor": page["next"]}
    assert seen == made[::-1]
    assert page["next"] is None


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"prompt": NaN}', b"[" * 5000, b'{"prompt": "\\ud800"}', b'"x"']
)
def test_a_body_that_is_no_object_is_refused_in_words(
    body: bytes, as_alice: Program, project: Project
) -> None:
    answer = as_alice._client.generic(
        "POST", jobs_of(project), body, content_type="application/json", headers=as_alice._headers()
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"].startswith(("The body", "The request"))


def test_a_seed_and_a_format_are_taken_where_the_backend_has_them(
    as_alice: Program, project: Project, provider: Provider, settings: Settings
) -> None:
    local = backend_settings(provider, model="seedbed-illustrator", price=0)
    settings.IMAGE_BACKENDS = {**settings.IMAGE_BACKENDS, "local": local}
    path, asked = f"/api/v1/projects/{project.pk}/jobs", {"prompt": "a kite", "seed": 7, "format": "png"}
    told = {each["alias"]: each for each in as_alice.get("/api/v1/backends").json()}
    assert (told["local"]["seed"], told["local"]["formats"]) == (True, ["jpeg", "png"])
    assert (told["paid"]["seed"], told["paid"]["formats"]) == (False, [])
    refused = as_alice.post(path, {**asked, "backend": "paid"}).json()
    assert {each["field"] for each in refused["errors"]} == {"seed", "format"}
    assert as_alice.post(path, {**asked, "backend": "local"}).status_code == 201
    work()
    assert (provider.requests[0].body["seed"], provider.requests[0].body["output_format"]) == (7, "png")
