"""A running web process and a signed-in client of it, for benches."""

import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from studio.accounts import local_owner, make_team_of_one
from studio.models import Project, User
from studio.stack.processes import end_with_parent
from studio.stack.services import WEB
from tests.workers import ROOT, child_env, until


@contextmanager
def web(**env: str) -> Iterator[str]:
    """The studio's web process on a free port; gives its origin."""
    port = free_port()
    with serving(WEB.command(sys.executable, host="127.0.0.1", port=port), port, **env) as process:
        assert process.poll() is None
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(command: list[str], port: int, **env: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Any server of the studio's pages, once it answers on `port`."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+b") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=child_env(**env),
            stdout=log,
            stderr=log,
            preexec_fn=end_with_parent(signal.SIGKILL),
        )
        try:
            until(
                lambda: answers(f"http://127.0.0.1:{port}/healthz"),
                seconds=60,
                why=lambda: (Path(folder) / "log").read_text()[-3000:],
            )
            yield process
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def signed_in_browser(origin: str) -> Iterator[tuple[httpx.Client, int]]:
    """A client with a session of the local owner, and the id of a project of theirs."""
    owner = local_owner()
    project = Project.objects.create(team=make_team_of_one(owner), name="Bench", created_by=owner)
    token = secrets.token_hex(16)
    cookies = {settings.SESSION_COOKIE_NAME: session_of(owner), settings.CSRF_COOKIE_NAME: token}
    with httpx.Client(base_url=origin, cookies=cookies, headers={"X-CSRFToken": token}, timeout=60) as client:
        yield client, project.pk


def session_of(user: User) -> str:
    """The value of a session cookie with which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
