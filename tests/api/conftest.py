"""A program that speaks to the API for one of the people."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from studio.live.publish import sync_client
from studio.models import Project, Token, User
from studio.models.token import make_secret

EVERYTHING = ("read", "write", "spend")
Answer = Any
"""What Django's client gives: its own types leave out json()."""


def make_token(user: User, *scopes: str, project: Project | None = None) -> tuple[str, Token]:
    """A token's secret, and its row."""
    secret = make_secret()
    token = Token.objects.create(
        user=user,
        name="A test",
        scopes=list(scopes or EVERYTHING),
        project=project,
        digest=Token.digest_of(secret),
        hint=secret[-4:],
    )
    return secret, token


class Program:
    """Asks with one token, in JSON; `secret` "" asks without any."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._client = Client()

    def get(self, path: str, **query: Any) -> Answer:
        return self._client.get(path, query, headers=self._headers())

    def send(self, way: str, path: str, body: Any = None, **headers: str) -> Answer:
        content = b"" if body is None else json.dumps(body).encode()
        return self._client.generic(
            way,
            path,
            content,
            content_type="application/json",
            headers={**self._headers(), **_named(headers)},
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("POST", path, body, **headers)

    def upload(self, path: str, parts: Mapping[str, Any], **headers: str) -> Answer:
        """A multipart form."""
        return self._client.post(path, parts, headers={**self._headers(), **_named(headers)})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    """Rows of each test begin with the same numbers again, and so do the counts of their tokens."""
    for key in sync_client().scan_iter("rate:*"):
        sync_client().delete(key)


@pytest.fixture
def program() -> Callable[..., Program]:
    """program(alice, "read", project=…): with everything, unless scopes are named."""

    def make(user: User, *scopes: str, project: Project | None = None) -> Program:
        return Program(make_token(user, *scopes, project=project)[0])

    return make


@pytest.fixture
def as_alice(program: Callable[..., Program], alice: User) -> Program:
    return program(alice)
