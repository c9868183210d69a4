"""The front end's packages and build, with the real Node on a small package."""

import json
import sys
from pathlib import Path

import pytest

from studio.stack.errors import StackError
from studio.stack.frontend import Build, BuildFailed, builds
from studio.stack.home import ROOT

VENV = Path(sys.prefix)
SCRIPT = "const fs = require('fs'); fs.mkdirSync('dist', {recursive: true}); fs.copyFileSync('src/page.txt', 'dist/page.txt')"


@pytest.fixture
def build(tmp_path: Path) -> Build:
    package = {"name": "small", "version": "1.0.0", "scripts": {"build": "node make.js"}}
    (tmp_path / "package.json").write_text(json.dumps(package))
    lock = {"name": "small", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": package}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    (tmp_path / "make.js").write_text(SCRIPT)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "page.txt").write_text("one")
    return Build(tmp_path, "a small page", output=tmp_path / "dist")


def test_it_is_made_once_and_again_when_a_source_changes(build: Build) -> None:
    assert not build.has_packages()
    assert not build.is_built()
    build.fetch(VENV)
    build.build(VENV)
    assert build.has_packages()
    assert build.is_built()
    (build.folder / "src" / "page.txt").write_text("two")
    assert build.has_packages()
    assert not build.is_built()
    build.build(VENV)
    assert (build.folder / "dist" / "page.txt").read_text() == "two"


def test_a_lock_that_does_not_fit_is_told(build: Build) -> None:
    package = json.loads((build.folder / "package.json").read_text()) | {"dependencies": {"lit": "3.3.3"}}
    (build.folder / "package.json").write_text(json.dumps(package))
    with pytest.raises(StackError, match="The packages of a small page could not be fetched: code EUSAGE"):
        build.fetch(VENV)
    assert not build.has_packages()


def test_a_source_that_does_not_build_is_told_and_tried_again(build: Build) -> None:
    build.fetch(VENV)
    (build.folder / "make.js").write_text("throw new Error('no such colour')")
    with pytest.raises(BuildFailed, match=r"Building a small page failed: .*no such colour"):
        build.build(VENV)
    assert not build.is_built()


def test_a_deleted_output_is_made_again(build: Build) -> None:
    build.fetch(VENV)
    build.build(VENV)
    for file in (build.folder / "dist").iterdir():
        file.unlink()
    assert not build.is_built()


def test_this_tree_has_its_front_end_and_its_engines_art() -> None:
    assert [build.folder.relative_to(ROOT).as_posix() for build in builds(ROOT)] == [
        "static",
        "studio/engine",
    ]
