"""Projects, references and pictures as a program sees them."""

from collections.abc import Callable
from io import BytesIO

from pytest_django import Settings

from studio.models import BackendAccount, Membership, Project, Role, Team, User
from tests.api.conftest import Program
from tests.pictures import TEXT, png


def test_a_project_is_made_renamed_and_moved_to_the_trash(as_alice: Program, team: Team) -> None:
    made = as_alice.post("/api/v1/projects", {"name": "  Spring   lookbook "})
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["role"]) == ("Spring lookbook", "owner")
    address = f"/api/v1/projects/{made.json()['id']}"
    assert as_alice.send("PATCH", address, {"name": "Summer"}).json()["name"] == "Summer"
    assert as_alice.send("DELETE", address).status_code == 204
    assert as_alice.get(address).status_code == 404


def test_a_project_without_a_name_is_refused_in_the_words_of_the_page(as_alice: Program) -> None:
    answer = as_alice.post("/api/v1/projects", {"name": " "})
    assert answer.json()["errors"] == [{"field": "name", "message": "Give the project a name."}]


def test_somebody_elses_team_takes_no_project(as_alice: Program, charlie: User) -> None:
    answer = as_alice.post("/api/v1/projects", {"name": "Mine", "team": charlie.teams.get().pk})
    assert [each["field"] for each in answer.json()["errors"]] == ["team"]


def test_the_list_tells_the_role_in_each_team(
    program: Callable[..., Program], vera: User, project: Project
) -> None:
    told = program(vera, "read").get("/api/v1/projects").json()
    assert [(each["id"], each["role"]) for each in told["items"]] == [(project.pk, "viewer")]


def test_a_bound_token_is_told_of_no_other_teams_backends(
    program: Callable[..., Program], alice: User, project: Project, charlie: User, settings: Settings
) -> None:
    settings.IMAGE_BACKENDS = {}
    elsewhere = charlie.teams.get()
    Membership.objects.create(team=elsewhere, user=alice, role=Role.VIEWER)
    for team, alias in ((project.team, "ours"), (elsewhere, "theirs")):
        BackendAccount.objects.create(team=team, kind="replicate", alias=alias, label=alias, price=1)
    for bound, known in ((None, ["ours", "theirs"]), (project, ["ours"])):
        told = program(alice, "read", project=bound).get("/api/v1/backends").json()
        assert [each["alias"] for each in told] == known
        assert told[0]["team"] == project.team_id


def test_a_picture_is_brought_and_found(as_alice: Program, project: Project) -> None:
    file = BytesIO(png((96, 64)))
    file.name = "A bottle.png"
    made = as_alice.upload(f"/api/v1/projects/{project.pk}/references", {"file": file})
    assert (made.status_code, made.json()["name"]) == (201, "a-bottle")
    found = as_alice.get(f"/api/v1/projects/{project.pk}/references").json()["items"]
    assert [(each["id"], each["image"]["width"]) for each in found] == [(made.json()["id"], 96)]


def test_what_is_no_picture_is_refused_with_the_field(as_alice: Program, project: Project) -> None:
    file = BytesIO(TEXT)
    file.name = "fake.png"
    answer = as_alice.upload(f"/api/v1/projects/{project.pk}/references", {"file": file})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "file"
    assert answer.json()["detail"].startswith("fake.png: This is not a picture")
    nothing = as_alice.upload(f"/api/v1/projects/{project.pk}/references", {})
    assert [each["field"] for each in nothing.json()["errors"]] == ["file"]
