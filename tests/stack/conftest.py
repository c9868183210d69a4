"""Homes for servers: short, and open to the account that PostgreSQL runs as when root runs the tests."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.stack.home import Places
from studio.stack.postgres import start_postgres
from studio.stack.processes import stop


@pytest.fixture
def empty_places() -> Iterator[Places]:
    """A home in which nothing was ever started."""
    yield from _places()


@pytest.fixture(scope="session")
def places() -> Iterator[Places]:
    """A home with a database cluster, shared, for making one takes seconds: tests leave it stopped and whole."""
    for made in _places():
        stop([start_postgres(made, throwaway=True)], within=10)
        yield made


def _places() -> Iterator[Places]:
    folder = Path(tempfile.mkdtemp(prefix="seedbed-stack-test-"))
    folder.chmod(0o711)
    made = Places(folder)
    made.prepare()
    yield made
    for used in (made.sockets, made.servers, made.home):
        shutil.rmtree(used, ignore_errors=True)
