"""Every route of the API, asked for by everybody: no row is reached by knowing its number."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from studio.api.app import api
from studio.models import Call, Job, Project, Reference, User, Variant, Webhook
from studio.models import Project as ProjectRow
from studio.pipeline.webhooks import test as send_test
from tests.api.conftest import Program
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.pictures import png
from tests.studio.views.conftest import reference, variant  # noqa: F401 - the fixtures of the pages' walk
from tests.studio.views.test_every_address import undone

JOB = {"prompt": "a kite", "aspect": "1:1", "tier": "1K"}


@dataclass(frozen=True)
class Route:
    """`who` is the least role that it answers, `scope` what the token needs, `right` the status for those."""

    who: str = "viewer"
    scope: str = "read"
    right: int = 200
    body: Any = None
    form: Callable[[], dict[str, Any]] | None = None


def kite() -> BytesIO:
    file = BytesIO(png())
    file.name = "kite.png"
    return file


ROUTES = {
    "GET /api/v1/projects/{pk}": Route(),
    "PATCH /api/v1/projects/{pk}": Route("editor", "write", body={"name": "Spring"}),
    "DELETE /api/v1/projects/{pk}": Route("owner", "write", 204),
    "GET /api/v1/projects/{pk}/prompts": Route(),
    "GET /api/v1/prompts/{pk}": Route(),
    "GET /api/v1/projects/{pk}/references": Route(),
    "POST /api/v1/projects/{pk}/references": Route("editor", "write", 201, form=lambda: {"file": kite()}),
    "GET /api/v1/references/{pk}": Route(),
    "DELETE /api/v1/references/{pk}": Route("editor", "write", 204),
    "POST /api/v1/variants/{pk}/reference": Route("editor", "write"),
    "GET /api/v1/projects/{pk}/jobs": Route(),
    "POST /api/v1/projects/{pk}/jobs": Route("editor", "spend", 201, JOB),
    "GET /api/v1/jobs/{pk}": Route(),
    "GET /api/v1/jobs/{pk}/wait": Route(),
    "POST /api/v1/jobs/{pk}/cancel": Route("editor", "write"),
    "POST /api/v1/jobs/{pk}/retry": Route("editor", "spend", 409),
    "POST /api/v1/calls/{pk}/retry": Route("editor", "spend"),
    "POST /api/v1/calls/{pk}/let-go": Route("editor", "write"),
    "GET /api/v1/projects/{pk}/variants": Route(),
    "GET /api/v1/variants/{pk}": Route(),
    "DELETE /api/v1/variants/{pk}": Route("editor", "write", 204),
    "POST /api/v1/variants/{pk}/restore": Route("editor", "write"),
    "GET /api/v1/variants/{pk}/edits": Route(),
    "POST /api/v1/variants/{pk}/edits": Route("editor", "spend", 201, form=lambda: {"prompt": "no kite"}),
    "GET /api/v1/media/{image}/{spec}": Route(),
    "GET /api/v1/projects/{pk}/events": Route(),
    "GET /api/v1/projects/{pk}/webhooks": Route("owner"),
    "POST /api/v1/projects/{pk}/webhooks": Route("owner", "write", 201, {"url": "https://example.org/two"}),
    "GET /api/v1/webhooks/{pk}": Route("owner"),
    "DELETE /api/v1/webhooks/{pk}": Route("owner", "write", 204),
    "POST /api/v1/webhooks/{pk}/switch-on": Route("owner", "write"),
    "POST /api/v1/webhooks/{pk}/test": Route("owner", "write", 201),
    "GET /api/v1/webhooks/{pk}/deliveries": Route("owner"),
    "POST /api/v1/webhooks/{pk}/deliveries/{delivery}/again": Route("owner", "write"),
}

# About nobody's rows: everybody with a token gets their own.
OWN = {"GET /api/v1/me", "GET /api/v1/backends", "GET /api/v1/projects", "POST /api/v1/projects"}


@pytest.fixture
def addresses(
    project: Project,
    variant: Variant,  # noqa: F811
    reference: Reference,  # noqa: F811
    provider: Provider,
    make_job: Callable[..., Job],
) -> dict[str, str]:
    """Where each route has its row."""
    provider.script(Reply(fault="reset"))
    make_job(count=1)
    work()
    unknown = Call.objects.get(state=Call.State.UNKNOWN)
    rows = {
        "projects": project.pk,
        "prompts": variant.job.prompt_id,
        "references": reference.pk,
        "variants": variant.pk,
        "jobs": variant.job_id,
        "calls": unknown.pk,
        "webhooks": (hook := Webhook.objects.create(project=project, url="https://example.org/one")).pk,
    }
    delivery = send_test(hook)
    found = {}
    for route in ROUTES:
        path = route.partition(" ")[2]
        subject = path.split("/")[3]
        path = path.replace("{pk}", str(rows.get(subject))).replace("{delivery}", str(delivery.pk))
        found[route] = path.replace("{image}/{spec}", f"{variant.image_id}/w640")
    return found


def ask(program: Program, name: str, address: str) -> int:
    way = name.partition(" ")[0]
    with undone():
        route = ROUTES[name]
        if route.form:
            answer = program.upload(address, route.form())
        else:
            answer = program.send(way, address, route.body)
        if not answer.streaming or "media" in address:
            answer.getvalue()  # reading to the end closes a file
        return int(answer.status_code)


def test_every_route_is_known_here() -> None:
    schema = api.get_openapi_schema()
    there = {f"{way.upper()} {path}" for path, item in schema["paths"].items() for way in item}
    assert there == set(ROUTES) | OWN


# What says what it is by its name alone.
PLAIN = {"id", "name", "email", "project", "job", "call", "image", "url", "status", "team", "created_at", "media_type",
         "size_bytes", "items", "token", "errors", "field", "message"}  # fmt: skip


def test_every_field_is_explained_to_a_stranger() -> None:
    schema = api.get_openapi_schema()
    unsaid = {
        f"{shape}.{field}"
        for shape, told in schema["components"]["schemas"].items()
        for field, each in told.get("properties", {}).items()
        if field not in PLAIN and not each.get("description")
    }
    for path, item in schema["paths"].items():
        for way, operation in item.items():
            named = [each for each in operation.get("parameters", []) if each["in"] != "path"]
            unsaid |= {f"{way} {path}: {each['name']}" for each in named if not each.get("description")}
    assert unsaid == set()


def test_everybody_gets_what_they_may_and_nothing_else(
    addresses: dict[str, str],
    program: Callable[..., Program],
    alice: User,
    bob: User,
    vera: User,
    charlie: User,
) -> None:
    ranks = ["viewer", "editor", "owner"]
    people = {"viewer": program(vera), "editor": program(bob), "owner": program(alice)}
    others = {"nobody": (Program(""), 401), "stranger": (program(charlie), 404)}
    wrong = []
    for name, route in ROUTES.items():
        for who, each in people.items():
            right = route.right if ranks.index(who) >= ranks.index(route.who) else 403
            if (status := ask(each, name, addresses[name])) != right:
                wrong.append(f"{name}: {who} got {status}")
        for who, (each, right) in others.items():
            if (status := ask(each, name, addresses[name])) != right:
                wrong.append(f"{name}: {who} got {status}")
    assert wrong == []


def test_a_token_does_only_what_its_scopes_say(
    addresses: dict[str, str], program: Callable[..., Program], alice: User
) -> None:
    wrong = []
    for scope in ("read", "write", "spend"):
        limited = program(alice, scope)
        for name, route in ROUTES.items():
            right = route.right if route.scope == scope else 403
            if (status := ask(limited, name, addresses[name])) != right:
                wrong.append(f"{name}: a token that may {scope} got {status}")
    assert wrong == []


def test_a_token_of_another_project_reaches_nothing_of_this_one(
    addresses: dict[str, str], program: Callable[..., Program], alice: User, project: Project
) -> None:
    other = ProjectRow.objects.create(team=project.team, name="Other", created_by=alice)
    bound = program(alice, project=other)
    assert {name: status for name in ROUTES if (status := ask(bound, name, addresses[name])) != 404} == {}
    assert [each["id"] for each in bound.get("/api/v1/projects").json()["items"]] == [other.pk]
    assert bound.post("/api/v1/projects", {"name": "A third"}).status_code == 403


def test_a_session_counts_for_nothing(addresses: dict[str, str], alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    for name, address in addresses.items():
        answer = browser.generic(name.partition(" ")[0], address)
        assert answer.status_code == 401, name
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
