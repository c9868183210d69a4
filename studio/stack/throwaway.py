"""A stack for one test run or one bench: its own servers in a folder of its own, gone at the end."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.stack.addresses import database_url, redis_url
from studio.stack.home import Places
from studio.stack.postgres import start_postgres
from studio.stack.processes import stop
from studio.stack.valkey import start_valkey

PREFIX = "seedbed-throwaway-"


@contextlib.contextmanager
def throwaway_stack() -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey, empty; gives the environment that points at them."""
    remove_leftovers()
    with _folder() as folder:
        places = Places(folder)
        places.prepare()
        servers = []
        try:
            servers.append(start_postgres(places, throwaway=True))
            servers.append(start_valkey(places, throwaway=True))
            yield os.environ | environment_for(folder)
        finally:
            stop(servers, within=10)
            shutil.rmtree(places.sockets, ignore_errors=True)  # it may lie outside the folder


def environment_for(home: Path) -> dict[str, str]:
    """What makes the studio use the servers of this home."""
    return {
        "SEEDBED_HOME": str(home),
        "SEEDBED_SETUP": "never",
        "SEEDBED_EMBEDDED": "1",
        "DATABASE_URL": database_url(home),
        "REDIS_URL": redis_url(home),
    }


def remove_leftovers() -> None:
    """Remove the folders of runs that were killed: nobody holds their lock any more."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/lock"):
        with contextlib.suppress(OSError), lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(Places(lock.parent).sockets, ignore_errors=True)
            shutil.rmtree(lock.parent, ignore_errors=True)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    draft = folder / "lock.draft"
    with draft.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        draft.rename(folder / "lock")  # appears locked, so that no other run takes it for a leftover
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
