"""The checks of `manage.py lint`: each a command of the development environment."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from studio.stack.frontend import node_and_npm
from studio.stack.home import ROOT


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]
    cwd: Path = ROOT
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    check: Check
    passed: bool
    seconds: float
    output: str


def checks(venv: Path) -> list[Check]:
    """All of them; the scripts of `venv` are run by name, so a moved folder does not break their first lines."""
    python, scripts = sys.executable, venv / "bin"
    node, npm = node_and_npm(venv)
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    with_node = {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    return [
        Check("ruff check", [python, "-m", "ruff", "check", "."]),
        Check("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        Check(
            "mypy",
            [python, "-m", "mypy", "manage.py", "studio", "gallery", "tests"],
            env={"SECRET_KEY": "lint"},
        ),
        Check("import floors", [python, str(scripts / "lint-imports")]),
        Check("templates", [str(scripts / "djade"), "--check", "--target-version", "5.2", *templates]),
        Check("front end", [str(node), str(npm), "run", "lint"], cwd=ROOT / "static", env=with_node),
        Check("Dockerfile", [str(scripts / "hadolint"), "Dockerfile"]),
        Check(
            "compose file",
            [
                python,
                "-m",
                "check_jsonschema",
                "--builtin-schema",
                "vendor.compose-spec",
                "docker-compose.yml",
            ],
        ),
    ]


def run(check: Check) -> Outcome:
    began = monotonic()
    done = subprocess.run(
        check.command,
        check=False,
        cwd=check.cwd,
        env=os.environ | check.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(check, done.returncode == 0, monotonic() - began, done.stdout)


def table(outcomes: Iterable[Outcome]) -> str:
    return "\n".join(
        f"{outcome.check.name:<16}{'passed' if outcome.passed else 'FAILED':<10}{outcome.seconds:5.1f} s"
        for outcome in outcomes
    )
