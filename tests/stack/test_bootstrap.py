"""The set-up on a bare Python, in a small copy of the tree."""

import ast
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from studio.stack.home import ROOT, is_reachable, server_account
from tests.stack.launchers import line_with, without_own_settings

BARE = getattr(sys, "_base_executable", sys.executable)
UNREACHABLE = "http://127.0.0.1:9/simple"  # the discard port: nobody listens


@pytest.fixture
def tree() -> Iterator[Path]:
    """What the set-up of the Python side needs, and nothing that it made."""
    folder = Path(tempfile.mkdtemp(prefix="seedbed-tree-"))
    folder.chmod(0o755)
    lists = (f"requirements/{name}.txt" for name in ("local", "develop", "weights"))
    for part in ("studio/__init__.py", "manage.py", *lists):
        (folder / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, folder / part)
    shutil.copytree(ROOT / "studio" / "stack", folder / "studio" / "stack")
    yield folder
    shutil.rmtree(folder)


def environment(**more: str) -> dict[str, str]:
    ours = {name: value for name, value in without_own_settings().items() if name != "VIRTUAL_ENV"}
    return ours | {"PIP_INDEX_URL": UNREACHABLE, "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"} | more


def manage(tree: Path, *, python: str = BARE, **options: Any) -> "subprocess.CompletedProcess[str]":
    options = {"env": environment()} | options
    return subprocess.run(
        [python, "manage.py", "help"], cwd=tree, capture_output=True, text=True, timeout=120, **options
    )


@contextlib.contextmanager
def begun(tree: Path) -> Iterator[IO[bytes]]:
    """What a set-up says while it works; killed in the end."""
    working = subprocess.Popen(
        [BARE, "manage.py", "help"],
        cwd=tree,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        process_group=0,
    )
    assert working.stdout is not None
    try:
        yield working.stdout
    finally:
        os.killpg(working.pid, signal.SIGKILL)
        working.communicate()


def test_without_a_network_it_says_so_in_one_sentence(tree: Path) -> None:
    done = manage(tree)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "seedbed: The package index does not answer: is this machine on the network?"
    )
    assert len(done.stderr.splitlines()) == 1
    assert "Making .venv with Python" in done.stdout
    assert "Installing about" in done.stdout


def test_a_second_set_up_waits_for_the_first(tree: Path) -> None:
    (tree / "var").mkdir()
    with (tree / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with begun(tree) as words:
            line_with("Another set-up is at work in this folder", words, 30)
            assert not (tree / ".venv").exists()
            fcntl.flock(lock, fcntl.LOCK_UN)
            line_with("Making .venv", words, 30)


def test_an_environment_that_was_never_finished_is_begun_anew(tree: Path) -> None:
    (tree / ".venv" / "bin").mkdir(parents=True)
    (tree / ".venv" / "bin" / "python").symlink_to(BARE)
    (tree / ".venv" / "seedbed-stamp").write_text("making")
    with begun(tree) as words:
        line_with("Making .venv with Python", words, 30)


def test_a_python_without_ensurepip_lends_its_own_pip(tree: Path) -> None:
    stub = tree / "stub"
    stub.mkdir()
    (stub / "ensurepip.py").write_text("raise ImportError('as on Debian without python3-venv')")
    done = manage(tree, env=environment(PYTHONPATH=str(stub)))
    assert done.stderr.startswith("seedbed: The package index does not answer")
    assert not list((tree / ".venv").glob("lib/python*/site-packages/pip"))


def test_a_python_with_neither_is_told_what_to_install(tree: Path) -> None:
    stub = tree / "stub"
    stub.mkdir()
    for name in ("ensurepip", "pip"):
        (stub / f"{name}.py").write_text("raise ImportError")
    done = manage(tree, env=environment(PYTHONPATH=str(stub)))
    assert done.returncode == 1
    assert "has neither ensurepip nor pip: install python3-venv" in done.stderr


@pytest.mark.skipif(
    server_account() is None, reason="needs root, to act as someone without the right to write"
)
def test_a_folder_that_may_not_be_written_is_named(tree: Path) -> None:
    account, python = server_account(), shutil.which("python3", path="/usr/local/bin:/usr/bin")
    if account is None or python is None or not is_reachable(Path(python).resolve()):
        pytest.skip("no Python that others may run")
    done = manage(tree, python=python, user=account.pw_uid, group=account.pw_gid, extra_groups=[])
    assert done.returncode == 1
    assert (
        done.stderr
        == f"seedbed: {tree / 'var'} cannot be written: give yourself the right, or clone elsewhere.\n"
    )


def test_told_to_leave_everything_as_it_is_it_does(tree: Path) -> None:
    manage(tree, env=environment(SEEDBED_SETUP="never"))
    assert not (tree / ".venv").exists()


def test_a_much_older_python_can_read_the_sentence_about_its_age() -> None:
    source = (ROOT / "manage.py").read_text()
    ast.parse(source, feature_version=(3, 7))
    assert source.index("sys.version_info < (3, 11)") < source.index("from studio.stack import bootstrap")


def test_the_set_up_loads_nothing_that_a_bare_python_lacks(tree: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from studio.stack import bootstrap"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert not {name.partition(".")[0] for name in loaded} & {"django", "celery", "psycopg", "httpx"}
