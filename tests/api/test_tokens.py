"""Tokens: known by their hash, counted, and gone when they are revoked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from studio.models import Project, Token, User
from studio.models.token import is_whole, make_secret
from tests.api.conftest import Program, make_token

ME = "/api/v1/me"


def test_a_token_says_whom_it_speaks_for(
    program: Callable[..., Program], alice: User, project: Project
) -> None:
    told = program(alice, "read", project=project).get(ME).json()
    assert told["email"] == "alice@example.org"
    assert (told["token"]["scopes"], told["token"]["project"]) == (["read"], project.pk)


def test_only_the_hash_of_a_token_is_kept(alice: User) -> None:
    secret, token = make_token(alice)
    assert secret not in str(Token.objects.filter(pk=token.pk).values().get())


def test_a_mistyped_token_is_known_as_such_without_the_database() -> None:
    secret = make_secret()
    assert is_whole(secret)
    assert not any(is_whole(secret[:at] + "é" + secret[at + 1 :]) for at in range(len(secret)))
    assert not is_whole(secret[:-1] + ("a" if secret[-1] != "a" else "b"))


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_a_token_that_is_over_opens_nothing(change: dict[str, object], alice: User) -> None:
    secret, token = make_token(alice)
    assert Program(secret).get(ME).status_code == 200
    Token.objects.filter(pk=token.pk).update(**change)
    assert Program(secret).get(ME).status_code == 401


def test_a_person_who_may_not_sign_in_has_no_valid_tokens(alice: User) -> None:
    secret, _ = make_token(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert Program(secret).get(ME).status_code == 401


def test_when_it_was_last_used_is_noted(alice: User) -> None:
    secret, token = make_token(alice)
    Program(secret).get(ME)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_token_that_asks_too_often_is_told_when_to_come_back(alice: User, settings: Settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = {"read": 3, "write": 1, "spend": 1}
    asks = Program(make_token(alice)[0])
    answers = [asks.get(ME) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert [each.headers["RateLimit-Remaining"] for each in answers] == ["2", "1", "0", "0"]
    assert {each.headers["RateLimit-Limit"] for each in answers} == {"3"}
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 20
    assert asks.post("/api/v1/projects", {"name": "Another count"}).status_code == 201
    assert Program(make_token(alice)[0]).get(ME).status_code == 200


def test_what_is_not_there_is_a_problem_too() -> None:
    for path in ("/api/", "/api/v1/nothing", "/api/v1/jobs/x"):
        answer = Program("").get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_method_that_an_address_does_not_have_is_a_problem_too(db: None) -> None:
    answer = Program("").send("PUT", "/api/v1/projects")
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert (answer.headers["Allow"], answer.json()["detail"]) == (
        "GET, POST",
        "This address takes GET, POST.",
    )


def test_the_schema_and_the_page_about_it_are_for_everybody(db: None) -> None:
    schema = Program("").get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    names = [operation["operationId"] for way in schema["paths"].values() for operation in way.values()]
    assert len(set(names)) == len(names)
    assert "make_job" in names
    page = Program("").get("/api/v1/docs")
    text = page.content.decode()
    assert all(path in text for path in schema["paths"])
    assert "`" not in text
    assert " style=" not in text
    assert text.count("<script") == 1
