"""Where the embedded stack keeps its things. Computed, never made: `Places.prepare` makes the folders.

    <home>/            SEEDBED_HOME or <root>/var; what a person backs up
      postgres/        the database cluster
      valkey/          the queue's append-only file
      run/             unix sockets, for their owner alone
      logs/            one file per process; like what follows, for their owner alone
      spool/ media/    answers that are not stored yet, and pictures
      engine/          what the engine keeps

PostgreSQL refuses to run as root. When root starts the stack, both servers run as an unprivileged account,
and what that account must reach lies in a folder it can reach: the home itself when every folder above it is
open to pass through, else /var/lib/seedbed-<digest>. No folder's rights above the home are ever changed.
"""

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studio.stack.errors import StackError

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET = 103  # bytes of a unix socket's path: 103 on macOS, 107 on Linux
SOCKET_NAME = ".s.PGSQL.5432"  # the longer of the two names in the socket folder


def home() -> Path:
    """The data folder of this installation."""
    return Path(os.environ.get("SEEDBED_HOME") or ROOT / "var").expanduser().absolute()


def server_account() -> pwd.struct_passwd | None:
    """Whom the servers run as when root starts them; None for everyone else: as oneself."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StackError(
        "PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody."
    )


def is_reachable(path: Path) -> bool:
    """Whether any account may pass through every existing folder down to `path`."""
    return all(
        folder.stat().st_mode & stat.S_IXOTH
        for folder in [path, *path.parents]
        if folder.exists() and folder.is_dir()
    )


@dataclass(frozen=True)
class Places:
    """The paths of one home."""

    home: Path

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(f"{os.geteuid()}:{self.home}".encode()).hexdigest()[:12]

    @cached_property
    def servers(self) -> Path:
        """Parent of the servers' data."""
        if server_account() and not is_reachable(self.home):
            return Path(f"/var/lib/seedbed-{self.digest}")
        return self.home

    @property
    def postgres(self) -> Path:
        return self.servers / "postgres"

    @property
    def valkey(self) -> Path:
        return self.servers / "valkey"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @cached_property
    def sockets(self) -> Path:
        """Short and plain enough for a socket's path, a URL and PostgreSQL's list of folders."""
        folder = self.servers / "run"
        if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET and re.fullmatch(
            r"[\w/.+-]+", str(folder), re.ASCII
        ):
            return folder
        return Path(f"/tmp/seedbed-{self.digest}")  # noqa: S108 - checked to be ours alone before use

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "v.sock"

    def prepare(self) -> None:
        """Make the folders, each with the rights it needs."""
        try:
            for folder in (self.home, self.servers):
                if not folder.exists():
                    folder.mkdir(parents=True)
                    folder.chmod(0o711)
            for name in ("logs", "spool", "media", "engine"):
                (self.home / name).mkdir(exist_ok=True)
                (self.home / name).chmod(0o700)
            if self.servers != self.home and (self.home / "postgres").exists():
                raise StackError(
                    f"The database in {self.home / 'postgres'} is out of reach for the account that PostgreSQL runs "
                    f"as: open the folders above it to pass through (chmod o+x)."
                )
            for folder in (self.postgres, self.valkey, self.sockets):
                _make_private(folder)
        except OSError as error:
            raise StackError(f"{error.filename} cannot be used for the data: {error.strerror}.") from error


def _make_private(folder: Path) -> None:
    account = server_account()
    owner = account.pw_uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise StackError(f"{folder} belongs to someone else: remove it, or set SEEDBED_HOME.") from None
    folder.chmod(0o700)
