import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from studio.stack.addresses import database_url
from tests.studio.faults.database import Server


@pytest.fixture(scope="session")
def _server() -> Server:
    home = os.environ.get("SEEDBED_HOME", "")
    if not home or os.environ.get("DATABASE_URL") != database_url(Path(home)):
        pytest.skip("the database's server is not this run's own")
    return Server()


@pytest.fixture
def server(_server: Server, transactional_db: None) -> Iterator[Server]:
    """The server of this run, with its throwaway settings so far put right that a commit is in its log when it
    returns: a crash of the server, though not of the machine, then loses none."""
    name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    connection.close()
    yield _server
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} RESET synchronous_commit")
    connection.close()
