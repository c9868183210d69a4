"""The database of a test run: migrated once, copied by each of the run's processes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

TEMPLATE = "migrated"


def template_in(home: Path) -> str:
    """The name of a migrated database on the server of this home; the first who asks makes it, the others wait."""
    made = home / "template-made"
    with (home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with _named(TEMPLATE):
                connection.creation.create_test_db(verbosity=0, autoclobber=True)
                connection.close()
            made.touch()
    return TEMPLATE


@contextmanager
def _named(name: str) -> Iterator[None]:
    """What is made meanwhile as the test's database has this name."""
    ours, tests = connection.settings_dict, connection.settings_dict["TEST"]
    before, tested = ours["NAME"], tests["NAME"]
    tests["NAME"] = name
    try:
        yield
    finally:
        ours["NAME"], tests["NAME"] = before, tested
